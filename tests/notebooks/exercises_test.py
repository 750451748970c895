"""Every exercise of every lesson, as a student meets it, in a real kernel.

Wrong solutions come from tests/exercises/NN_name.md: below `## grade-id` three times `### why it is
plausible` and a block of TypeScript (`ts ignore`: no doc test) that replaces the solution cell.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from lesson.exercises import Exercise, exercises, stub, text, visible
from lesson.failure import Failure
from lesson.project import NOTEBOOKS, ROOT

from tests.kernel.session import Session

WRONG = re.compile(r"^### (?P<why>.+?)\n\s*```ts ignore\n(?P<source>.*?)^```", re.MULTILINE | re.DOTALL)


def wrong_solutions(lesson: str) -> dict[str, list[tuple[str, str]]]:
    """For each exercise of a lesson, why each wrong solution is plausible, and its source."""
    path = ROOT / "tests/exercises" / f"{lesson}.md"
    if not path.exists():
        return {}
    sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        section.split("\n", 1)[0].strip(): [
            (match["why"], match["source"].rstrip("\n")) for match in WRONG.finditer(section)
        ]
        for section in sections
    }


def cells_of(notebook: Path) -> list[dict]:
    """A lesson's cells as plain data."""
    return json.loads(notebook.read_text(encoding="utf-8"))["cells"]


LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
CODE = [
    (lesson, exercise)
    for lesson in LESSONS
    for exercise in exercises(cells_of(lesson))
    if exercise.check is not None
]
IDS = [exercise.grade_id for _, exercise in CODE]
WRONG_ONES = [
    pytest.param(lesson, exercise, source, id=f"{exercise.grade_id}: {why}")
    for lesson, exercise in CODE
    for why, source in wrong_solutions(lesson.stem).get(exercise.grade_id, [])
]
of_each_exercise = pytest.mark.parametrize(
    "session, exercise", CODE, ids=IDS, indirect=["session"], scope="module"
)


@pytest.fixture(scope="module")
def session(request):
    """A kernel in the lesson's folder that has run its import cells, and no other."""
    os.environ.setdefault("SCALE", "tiny")
    with Session(request.param.parent, timeout=120) as started:
        for cell in cells_of(request.param):
            if "imports" in cell["metadata"].get("tags", []):
                failure, _ = started.run(text(cell))
                assert failure is None, failure.text(request.param.name)
        yield started


def outcome(session: Session, *sources: str) -> Failure | None:
    """The first failure of cells run one after another."""
    for source in sources:
        failure, _ = session.run(source)
        if failure:
            return failure
    return None


@of_each_exercise
def test_solution_passes_its_visible_checks(session: Session, exercise: Exercise):
    failure = outcome(session, exercise.solution, visible(exercise.check))
    assert failure is None, failure.text(exercise.grade_id)


@of_each_exercise
def test_solution_passes_its_hidden_checks(session: Session, exercise: Exercise):
    failure = outcome(session, exercise.solution, exercise.check)
    assert failure is None, failure.text(exercise.grade_id)


@of_each_exercise
def test_stub_fails_the_visible_checks(session: Session, exercise: Exercise):
    handed_out = stub(exercise.solution, exercise.grade_id)
    failure = outcome(session, handed_out, visible(exercise.check))
    assert failure is not None, f"{exercise.grade_id}: the stub passes"
    assert f"Exercise {exercise.grade_id} is not solved yet" in failure.message


@pytest.mark.parametrize(
    "session, exercise, source", WRONG_ONES, indirect=["session"], scope="module"
)
def test_wrong_solution_fails_the_checks(session: Session, exercise: Exercise, source: str):
    broken = outcome(session, source)
    assert broken is None, broken.text("a plausible solution must run by itself")
    assert outcome(session, exercise.check) is not None, "the checks let this solution pass"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_each_code_exercise_has_three_wrong_solutions_and_no_other_has_any(lesson: Path):
    expected = {exercise.grade_id: 3 for path, exercise in CODE if path == lesson}
    written = {name: len(wrong) for name, wrong in wrong_solutions(lesson.stem).items()}
    assert written == expected


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_each_open_question_has_a_model_answer(lesson: Path):
    for exercise in exercises(cells_of(lesson)):
        assert len(exercise.solution.split()) >= 5, f"{exercise.grade_id}: no model answer"
