"""From a bare machine to a project that runs: python3 tools/setup.py [--gpu].

Every step is stamped once it is done, so that a set-up which was stopped anywhere continues where
it was, and one with nothing to do ends at once.
"""

from __future__ import annotations

import argparse
import shutil
import signal
import sys
import time

from setup_steps import plan, stamps
from setup_steps.console import StepLine
from setup_steps.errors import SetupError, system_error
from setup_steps.lock import only_one
from setup_steps.machine import check_writable, has_nvidia_driver
from setup_steps.paths import DOWNLOADS, STAMPS

READY = "ready"


def main() -> int:
    """Set up the project; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    for name in ("SIGTERM", "SIGHUP"):
        # A signal that is ignored, as under nohup, stays ignored.
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) is not signal.SIG_IGN:
            signal.signal(getattr(signal, name), _stop)
    options = _options()
    try:
        check_writable()
        with only_one(_say):
            set_up(options)
    except KeyboardInterrupt as stop:
        number = stop.args[0] if stop.args else signal.SIGINT
        return _fail("interrupted; run the same command again and it continues", 128 + number)
    except OSError as error:
        return _fail(str(system_error(error)))
    except SetupError as error:
        return _fail(str(error))
    return 0


def set_up(options: plan.Options) -> None:
    """Do every step that is not done; raises SetupError where one cannot be."""
    steps = plan.steps(options)
    stale = [step for step in steps if not step.is_done()]
    if not stale and (STAMPS / READY).exists():
        return
    plan.check(stale)
    start = time.monotonic()
    reason = plan.without_native(options)
    if reason:
        _say(f"No native TensorFlow backend, {reason}: the lessons run on WebGPU or wasm.")
    elif options.gpu and not has_nvidia_driver():
        _say("No NVIDIA driver is found here: TensorFlow for CUDA will compute on the processor.")
    for number, step in enumerate(steps, 1):
        # Asked again: an earlier step may have undone a later one.
        if not step.is_done():
            _redo(step, StepLine(number, len(steps), step.title))
    shutil.rmtree(DOWNLOADS, ignore_errors=True)
    stamps.write_atomically(STAMPS / READY, "set up\n")
    _say(f"Set-up is complete: {time.monotonic() - start:.1f} s")


def _redo(step: plan.Step, line: StepLine) -> None:
    try:
        step.redo(line)
    except BaseException:
        line.failed()
        raise
    line.done()


def _options() -> plan.Options:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n", maxsplit=1)[0])
    device = parser.add_mutually_exclusive_group()
    device.add_argument("--gpu", action="store_true", help="take TensorFlow for CUDA")
    device.add_argument("--cpu", action="store_true", help="go back to the CPU's TensorFlow")
    device.add_argument("--no-native", action="store_true", help="leave TensorFlow's library out")
    asked = parser.parse_args()
    return plan.Options(gpu=asked.gpu, cpu=asked.cpu, native=not asked.no_native)


def _say(text: str) -> None:
    print(text, flush=True)


def _fail(text: str, status: int = 1) -> int:
    print(f"Set-up stopped: {text}", file=sys.stderr, flush=True)
    return status


def _stop(number: int, _frame: object) -> None:
    raise KeyboardInterrupt(number)


if __name__ == "__main__":
    sys.exit(main())
