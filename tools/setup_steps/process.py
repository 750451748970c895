"""Running the tools that set-up calls: pip, deno, the compiler."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from .console import StepLine
from .errors import SetupError, cause
from .paths import DOWNLOADS, LOGS, ROOT

TAIL_LINES = 8
KILLED = -9
NOISE = ("WARNING: Retrying", "Ignoring ")
# Children hold the lock too: a tool that outlives a killed set-up keeps the next one waiting.
held_lock: list[int] = []


def environment() -> dict[str, str]:
    """The environment of every tool: the user's own, less what would lead a venv astray."""
    led_astray = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "__PYVENV_LAUNCHER__")
    env = {name: value for name, value in os.environ.items() if name not in led_astray}
    env.setdefault("DENO_TLS_CA_STORE", "system,mozilla")
    temporary = DOWNLOADS / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    return env | {
        "DENO_NO_UPDATE_CHECK": "1",
        "NO_COLOR": "1",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_PROGRESS_BAR": "off",
        "PIP_USER": "0",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TMPDIR": str(temporary),
    }


def run(
    command: list[str | Path],
    line: StepLine,
    attempt: str,
    *,
    env: dict[str, str] | None = None,
    progress: Callable[[], float | None] = lambda: None,
) -> Path:
    """Run a tool to its end with its output in a log file, whose path is returned.

    Raises SetupError with the remedy and the last lines of the output when it fails.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{Path(command[0]).name}.log"
    with open(log, "wb") as out:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=ROOT,
            env=env or environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            pass_fds=held_lock if os.name != "nt" else (),
        )
        status = _wait(process, line, progress)
    if status != 0:
        raise SetupError(_message(attempt, status, log))
    return log


def _wait(process: subprocess.Popen, line: StepLine, progress: Callable[[], float | None]) -> int:
    try:
        while True:
            try:
                return process.wait(timeout=0.2)
            except subprocess.TimeoutExpired:
                line.draw(progress())
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def _message(attempt: str, status: int, log: Path) -> str:
    output = log.read_text(encoding="utf-8", errors="replace").strip()
    remedy = cause(output) or "its last lines are below; when they name no remedy, run it again"
    if status == KILLED:
        remedy = "it was killed, most often for want of memory: close other programs and run again"
    lines = [text for text in output.splitlines() if text and not text.startswith(NOISE)]
    tail = "\n".join(f"    {text[:200]}" for text in lines[-TAIL_LINES:])
    return f"{attempt}: {remedy}.\n{tail}\n    (exit status {status}; all of it: {log})"
