"""Execute lessons on the Deno kernel.

    tools/run_lesson.py notebooks/01_activations.ipynb [more.ipynb ...]

For each lesson it writes into OUT (default build/), and only when the lesson ran to its end, the
executed copy lessons/NN_name.ipynb with its make dependencies deps/NN_name.d; always its entry
lessons/NN_name.json and report.json, the array of all entries. A lesson that fails is shown and the
next one runs; the exit status is 1 when any failed, 130 after Ctrl-C.
"""

from __future__ import annotations

import argparse
import asyncio
import errno
import os
import signal
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import nbformat

from lesson import dependencies, report
from lesson.failure import Failure
from lesson.kernel import lesson_kernel
from lesson.progress import Progress
from lesson.project import ADDON, BUILD, relative, write_atomically

SECONDS_PER_CELL = 120
SLOWER = {"native": 1, "webgpu": 3, "wasm": 5}
LONGER = {"tiny": 1, "laptop": 1, "gpu": 30}


def default_timeout() -> float:
    """Seconds a cell may take, by backend and scale; COURSE_TIMEOUT overrides."""
    if "COURSE_TIMEOUT" in os.environ:
        return float(os.environ["COURSE_TIMEOUT"])
    backend = os.environ.get("COURSE_BACKEND") or ("native" if ADDON.exists() else "wasm")
    scale = os.environ.get("SCALE", "laptop")
    return SECONDS_PER_CELL * SLOWER.get(backend, 1) * LONGER.get(scale, 1)


@contextmanager
def only_run(lock: Path):
    """Wait until no other run writes into the same folder; gives whether it had to wait."""
    try:
        import fcntl
    except ImportError:  # Windows: no lock, the renames still keep files whole
        yield False
        return
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        waited = False
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("waiting for another run of the lessons to end", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
            waited = True
        yield waited


async def execute(notebook, folder: Path, timeout: float, progress: Progress) -> Failure | None:
    """Run the notebook's cells in place until the first failure; None when all ran."""
    code = [(i, cell) for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    async with lesson_kernel(notebook, folder, timeout) as kernel:
        for number, (index, cell) in enumerate(code, start=1):
            with progress.cell(cell.id, number, len(code)):
                failure = await kernel.run(cell, index, number)
            if failure:
                return failure
    return None


def run_lesson(path: Path, out: Path, timeout: float) -> dict:
    """Execute one lesson, keep what it gave, and return its entry."""
    started = time.time()
    notebook = nbformat.read(path, as_version=4)
    progress = Progress(path.stem)
    failure = asyncio.run(interruptible(execute(notebook, path.parent, timeout, progress)))
    entry = report.entry(path.stem, progress.times, time.time() - started, failure)
    if not failure:
        keep(notebook, path, out, started)
    progress.end(report.line(entry))
    if failure:
        print(failure.text(relative(path)), file=sys.stderr)
    write_atomically(out / "lessons" / f"{path.stem}.json", report.dumps(entry))
    return entry


def keep(notebook, path: Path, out: Path, started: float) -> None:
    """Write the executed copy; dated at the run's start: later edits make it stale."""
    copy = out / "lessons" / path.name
    rule = dependencies.make_rule(copy, path, dependencies.modules(path.stem))
    write_atomically(out / "deps" / f"{path.stem}.d", rule)
    write_atomically(copy, nbformat.writes(notebook).rstrip() + "\n")
    os.utime(copy, (started, started))


async def interruptible(work) -> Failure | None:
    """`work`, ended by Ctrl-C, SIGTERM or SIGHUP, its kernel stopped: KeyboardInterrupt."""
    task = asyncio.ensure_future(work)
    stopped = asyncio.Event()

    def stop() -> None:
        stopped.set()
        task.cancel()

    for name in ("SIGINT", "SIGTERM", "SIGHUP") if os.name == "posix" else ():
        # Hang-ups that are ignored, as under nohup, stay ignored.
        ignored = name == "SIGHUP" and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        if not ignored:
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), stop)
    try:
        failure = await task
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    if stopped.is_set():
        raise KeyboardInterrupt
    return failure


def cannot_write(error: OSError) -> str:
    """What kept a file from being written, and the remedy."""
    remedy = "; free some room and run it again" if error.errno == errno.ENOSPC else ""
    return f"cannot write {error.filename or 'a file'}: {error.strerror}{remedy}"


def main() -> int:
    """Run the lessons named on the command line; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path, metavar="NOTEBOOK")
    parser.add_argument("--out", type=Path, default=BUILD, help="where to write (default build/)")
    parser.add_argument("--timeout", type=float, default=default_timeout(), help="seconds a cell")
    parser.add_argument(
        "--unless-fresh",
        action="store_true",
        help="after waiting for another run, leave out lessons that it has brought up to date",
    )
    options = parser.parse_args()
    notebooks = [path.resolve() for path in options.notebooks]
    out = options.out.resolve()
    with only_run(BUILD / ".run_lesson.lock") as waited:
        if waited and options.unless_fresh:
            # What the other run has just made need not be made again.
            notebooks = [path for path in notebooks if not dependencies.is_fresh(path, out)]
            if not notebooks:
                return 0
        trouble = dependencies.extract(notebooks)
        if trouble:
            print(trouble, file=sys.stderr)
            return 1
        try:
            entries = [run_lesson(path, out, options.timeout) for path in notebooks]
        except KeyboardInterrupt:
            print("\ninterrupted: the last good outputs are as they were", file=sys.stderr)
            return 130
        except OSError as error:
            print(f"\n{cannot_write(error)}: the last good outputs are as they were", file=sys.stderr)
            return 1
        finally:
            with suppress(OSError):
                report.write_report(out)
    return 1 if any(entry["failure"] for entry in entries) else 0


if __name__ == "__main__":
    sys.exit(main())
