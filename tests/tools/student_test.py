"""The student's copies, made in a sample project."""

from __future__ import annotations

import json

import pytest

from tests.tools.lesson.exercises_test import CHECK, SOLUTION, graded
from tests.tools.sample import Sample


@pytest.fixture
def sample(tmp_path) -> Sample:
    sample = Sample(tmp_path)
    for number, name in (("01", "doubling"), ("02", "squares")):
        notebook = {
            "cells": [
                {"cell_type": "markdown", "id": "t", "metadata": {}, "source": f"# About {name}"},
                graded("code", f"{number}-ex-a", SOLUTION, solution=True, grade=False),
                graded("code", f"{number}-ex-a-check", CHECK, grade=True, points=2),
                graded("markdown", f"{number}-ex-b", "It is.", solution=True, grade=True, points=1),
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        sample.write(f"{number}_{name}", notebook)
    return sample


def test_student_writes_copies_without_solutions_and_a_table_of_exercises(sample):
    assert sample.tool("student.py", "--out", "out").returncode == 0
    out = sample.root / "out"
    assert sorted(path.name for path in out.iterdir()) == [
        "01_doubling.ipynb",
        "02_squares.ipynb",
        "exercises.md",
    ]
    copy = (out / "01_doubling.ipynb").read_text()
    assert "YOUR CODE HERE" in copy
    assert not any(secret in copy for secret in ("SOLUTION", "HIDDEN", "twice(5)", "It is."))
    table = (out / "exercises.md").read_text()
    assert "| [About doubling](01_doubling.ipynb) | 01-ex-a | code, checked | 2 |" in table
    assert "| [About squares](02_squares.ipynb) | 02-ex-b | open question | 1 |" in table
    assert "**6**" in table


def test_student_writes_nothing_when_nothing_changed(sample):
    sample.tool("student.py", "--out", "out")
    before = [path.stat().st_mtime_ns for path in sorted((sample.root / "out").iterdir())]
    sample.tool("student.py", "--out", "out")
    assert before == [path.stat().st_mtime_ns for path in sorted((sample.root / "out").iterdir())]


def test_student_work_never_overwrites_a_copy(sample):
    assert sample.tool("student.py", "--work").returncode == 0
    mine = sample.root / "work/01_doubling.ipynb"
    mine.write_text("my own work")
    (sample.root / "work/02_squares.ipynb").unlink()
    done = sample.tool("student.py", "--work")
    assert done.stdout == "1 new lessons in work/: 02_squares\n"
    assert mine.read_text() == "my own work"
    assert json.loads((sample.root / "work/02_squares.ipynb").read_text())["nbformat"] == 4


@pytest.mark.parametrize("name", ["01", "01_doubling"])
def test_student_reset_makes_one_copy_anew_and_keeps_each_old_one(sample, name):
    sample.tool("student.py", "--work")
    fresh = (sample.root / "work/01_doubling.ipynb").read_text()
    other = sample.root / "work/02_squares.ipynb"
    other.write_text("mine too")
    for attempt in ("first", "second"):
        (sample.root / "work/01_doubling.ipynb").write_text(attempt)
        assert sample.tool("student.py", "--reset", name).returncode == 0
    assert (sample.root / "work/01_doubling.ipynb").read_text() == fresh
    assert (sample.root / "work/01_doubling.backup-1.ipynb").read_text() == "first"
    assert (sample.root / "work/01_doubling.backup-2.ipynb").read_text() == "second"
    assert other.read_text() == "mine too"


def test_student_reset_of_an_unknown_lesson_names_those_that_exist(sample):
    done = sample.tool("student.py", "--reset", "07")
    assert done.returncode == 1
    assert 'received "07"; choose one of 01_doubling, 02_squares' in done.stderr
