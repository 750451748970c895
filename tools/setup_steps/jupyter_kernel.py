"""The kernel that JupyterLab and the runner start, and JupyterLab's own settings."""

from __future__ import annotations

import json
import os
from pathlib import Path

from . import tensorflow_wheel
from .paths import VENV, venv_program
from .stamps import write_atomically

NAME = "jupyter"
KERNEL = VENV / "share" / "jupyter" / "kernels" / "deno" / "kernel.json"
SETTINGS = VENV / "share" / "jupyter" / "lab" / "settings" / "overrides.json"
SETPRIV = Path("/usr/bin/setpriv")  # of util-linux; asked for by path, so that PATH changes nothing
QUIET = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}


def inputs() -> dict[str, str]:
    """What is to stand in the two files."""
    return {"kernel": _text(kernelspec()), "settings": _text(QUIET)}


def outputs() -> list[Path]:
    """The two files."""
    return [KERNEL, SETTINGS]


def build() -> None:
    """Write the two files."""
    write_atomically(KERNEL, _text(kernelspec()))
    write_atomically(SETTINGS, _text(QUIET))


def kernelspec() -> dict:
    """The kernel's specification: unlike `deno jupyter --install`, Stop keeps the kernel alive."""
    env = {
        "NO_COLOR": "1",  # coloured output breaks nbgrader's partial credit
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_FORCE_GPU_ALLOW_GROWTH": "true",
        "DENO_TLS_CA_STORE": "system,mozilla",
        "DENO_NO_UPDATE_CHECK": "1",
    }
    folders = tensorflow_wheel.cuda_folders()
    if folders:
        env["LD_LIBRARY_PATH"] = os.pathsep.join([*map(str, folders), "${LD_LIBRARY_PATH}"])
    # Where the system has setpriv, a kernel ends with the program that started it, however it ends.
    leash = [str(SETPRIV), "--pdeathsig", "KILL"] if SETPRIV.exists() else []
    deno = [str(venv_program("deno")), "jupyter", "--kernel", "--conn", "{connection_file}"]
    return {
        "argv": [*leash, *deno],
        "display_name": "Deno",
        "language": "typescript",
        "interrupt_mode": "message",
        "env": env,
    }


def _text(content: dict) -> str:
    return json.dumps(content, indent=2) + "\n"
