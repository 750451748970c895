"""Writing files whole."""

from __future__ import annotations

import subprocess
import sys

import pytest
from lesson.project import ROOT, write_atomically

TOO_LARGE = """
import pathlib, resource, sys
sys.path.insert(0, "tools")
from lesson.project import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
write_atomically(pathlib.Path(sys.argv[1]), "x" * 1000)
"""


def test_write_atomically_replaces_a_file_whole_and_leaves_an_equal_one_alone(tmp_path):
    path = tmp_path / "folder" / "file.txt"
    write_atomically(path, "one")
    before = path.stat().st_mtime_ns
    write_atomically(path, "one")
    assert path.stat().st_mtime_ns == before
    write_atomically(path, "two")
    assert path.read_text() == "two"
    assert [each.name for each in path.parent.iterdir()] == ["file.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_write_atomically_that_cannot_write_keeps_the_old_text_and_leaves_nothing_beside(tmp_path):
    path = tmp_path / "file.txt"
    path.write_text("old")
    command = [sys.executable, "-c", TOO_LARGE, path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "File too large" in done.stderr
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["file.txt"]
