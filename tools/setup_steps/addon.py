"""The addon that joins TensorFlow.js to TensorFlow's C library, compiled on this machine.

npm's package ships its C++ source; its own install script would fetch a TensorFlow of 2022 instead.
"""

from __future__ import annotations

import os
import platform
from pathlib import Path

from . import tensorflow_wheel
from .console import StepLine
from .errors import SetupError
from .machine import check_compiler, compiler, compiler_version
from .paths import BINDING, NODE_MODULES, TENSORFLOW, TFJS_NODE, pinned, venv_program
from .process import run
from .stamps import digest, read

NAME = "addon"
CHECK = Path(__file__).with_name("addon_check.ts")


def inputs(which: str) -> dict[str, str]:
    """What the addon is made from."""
    return {
        "tensorflow": digest(tensorflow_wheel.LOCK_FILES[which]),
        "package": digest(TFJS_NODE / "package.json"),
        "deno": pinned("deno"),
        "compiler": _compiler_identity(),
        "command": " ".join(map(str, _command(Path("c++"), BINDING))),
        "check": digest(CHECK),
        "system": platform.machine(),
    }


def outputs() -> list[Path]:
    """The addon itself."""
    return [BINDING]


def build(line: StepLine) -> None:
    """Compile the addon, put it in place and let Deno compute with it."""
    program = compiler()
    if program is None:
        check_compiler()
    half = BINDING.with_name("tfjs_binding.half")
    BINDING.parent.mkdir(parents=True, exist_ok=True)
    run(_command(program, half), line, f"Compiling the TensorFlow addon with {program}")
    os.replace(half, BINDING)
    try:
        run([venv_program("deno"), "run", "-A", CHECK], line, "Computing with the TensorFlow addon")
    except SetupError:
        BINDING.unlink()
        raise


def _command(program: Path, target: Path) -> list[str | Path]:
    return [
        *(program, "-std=c++17", "-O2", "-fPIC", "-shared", "-DNAPI_VERSION=8"),
        f"-I{NODE_MODULES / 'node-api-headers' / 'include'}",
        f"-I{TENSORFLOW / 'include'}",
        *sorted((TFJS_NODE / "binding").glob("*.cc")),
        *("-o", target, f"-L{TENSORFLOW}", "-l:libtensorflow_cc.so.2"),
        *("-l:libtensorflow_framework.so.2", f"-Wl,-rpath,{TENSORFLOW}"),
    ]


def _compiler_identity() -> str:
    program = compiler()
    # A compiler that went away leaves the addon as good as it was.
    if program is None:
        return read(NAME).get("inputs", {}).get("compiler", "missing")
    return f"{program} {compiler_version(program)}"
