"""tools/cells.ts as a command, in a sample project."""

from __future__ import annotations

import subprocess

import pytest
from lesson.project import DENO, environment

from tests.tools.sample import GOOD, IMPORTS, Sample


@pytest.fixture
def sample(tmp_path) -> Sample:
    return Sample(tmp_path)


def cells(sample: Sample, *arguments: str) -> subprocess.CompletedProcess:
    """Run tools/cells.ts, from a folder below the root."""
    command = [DENO, "run", "-A", sample.root / "tools/cells.ts", *arguments]
    folder = sample.root / "notebooks"
    return subprocess.run(
        command, cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def test_cells_check_names_every_problem_by_its_place(sample):
    sample.lesson("01_good", GOOD)
    sample.lesson("02_bad", [IMPORTS, ("wrong-type", "\nconst b: string=half(1);\nb;")])
    done = cells(sample, "check")
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines() == [
        "notebooks/01_good.ipynb: ok",
        "notebooks/02_bad.ipynb: 2 problems",
        "  notebooks/02_bad.ipynb: not formatted: run `deno fmt notebooks/02_bad.ipynb`",
        "  notebooks/02_bad.ipynb, cell 2 (wrong-type), line 2: "
        "Type 'number' is not assignable to type 'string'.",
    ]


def test_cells_check_takes_names_from_where_it_is_called(sample):
    sample.lesson("01_good", GOOD)
    sample.lesson("02_bad", [("broken", "const a = ;")])
    assert cells(sample, "check", "01_good.ipynb").returncode == 0


def test_cells_check_fails_where_there_is_no_notebook(sample):
    done = cells(sample, "check")
    assert done.returncode == 1
    assert "holds no notebook" in done.stderr


def test_cells_extract_writes_a_module_only_when_it_changes(sample):
    sample.lesson("01_good", GOOD)
    assert cells(sample, "extract").returncode == 0
    module = sample.root / "build/01_good.ts"
    assert 'import { half } from "../lib/half.ts";' in module.read_text()
    before = module.stat().st_mtime_ns
    assert cells(sample, "extract").returncode == 0
    assert module.stat().st_mtime_ns == before
