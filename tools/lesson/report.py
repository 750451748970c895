"""What is kept of a run: one entry a lesson, and the report of all."""

from __future__ import annotations

import json
from pathlib import Path

from lesson.failure import Failure
from lesson.project import NOTEBOOKS, write_atomically


def entry(lesson: str, times: dict[str, float], seconds: float, failure: Failure | None) -> dict:
    """A lesson's entry; `times` are the seconds of each code cell that ran, by cell id."""
    slowest = max(times, key=times.__getitem__, default=None)
    return {
        "lesson": lesson,
        "seconds": round(seconds, 1),
        "cells": len(times),
        "slowest": {"cell": slowest, "seconds": round(times.get(slowest, 0), 1)},
        "failure": failure and failure.entry(),
    }


def line(entry: dict) -> str:
    """An entry as one line for the reader."""
    verdict = "failed" if entry["failure"] else "ok"
    slowest = entry["slowest"]
    return (
        f"{entry['lesson']:<28} {verdict:<6} {entry['cells']:>3} cells {entry['seconds']:>6.1f} s"
        f"   slowest {slowest['cell']} {slowest['seconds']:.1f} s"
    )


def dumps(value: object) -> str:
    """JSON as the tools write it."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def write_report(out: Path) -> None:
    """Join the entries of the lessons that exist into out/report.json, in reading order."""
    entries = sorted((out / "lessons").glob("*.json"))
    known = {notebook.stem for notebook in NOTEBOOKS.glob("*.ipynb")}
    texts = [file.read_text(encoding="utf-8") for file in entries if file.stem in known]
    write_atomically(out / "report.json", dumps(list(map(json.loads, texts))))
