"""What is here, which device the lessons compute on and why, and what brings each missing thing.

python3 tools/doctor.py; its exit status is 0 when all that the lessons need is here, else 1.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from setup_steps import addon, jupyter_kernel, machine, paths, plan, stamps, tensorflow_wheel
from setup_steps.npm_packages import installed_version
from setup_steps.python_tools import package_version

DEVICE = """const { device } = await import(Deno.args[0]);
const { name, hardware, reason } = device;
console.log(JSON.stringify({ name, hardware, reason }));"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS = 120


@dataclass(frozen=True)
class Finding:
    """One line of the report; a remedy stands only where something is missing."""

    thing: str
    found: str
    remedy: str = ""
    needed: bool = True


def main() -> int:
    """Print the report; returns the exit status."""
    lacking = False
    for look in LOOKS:
        for finding in look():
            print(f"{'--' if finding.remedy else 'ok'}  {finding.thing:<26} {finding.found}")
            if finding.remedy:
                print(f"{'':30} {finding.remedy}")
                lacking = lacking or finding.needed
    print(
        "Something that the lessons need is missing." if lacking else "All that is needed is here."
    )
    return int(lacking)


def python() -> Iterator[Finding]:
    """Python itself, and what set-up puts beside it."""
    found = f"{platform.python_version()} ({sys.executable})"
    old = sys.version_info < machine.OLDEST_PYTHON
    yield Finding("Python", found, "install Python 3.10 or later" if old else "")
    for package in ("jupyterlab", "nbclient", "plotly", "pytest"):
        version = package_version(package)
        yield Finding(package, version or "missing", "" if version else "run `make setup`")


def deno() -> Iterator[Finding]:
    """Deno and the version that is pinned."""
    program, pinned = paths.venv_program("deno"), paths.pinned("deno")
    status, output = _ask([program, "--version"])
    version = output.split()[1] if status == 0 else "missing"
    remedy = "" if version == pinned else f"{pinned} is needed: run `make setup`"
    yield Finding("Deno", version, remedy)


def tensorflow() -> Iterator[Finding]:
    """What the native backend is made of; lessons run without it, more slowly."""
    for package in ("@tensorflow/tfjs", "@tensorflow/tfjs-node-gpu", "plotly.js-dist"):
        version = installed_version(package)
        yield Finding(package, version or "missing", "" if version else "run `make setup`")
    if reason := machine.why_not_native():
        yield Finding("TensorFlow library", f"none: {reason}")
        return
    inputs = stamps.read(tensorflow_wheel.NAME).get("inputs", {})
    kind, whole = inputs.get("variant", "cpu"), bool(inputs) and not stamps.damaged("tensorflow")
    found = f"{_wheel_version(kind)}, {kind}" if whole else "missing"
    yield Finding("TensorFlow library", found, "" if whole else "run `make setup`", needed=False)
    program = machine.compiler()
    version = machine.compiler_version(program) if program else "missing"
    remedy = "" if program else "`sudo apt install g++`, then `make setup`"
    yield Finding("C++ compiler", version, remedy, needed=False)
    built = whole and stamps.is_done(addon.NAME, addon.inputs(kind))
    found = "compiled for this library" if built else "missing or out of date"
    yield Finding("TensorFlow addon", found, "" if built else "run `make setup`", needed=False)


def kernel() -> Iterator[Finding]:
    """The kernel that JupyterLab starts."""
    done = stamps.is_done(jupyter_kernel.NAME, jupyter_kernel.inputs())
    found = str(jupyter_kernel.KERNEL) if done else "missing or out of date"
    yield Finding("Jupyter kernel", found, "" if done else "run `make setup`")


def device() -> Iterator[Finding]:
    """The device that the lessons' own code chooses, and its reason."""
    door = paths.ROOT / "lib" / "tensorflow" / "tf.ts"
    status, output = _ask([paths.venv_program("deno"), "eval", "--ext=ts", DEVICE, door.as_uri()])
    try:
        chosen = json.loads(output.splitlines()[-1]) if status == 0 else None
    except (ValueError, IndexError):
        chosen = None
    if chosen is None:
        why = " ".join(output.split()) or "the check printed nothing"
        yield Finding("Device", f"none: {why[:300]}", "run `make setup`, then `make doctor` again")
        return
    yield Finding("Device", f"{chosen['name']} on {chosen['hardware']}")
    yield Finding("  because", chosen["reason"])


def browser() -> Iterator[Finding]:
    """The browser that draws the figures; lessons run without one."""
    named = os.environ.get("CHROME", "")
    version = installed_version("@sparticuz/chromium")
    if named:
        yield Finding("Chromium", named, "" if Path(named).exists() else "correct or unset CHROME")
    elif (platform.system(), platform.machine()) == ("Linux", "x86_64") and version:
        yield Finding("Chromium", f"{version}, from npm")
    else:
        found = next(filter(None, map(shutil.which, BROWSERS)), None)
        remedy = "" if found else "install Chrome or Chromium, or name it: `export CHROME=/path`"
        yield Finding("Chromium", found or "missing", remedy, needed=False)


def disk() -> Iterator[Finding]:
    """The room that is left."""
    free = shutil.disk_usage(paths.ROOT).free / 2**30
    stale = [step for step in plan.steps(plan.Options()) if not step.is_done()]
    wanted = sum(step.disk_mb for step in stale) / 1024
    remedy = f"set-up needs {wanted:.1f} GB: free some room" if free < wanted else ""
    yield Finding("Disk", f"{free:.1f} GB free", remedy)


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    *(python, deno, tensorflow, kernel, device, browser, disk),
)


def _wheel_version(kind: str) -> str:
    package = "tensorflow-cpu" if kind == "cpu" and platform.machine() == "x86_64" else "tensorflow"
    return paths.pinned(package, tensorflow_wheel.LOCK_FILES[kind].name)


def _ask(command: list[str | Path]) -> tuple[int, str]:
    env = {"DENO_TLS_CA_STORE": "system,mozilla"} | os.environ
    env |= {"NO_COLOR": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}
    try:
        done = subprocess.run(
            list(map(str, command)),
            cwd=paths.ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except OSError as error:
        return 1, f"{error.filename}: {error.strerror}; run `make setup`"
    except subprocess.TimeoutExpired:
        return 1, f"{Path(command[0]).name} did not answer within {SECONDS} s"
    return done.returncode, done.stdout if done.returncode == 0 else done.stderr


if __name__ == "__main__":
    sys.exit(main())
