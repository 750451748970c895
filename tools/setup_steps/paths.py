"""Where set-up puts things. All of it lies inside the project, nothing of ours in HOME."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
LOGS = VENV / "logs"
DOWNLOADS = VENV / "downloads"
LOCK = VENV / "setup.lock"
NATIVE = VENV / "native"
TENSORFLOW = NATIVE / "tensorflow"
NODE_MODULES = ROOT / "node_modules"
TFJS_NODE = NODE_MODULES / "@tensorflow" / "tfjs-node-gpu"
BINDING = TFJS_NODE / "lib" / "napi-v8" / "tfjs_binding.node"


def venv_program(name: str) -> Path:
    """The path of a program inside the virtual environment."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def pinned(package: str, requirements: str = "requirements.txt") -> str:
    """The version of a package in one of the lock files."""
    text = (ROOT / requirements).read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(package)}==([^\s;]+)", text, re.MULTILINE)
    if not found:
        raise KeyError(f"{requirements} pins no {package}")
    return found[1]
