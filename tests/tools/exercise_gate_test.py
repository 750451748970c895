"""That tests/notebooks/exercises_test.py finds what it is there to find, in a sample project."""

from __future__ import annotations

import re
import shutil
import subprocess

from lesson.project import PYTHON, ROOT, environment

from tests.tools.lesson.exercises_test import graded
from tests.tools.sample import Sample

SOLUTION = """function square(x: number): number {
  // BEGIN SOLUTION
  return x * x;
  // END SOLUTION
}"""
VISIBLE = "assert.equal(square(2), 4);"
HIDDEN = """
// BEGIN HIDDEN TESTS
assert.equal(square(3), 9);
// END HIDDEN TESTS"""
WRONG = ["x + x", "x ** 3", "2 ** x"]


def outcomes(folder, solution=SOLUTION, check=VISIBLE + HIDDEN, wrong=WRONG) -> dict[str, str]:
    """How each test of one exercise ends, by its name."""
    sample = Sample(folder)
    imports = {
        "cell_type": "code",
        "id": "imports",
        "metadata": {"tags": ["imports"]},
        "source": 'import assert from "node:assert/strict";',
    }
    about = {"grade": False, "solution": True}
    cells = [
        imports,
        graded("code", "01-ex-a", solution, **about),
        graded("code", "01-ex-a-check", check, grade=True, points=1),
    ]
    sample.write("01_squares", {"cells": cells, "metadata": {}, "nbformat": 4})
    for part in ("pytest.ini", "tests/kernel/session.py", "tests/notebooks/exercises_test.py"):
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / part, folder / part)
    written = [
        f"### why {i}\n\n```ts ignore\nfunction square(x: number) {{\n  return {body};\n}}\n```\n"
        for i, body in enumerate(wrong)
    ]
    (folder / "tests/exercises").mkdir()
    (folder / "tests/exercises/01_squares.md").write_text("## 01-ex-a\n\n" + "\n".join(written))
    done = subprocess.run(
        [PYTHON, "-m", "pytest", "-v", "--tb=line"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    return dict(re.findall(r"::test_(.+?) (PASSED|FAILED|ERROR|SKIPPED)", done.stdout))


GOOD = {
    "solution_passes_its_visible_checks[01-ex-a]": "PASSED",
    "solution_passes_its_hidden_checks[01-ex-a]": "PASSED",
    "stub_fails_the_visible_checks[01-ex-a]": "PASSED",
    "wrong_solution_fails_the_checks[01-ex-a: why 0]": "PASSED",
    "wrong_solution_fails_the_checks[01-ex-a: why 1]": "PASSED",
    "wrong_solution_fails_the_checks[01-ex-a: why 2]": "PASSED",
    "each_code_exercise_has_three_wrong_solutions_and_no_other_has_any[01_squares]": "PASSED",
    "each_open_question_has_a_model_answer[01_squares]": "PASSED",
}


def test_exercises_test_passes_for_a_sound_exercise(tmp_path):
    assert outcomes(tmp_path) == GOOD


def test_exercises_test_fails_where_the_hidden_checks_let_a_wrong_solution_pass(tmp_path):
    weak = VISIBLE + HIDDEN.replace("square(3), 9", "square(0) + 4, 4")
    failed = {
        "wrong_solution_fails_the_checks[01-ex-a: why 0]": "FAILED",
    }
    assert outcomes(tmp_path, check=weak) == {**GOOD, **failed}


def test_exercises_test_fails_where_the_solution_does_not_pass(tmp_path):
    failed = {
        "solution_passes_its_visible_checks[01-ex-a]": "FAILED",
        "solution_passes_its_hidden_checks[01-ex-a]": "FAILED",
    }
    off = SOLUTION.replace("x * x", "x * x + 1")
    assert outcomes(tmp_path, solution=off) == {**GOOD, **failed}


def test_exercises_test_fails_where_the_stub_passes(tmp_path):
    lazy = "assert.ok(true);" + HIDDEN
    failed = {"stub_fails_the_visible_checks[01-ex-a]": "FAILED"}
    assert outcomes(tmp_path, check=lazy) == {**GOOD, **failed}


def test_exercises_test_fails_where_a_wrong_solution_does_not_run_or_is_missing(tmp_path):
    failed = {
        "wrong_solution_fails_the_checks[01-ex-a: why 1]": "FAILED",
        "each_code_exercise_has_three_wrong_solutions_and_no_other_has_any[01_squares]": "FAILED",
    }
    expected = {**GOOD, **failed}
    del expected["wrong_solution_fails_the_checks[01-ex-a: why 2]"]
    assert outcomes(tmp_path, wrong=["x + x", "= x"]) == expected
