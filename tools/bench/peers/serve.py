"""A peer as a process: JSON lines in, JSON lines out, and no work in between."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Protocol, TextIO

WARM_CALLS = 3


class Job(Protocol):
    """A work that is built and can be timed."""

    units_per_call: int

    def run(self, calls: int) -> None:
        """Make so many calls, and return when their results are there."""

    def check(self) -> list[float]:
        """The values to compare, after the first units from the start."""


Build = Callable[[str, str, dict], Job]


def serve(versions: dict[str, str], build: Build) -> None:
    """Answer the driver until it closes the pipe."""
    answers = _only_for_answers()
    _say(answers, {"ready": True, "versions": versions})
    jobs: dict[str, Timed] = {}
    for line in sys.stdin:
        try:
            _say(answers, _answer(json.loads(line), build, jobs))
        except Exception as error:  # pylint: disable=broad-except
            _say(answers, {"error": f"{type(error).__name__}: {error}"[:2000]})


def _answer(request: dict, build: Build, jobs: dict[str, Timed]) -> dict:
    if request.get("forget"):
        jobs.clear()
        gc.collect()
        return {"forgotten": True}
    asked = (request["work"], request["variant"], request["params"])
    key = json.dumps(asked, sort_keys=True)
    if request.get("check"):
        jobs[key] = Timed(build(*asked))
        return {"values": jobs[key].job.check()}
    if key not in jobs:
        jobs[key] = Timed(build(*asked))
    return jobs[key].measure(request["seconds"])


class Timed:
    """A job with the number of calls that make up a part of a measurement."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.calls = 0

    def measure(self, seconds: float) -> dict:
        """Seconds per unit, over as many parts as fill these seconds."""
        if self.calls == 0:
            self._warm(seconds)
        spent, calls = 0.0, 0
        while spent < seconds:
            spent += self._seconds(self.calls)
            calls += self.calls
        units = calls * self.job.units_per_call
        return {"seconds_per_unit": spent / units, "units": units}

    def _warm(self, seconds: float) -> None:
        self._seconds(WARM_CALLS)
        # One clock reading, and one wait for the results, in an eighth of a measurement.
        part = seconds / 8
        calls = 1
        while self._seconds(calls) < part / 2:
            calls *= 2
        self.calls = calls

    def _seconds(self, calls: int) -> float:
        start = time.perf_counter()
        self.job.run(calls)
        return time.perf_counter() - start


def _only_for_answers() -> TextIO:
    """Standard output for answers alone: what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


def _say(answers: TextIO, answer: dict) -> None:
    print(json.dumps(answer), file=answers, flush=True)
