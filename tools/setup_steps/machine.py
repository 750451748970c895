"""What this machine can do, and what it lacks."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from .errors import SetupError
from .paths import ROOT

OLDEST_PYTHON = (3, 10)
COMPILERS = ("g++", "c++", "clang++")


def check_python() -> None:
    """Raises SetupError where this Python is too old or cannot make virtual environments."""
    version = platform.python_version()
    if sys.version_info < OLDEST_PYTHON:
        raise SetupError(
            f"Python 3.10 or later is needed, `python3` is {version}. Install a newer one "
            "(Debian 12 and Ubuntu 24.04 have it) and put it first on PATH"
        )
    missing = [name for name in ("venv", "ensurepip") if not _has_module(name)]
    if missing:
        raise SetupError(
            f"Python's module {' and '.join(missing)} is missing ({sys.executable}, {version}). "
            "Bring it: `sudo apt install python3-venv`"
        )


def _has_module(name: str) -> bool:
    return bool(getattr(importlib.util.find_spec(name), "origin", None))


def check_disk(needed_mb: int) -> None:
    """Raises SetupError where the project's disk has too little room for what is to come."""
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    if free_mb < needed_mb:
        raise SetupError(
            f"set-up needs {needed_mb / 1024:.1f} GB of disk in {ROOT}, "
            f"{free_mb / 1024:.1f} GB are free. Free some room, or use a larger disk"
        )


def check_writable() -> None:
    """Raises SetupError where the project's folder cannot be written to."""
    if not os.access(ROOT, os.W_OK):
        raise SetupError(f"cannot write to {ROOT}: move the project to a folder that you own")


def compiler() -> Path | None:
    """The C++ compiler: what CXX names, else the first of g++, c++, clang++ on PATH."""
    names = (os.environ["CXX"],) if os.environ.get("CXX") else COMPILERS
    found = next(filter(None, map(shutil.which, names)), None)
    return Path(found) if found else None


def check_compiler() -> None:
    """Raises SetupError where there is no C++ compiler for the native backend."""
    if compiler() is None:
        asked = f"CXX names {os.environ['CXX']}, which is" if os.environ.get("CXX") else "g++ is"
        raise SetupError(
            f"a C++ compiler is needed for the native TensorFlow backend, and {asked} not on PATH. "
            "Bring it: `sudo apt install g++`; or go on without the native backend (slower): "
            "`make COURSE_BACKEND=wasm`"
        )


def compiler_version(program: Path) -> str:
    """The first line of what a compiler says of itself."""
    result = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return (result.stdout.splitlines() or ["unknown version"])[0]


def has_nvidia_driver() -> bool:
    """Whether a driver for NVIDIA cards is loaded, on Linux or below WSL."""
    return any(map(os.path.exists, ("/dev/nvidiactl", "/proc/driver/nvidia", "/usr/lib/wsl/lib")))


def why_not_native() -> str:
    """Why TensorFlow's library cannot run on this machine; "" where it can."""
    system, processor = platform.system(), platform.machine()
    if system != "Linux":
        return f"TensorFlow's C library is not published for {system}"
    if processor not in ("x86_64", "aarch64") or sys.maxsize < 2**32:
        return f"TensorFlow's C library is not published for the processor {processor}"
    if platform.libc_ver()[0] != "glibc":
        return "TensorFlow's C library needs glibc, which this Linux does not use"
    if processor == "x86_64" and " avx " not in f"{_processor_flags()} ":
        return "TensorFlow's C library needs a processor with AVX instructions"
    return ""


def _processor_flags() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    return next((line for line in lines if line.startswith("flags")), " avx ")
