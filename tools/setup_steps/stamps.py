"""What tells a step that is done from one that is half-made or out of date."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from .paths import ROOT, STAMPS

SMALL = 1_000_000


def digest(path: Path) -> str:
    """The SHA-256 of a file, or "missing"."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "missing"


def state(path: Path) -> str:
    """What shows a file to be whole: its digest, or for a large one its size."""
    try:
        size = path.stat().st_size
    except OSError:
        return "missing"
    return digest(path) if path.is_file() and size < SMALL else f"{size} bytes"


def write_atomically(path: Path, text: str) -> None:
    """Write a file that is either whole or not there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".half")
    with open(half, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)


def read(name: str) -> dict:
    """The stamp of a step: {"inputs", "outputs"}; empty where there is none or it is damaged."""
    try:
        stamp = json.loads((STAMPS / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write(name: str, inputs: Mapping[str, str], outputs: list[Path]) -> None:
    """Say that a step is done: what it was made from and what it made."""
    made = {str(path.relative_to(ROOT)): state(path) for path in outputs}
    text = json.dumps({"inputs": dict(inputs), "outputs": made}, indent=1)
    write_atomically(STAMPS / name, text + "\n")


def remove(name: str) -> None:
    """Say that a step is not done (any more)."""
    (STAMPS / name).unlink(missing_ok=True)


def damaged(name: str) -> list[str]:
    """The outputs of a step that are no longer as the step left them."""
    outputs = read(name).get("outputs", {})
    return [path for path, made in outputs.items() if state(ROOT / path) != made]


def is_done(name: str, inputs: Mapping[str, str]) -> bool:
    """Whether a step was finished from these inputs and its outputs are still whole."""
    stamp = read(name)
    return bool(stamp) and stamp.get("inputs") == dict(inputs) and not damaged(name)
