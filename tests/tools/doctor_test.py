"""tools/doctor.py in this project, and in one that was never set up."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def doctor(root: Path) -> tuple[int, list[str]]:
    """The exit status and the lines of the report."""
    command = [sys.executable, root / "tools/doctor.py"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()


def test_doctor_names_the_device_of_this_project_and_why_it_was_chosen():
    status, lines = doctor(ROOT)
    assert status == 0, "\n".join(lines)
    words = [line.split() for line in lines]
    assert any(word[:2] == ["ok", "Device"] and word[3] == "on" for word in words)
    assert any(word[:2] == ["ok", "because"] and len(word) > 3 for word in words)
    assert ["ok", "Deno", "2.8.1"] in words


def test_doctor_names_the_command_that_brings_each_missing_thing(tmp_path):
    for path in (ROOT / "deno.json", ROOT / "deno.lock", *ROOT.glob("requirements*.txt")):
        shutil.copy(path, tmp_path)
    shutil.copytree(ROOT / "tools/setup_steps", tmp_path / "tools/setup_steps")
    shutil.copy(ROOT / "tools/doctor.py", tmp_path / "tools")
    status, lines = doctor(tmp_path)
    assert status == 1
    missing = [number for number, line in enumerate(lines) if line.startswith("--")]
    named = {" ".join(lines[number].split()[1:-1]) for number in missing}
    assert {"Deno", "jupyterlab", "TensorFlow library"} <= named
    for number in missing:
        assert "`" in lines[number + 1], f"no command after: {lines[number]}"
