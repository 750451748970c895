"""Run every check of the project, or the stages named on the command line.

    tools/test.py [STAGE...]

Two stages run at a time. One line a stage, failures in full, and as the last line `N passed, N
failed`. The exit status is 1 when anything failed or a stage found nothing to test.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from lesson.project import BUILD, DENO, NOTEBOOKS, PYTHON, ROOT, environment
from test_counts import Count, count_files, count_junit, count_report

# Only what hangs takes so long: on two slow cores the unit tests need more than 15 minutes.
STAGE_SECONDS = 2700
JUNIT = BUILD / "test/{stage}.xml"
TINY = BUILD / "tiny"
MARKDOWN = sorted(ROOT.glob("*.md"))
TYPED = sorted(path for top in ("lib", "tests", "tools") for path in (ROOT / top).rglob("*.ts"))


@dataclass(frozen=True)
class Stage:
    """A command and how its tests are counted: as one check of many files, or one by one."""

    name: str
    command: list[str | Path]
    counted: str = "files"
    environment: dict[str, str] = field(default_factory=dict)


STAGES = [
    # No notebooks here: Deno 2.8.1 calls each unformatted that it has not formatted itself on this
    # machine. The stage "cells" compares their texts.
    Stage("format", [DENO, "fmt", "--check", "deno.json", "lib", "tests", "tools", *MARKDOWN]),
    Stage("lint", [DENO, "lint"]),
    # `deno check` is silent about files that it checked before: their number is counted here.
    Stage("types", [DENO, "check", *TYPED], counted="given"),
    Stage("cells", [DENO, "run", "-A", "tools/cells.ts", "check"]),
    Stage(
        "unit",
        [DENO, "test", "-A", "--doc", "--reporter=dot", "--ignore=tests/exercises"]
        + ["--junit-path={junit}", "lib", "tests", "tools"],
        counted="junit",
        # Tests share a process, and one of them loads software Vulkan. TensorFlow must have found
        # its own LLVM before that one comes: else it calls the other, and the process crashes.
        environment={"SCALE": "tiny", "LD_BIND_NOW": "1"},
    ),
    Stage(
        "python",
        [PYTHON, "-m", "pytest", "-q", "--tb=short", "--junitxml={junit}"],
        counted="junit",
        environment={"SCALE": "tiny"},
    ),
    Stage(
        "lessons",
        [PYTHON, "tools/run_lesson.py", "--out", TINY, *sorted(NOTEBOOKS.glob("*.ipynb"))],
        counted="report",
        environment={"SCALE": "tiny"},
    ),
]
DOTS = re.compile(r"^[.,!]\n", re.MULTILINE)


def count(stage: Stage, output: str, status: int) -> Count:
    """What the stage found. A command that failed, or found nothing, has one failure at least."""
    found = {
        "junit": lambda: count_junit(junit(stage)),
        "report": lambda: count_report(TINY / "report.json"),
        "files": lambda: count_files(output),
        "given": lambda: Count(passed=1 if TYPED else 0, files=len(TYPED)),
    }[stage.counted]()
    if stage.counted in ("files", "given") and status != 0:
        found.passed = 0
    tested = found.passed + found.failed + len(found.skipped)
    if found.failed == 0 and (status != 0 or tested == 0):
        found.failed = 1
    return found


def junit(stage: Stage) -> Path:
    """Where the stage's test cases are written."""
    return Path(str(JUNIT).format(stage=stage.name))


def execute(stage: Stage) -> tuple[str, int]:
    """Run a stage's command: its output and exit status."""
    junit(stage).parent.mkdir(parents=True, exist_ok=True)
    for stale in (junit(stage), TINY / "report.json"):
        stale.unlink(missing_ok=True)
    command = [str(part).replace("{junit}", str(junit(stage))) for part in stage.command]
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**environment(), **stage.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=STAGE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        text = (late.stdout or b"").decode(errors="replace")
        return f"{text}\nstopped: not done within {STAGE_SECONDS} s", 1
    return done.stdout.decode(errors="replace"), done.returncode


class Telling:
    """Prints what stages found, whole and one at a time, and on a terminal which ones run."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: list[str] = []
        self._live = sys.stdout.isatty()

    def begins(self, stage: Stage) -> None:
        with self._lock:
            self._running.append(stage.name)
            self._tell("")

    def ends(self, stage: Stage, text: str) -> None:
        with self._lock:
            self._running.remove(stage.name)
            self._tell(text + "\n")

    def _tell(self, text: str) -> None:
        if self._live:
            text = f"\r\x1b[2K{text}"
            text += f"{', '.join(self._running)} ..." if self._running else ""
        print(text, end="", flush=True)


def run(stage: Stage, telling: Telling) -> Count:
    """Run a stage and tell of it."""
    telling.begins(stage)
    started = time.monotonic()
    output, status = execute(stage)
    found = count(stage, output, status)
    seconds = time.monotonic() - started
    lines = [f"{stage.name:<8} {seconds:>6.1f} s   {found.text()}"]
    lines += [f"         skipped: {name}" for name in found.skipped]
    if found.failed:
        lines.append(DOTS.sub("", output).strip() or "it found nothing to test")
    telling.ends(stage, "\n".join(lines))
    return found


def at_once() -> int:
    """How many stages run at the same time: two, where there are two cores and 8 GB of memory."""
    if not hasattr(os, "sysconf"):  # Windows
        return 1
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return 2 if (os.cpu_count() or 1) >= 2 and memory > 7e9 else 1


def main() -> int:
    """Run the stages named on the command line, or all; the exit status."""
    names = [stage.name for stage in STAGES]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stages", nargs="*", metavar="STAGE", help=", ".join(names))
    wanted = parser.parse_args().stages
    if unknown := set(wanted) - set(names):
        parser.error(f"no stage {', '.join(sorted(unknown))}; choose from {', '.join(names)}")
    started = time.monotonic()
    chosen = [stage for stage in STAGES if not wanted or stage.name in wanted]
    telling = Telling()
    with ThreadPoolExecutor(at_once()) as pool:
        try:
            counts = list(pool.map(lambda stage: run(stage, telling), chosen))
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
            print("\ninterrupted", file=sys.stderr)
            return 130
    print(f"{time.monotonic() - started:.0f} s in all")
    passed, failed = sum(each.passed for each in counts), sum(each.failed for each in counts)
    skipped = sum(len(each.skipped) for each in counts)
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
