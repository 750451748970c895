"""Where things live in the project, and the environment its programs run in."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"
BIN = ROOT / ".venv/bin" if (ROOT / ".venv/bin").exists() else Path(sys.executable).parent
DENO = BIN / "deno"
PYTHON = BIN / "python"
ADDON = ROOT / "node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node"


def environment() -> dict[str, str]:
    """The caller's environment, and what Deno and TensorFlow need in it."""
    return {
        **os.environ,
        "PATH": os.pathsep.join([str(DENO.parent), os.environ.get("PATH", os.defpath)]),
        "DENO_TLS_CA_STORE": os.environ.get("DENO_TLS_CA_STORE", "system,mozilla"),
        "DENO_NO_UPDATE_CHECK": "1",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "NO_COLOR": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def relative(path: Path | str) -> str:
    """A path as the reader writes it: from the project's root where it lies inside."""
    path = Path(path).resolve()
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


def write_atomically(path: Path, text: str) -> None:
    """Write beside, then rename: whoever reads sees the old text or the new one, never a part.

    A file that holds the text already is left alone.
    """
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
