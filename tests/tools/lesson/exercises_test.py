"""Exercises and the student's copy."""

from __future__ import annotations

import pytest
from lesson.exercises import exercises, stub, student_copy, text, visible

SOLUTION = """function twice(x: number): number {
  // BEGIN SOLUTION
  const secret = x + x;
  return secret;
  // END SOLUTION
}
// BEGIN SOLUTION
const four = twice(2);
// END SOLUTION
"""
CHECK = """assert.equal(twice(1), 2);
// BEGIN HIDDEN TESTS
assert.equal(twice(5), 10);
// END HIDDEN TESTS
assert.equal(twice(0), 0);"""


def graded(kind: str, grade_id: str, source: str, **about) -> dict:
    """A cell with nbgrader's metadata."""
    metadata = {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **about}}
    return {"cell_type": kind, "id": grade_id, "metadata": metadata, "source": source}


@pytest.fixture
def cells() -> list[dict]:
    return [
        {"cell_type": "markdown", "id": "title", "metadata": {}, "source": ["# Doubling\n", "x"]},
        graded("code", "01-ex-twice", SOLUTION, solution=True, grade=False, locked=False),
        graded("code", "01-ex-twice-check", CHECK, solution=False, grade=True, points=2),
        graded("markdown", "01-ex-why", "Because.", solution=True, grade=True, points=1.5),
    ]


def test_exercises_pairs_solutions_with_checks_and_points(cells):
    code, question = exercises(cells)
    assert (code.grade_id, code.points, code.solution, code.check) == (
        "01-ex-twice",
        2,
        SOLUTION,
        CHECK,
    )
    assert (question.grade_id, question.points, question.check) == ("01-ex-why", 1.5, None)


def test_stub_replaces_each_region_and_keeps_its_indentation():
    unsolved = (
        "// YOUR CODE HERE\n{0}throw new Error("
        '"Exercise 01-ex-twice is not solved yet: write your code above and remove this line.");'
    )
    assert stub(SOLUTION, "01-ex-twice") == (
        f"function twice(x: number): number {{\n  {unsolved.format('  ')}\n}}\n"
        f"{unsolved.format('')}\n"
    )


def test_visible_leaves_out_hidden_checks_only():
    assert visible(CHECK) == "assert.equal(twice(1), 2);\nassert.equal(twice(0), 0);"


def test_student_copy_has_no_solution_no_hidden_check_and_no_model_answer(cells):
    notebook = {"cells": cells, "metadata": {"kernelspec": {"name": "deno"}}, "nbformat": 4}
    handed_out = student_copy(notebook)
    everything = "\n".join(map(text, handed_out["cells"]))
    for secret in ("secret", "BEGIN", "END", "HIDDEN", "twice(5)", "Because"):
        assert secret not in everything
    assert text(handed_out["cells"][3]) == "*Your answer here.*"
    assert handed_out["cells"][0] == cells[0]
    assert handed_out["metadata"] == notebook["metadata"]
    assert [cell["id"] for cell in handed_out["cells"]] == [cell["id"] for cell in cells]


def test_student_copy_leaves_the_notebook_as_it_is(cells):
    student_copy({"cells": cells})
    assert cells[1]["source"] == SOLUTION
