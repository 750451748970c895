"""Exercises in a notebook: solution regions, hidden checks, and the student's copy without them."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass

SOLUTION = re.compile(
    r"^([ \t]*)// BEGIN SOLUTION[ \t]*\n.*?^[ \t]*// END SOLUTION[ \t]*$", re.MULTILINE | re.DOTALL
)
HIDDEN = re.compile(
    r"^[ \t]*// BEGIN HIDDEN TESTS[ \t]*\n.*?^[ \t]*// END HIDDEN TESTS[ \t]*\n?",
    re.MULTILINE | re.DOTALL,
)
ANSWER = "*Your answer here.*"


@dataclass(frozen=True)
class Exercise:
    """A code exercise (solution and check) or an open question (model answer, no check)."""

    grade_id: str
    points: float
    solution: str
    check: str | None


def text(cell: dict) -> str:
    """A cell's source as one string."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def nbgrader(cell: dict) -> dict:
    """A cell's nbgrader metadata; empty where it is part of no exercise."""
    return cell["metadata"].get("nbgrader", {})


def exercises(cells: list[dict]) -> list[Exercise]:
    """The exercises of a notebook, in its order."""
    found = []
    for cell, following in zip(cells, [*cells[1:], None]):
        about = nbgrader(cell)
        if not about.get("solution"):
            continue
        check = following if cell["cell_type"] == "code" else None
        points = nbgrader(check or cell)["points"]
        found.append(Exercise(about["grade_id"], points, text(cell), check and text(check)))
    return found


def stub(source: str, grade_id: str) -> str:
    """A solution cell as the student gets it: each region throws until it is written."""

    def unsolved(region: re.Match) -> str:
        message = (
            f"Exercise {grade_id} is not solved yet: write your code above and remove this line."
        )
        return f'{region[1]}// YOUR CODE HERE\n{region[1]}throw new Error("{message}");'

    return SOLUTION.sub(unsolved, source)


def visible(source: str) -> str:
    """A check cell without its hidden checks."""
    return HIDDEN.sub("", source).rstrip("\n")


def student_copy(notebook: dict) -> dict:
    """A notebook as it is handed out: no solutions, no hidden checks, no model answers."""
    handed_out = copy.deepcopy(notebook)
    for cell in handed_out["cells"]:
        about = nbgrader(cell)
        if about.get("solution") and cell["cell_type"] == "code":
            source = stub(text(cell), about["grade_id"])
        elif about.get("solution"):
            source = ANSWER
        elif about.get("grade"):
            source = visible(text(cell))
        else:
            continue
        cell["source"] = source.splitlines(keepends=True)
    return handed_out
