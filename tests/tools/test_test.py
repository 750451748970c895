"""tools/test.py, in a sample project with few tests."""

from __future__ import annotations

import pytest

from tests.tools.sample import GOOD, Sample

PASSES = 'Deno.test("it passes", () => {});\n'
FAILS = 'Deno.test("it fails", () => { throw new Error("for this reason"); });\n'
IGNORED = 'Deno.test({ name: "it needs a GPU", ignore: true, fn() {} });\n'


@pytest.fixture
def sample(tmp_path) -> Sample:
    sample = Sample(tmp_path)
    (tmp_path / "tests").mkdir()
    return sample


def stage(sample: Sample, name: str, *tests: str):
    """Run one stage where tests/sample_test.ts holds these tests: status, output, last line."""
    if tests:
        (sample.root / "tests/sample_test.ts").write_text("".join(tests))
    done = sample.tool("test.py", name)
    return done.returncode, done.stdout, done.stdout.splitlines()[-1]


def test_test_counts_what_passed(sample):
    status, output, last = stage(sample, "unit", PASSES)
    assert (status, last) == (0, "1 passed, 0 failed"), output


def test_test_shows_failures_and_names_skipped_tests(sample):
    status, output, last = stage(sample, "unit", PASSES, FAILS, IGNORED)
    assert (status, last) == (1, "1 passed, 1 failed, 1 skipped")
    assert "for this reason" in output
    assert "skipped: it needs a GPU" in output


def test_test_runs_the_examples_in_the_documentation(sample):
    example = "/**\n * Two.\n * ```ts\n * throw new Error('wrong example');\n * ```\n */\n"
    (sample.root / "lib/two.ts").write_text(f"{example}export const two = 2;\n")
    status, output, last = stage(sample, "unit", PASSES)
    assert (status, last) == (1, "1 passed, 1 failed")
    assert "wrong example" in output


def test_test_fails_where_a_stage_ran_no_test(sample):
    assert stage(sample, "unit")[::2] == (1, "0 passed, 1 failed")
    assert stage(sample, "python")[::2] == (1, "0 passed, 1 failed")
    assert stage(sample, "lessons")[::2] == (1, "0 passed, 1 failed")


def test_test_fails_where_a_test_cannot_be_loaded(sample):
    status, output, last = stage(sample, "unit", PASSES, "const a: string = 1;\n")
    assert (status, last) == (1, "0 passed, 1 failed")
    assert "TS2322" in output


def test_test_counts_a_check_of_files_as_one(sample):
    status, output, last = stage(sample, "lint")
    assert (status, last) == (0, "1 passed, 0 failed"), output
    (sample.root / "lib/bad.ts").write_text("function f() {}\n")
    status, output, last = stage(sample, "lint")
    assert (status, last) == (1, "0 passed, 1 failed")
    assert "no-unused-vars" in output


def test_test_checks_types_again_where_nothing_changed(sample):
    for tool in (sample.root / "tools").rglob("*.ts"):
        tool.unlink()
    (sample.root / "lib/two.ts").write_text("export const two: number = 2;\n")
    first, second = stage(sample, "types"), stage(sample, "types")
    assert first[::2] == second[::2] == (0, "1 passed, 0 failed"), second[1]
    (sample.root / "lib/two.ts").write_text("export const two: string = 2;\n")
    status, output, last = stage(sample, "types")
    assert (status, last) == (1, "0 passed, 1 failed")
    assert "TS2322" in output


def test_test_executes_the_lessons_at_scale_tiny(sample):
    tell = 'import process from "node:process";\nif (process.env.SCALE !== "tiny") throw 1;'
    sample.lesson("01_good", GOOD)
    sample.lesson("02_tiny", [("scale", tell)])
    sample.lesson("03_bad", [("bad", 'throw new Error("on purpose");')])
    status, output, last = stage(sample, "lessons")
    assert (status, last) == (1, "2 passed, 1 failed"), output
    assert "notebooks/03_bad.ipynb, cell 1 (bad), line 1:" in output
    assert not (sample.root / "build/lessons").exists()


def test_test_refuses_an_unknown_stage(sample):
    done = sample.tool("test.py", "units")
    assert done.returncode == 2
    assert "no stage units; choose from format, lint" in done.stderr
