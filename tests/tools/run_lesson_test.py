"""The runner, on lessons of a sample project, with the real kernel."""

from __future__ import annotations

import json
import os
import signal
import time
from pathlib import Path

import pytest

from tests.tools.sample import GOOD, IMPORTS, Sample

FOREVER = [
    ("note", 'Deno.writeTextFileSync("../pid", String(Deno.pid));'),
    ("endless", "while (true) {\n  // nothing ends this\n}"),
]


@pytest.fixture
def sample(tmp_path) -> Sample:
    return Sample(tmp_path)


def wait_for(path: Path) -> str:
    """The text of a file that another process is about to write."""
    for _ in range(600):
        if path.exists() and path.read_text():
            return path.read_text()
        time.sleep(0.1)
    raise AssertionError(f"{path} was not written")


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and is not yet collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ended(pid: int) -> bool:
    """Whether a process ends soon."""
    for _ in range(100):
        if not alive(pid):
            return True
        time.sleep(0.1)
    return False


def test_run_lesson_writes_the_executed_copy_its_entry_and_its_dependencies(sample):
    lesson = sample.lesson("01_good", GOOD)
    done = sample.tool("run_lesson.py", lesson)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("01_good ") and " ok " in done.stdout
    cells = sample.json("build/lessons/01_good.ipynb")["cells"]
    assert [cell["id"] for cell in cells] == ["imports", "use-half"]
    assert [cell["execution_count"] for cell in cells] == [1, 2]
    printed, value = cells[1]["outputs"]
    assert (printed["text"], value["data"]["text/plain"]) == (["told\n"], ["1.5"])
    (entry,) = sample.json("build/report.json")
    assert entry == sample.json("build/lessons/01_good.json")
    assert entry.keys() == {"lesson", "seconds", "cells", "slowest", "failure"}
    assert (entry["lesson"], entry["cells"], entry["failure"]) == ("01_good", 2, None)
    assert entry["slowest"]["cell"] in ("imports", "use-half")
    assert (sample.root / "build/deps/01_good.d").read_text() == (
        "build/lessons/01_good.ipynb: notebooks/01_good.ipynb lib/half.ts\n"
        "notebooks/01_good.ipynb:\n"
        "lib/half.ts:\n"
    )


def test_run_lesson_gives_the_same_bytes_twice_and_leaves_the_source_alone(sample):
    lesson = sample.lesson("01_good", GOOD)
    source = lesson.read_bytes()
    executed = sample.root / "build/lessons/01_good.ipynb"
    copies = []
    for _ in range(2):
        assert sample.tool("run_lesson.py", lesson).returncode == 0
        copies.append(executed.read_bytes())
    assert copies[0] == copies[1]
    assert lesson.read_bytes() == source


def test_run_lesson_shows_the_failing_line_and_goes_on_with_the_next_lesson(sample):
    steps = "function quarter(x: number): number {\n\n  return half(half(x));\n}"
    boom = "interface Unused {\n  a: number;\n}\n\n// why\nquarter(-1);"
    bad = sample.lesson("01_bad", [IMPORTS, ("define", steps), ("boom", boom), ("never", "1;")])
    good = sample.lesson("02_good", GOOD)
    done = sample.tool("run_lesson.py", bad, good)
    assert done.returncode == 1
    assert done.stderr == (
        "notebooks/01_bad.ipynb, cell 3 (boom), line 6:\n"
        "    quarter(-1);\n"
        "RangeError: half(): x must be positive, received -1\n"
        "    at half (lib/half.ts:3:23)\n"
    )
    first, second = sample.json("build/report.json")
    assert (first["cells"], first["failure"]["cell"], first["failure"]["line"]) == (3, "boom", 6)
    assert second["failure"] is None
    assert not (sample.root / "build/lessons/01_bad.ipynb").exists()
    assert (sample.root / "build/lessons/02_good.ipynb").exists()


def test_run_lesson_keeps_the_last_good_copy_when_a_later_run_fails(sample):
    lesson = sample.lesson("01_good", GOOD)
    assert sample.tool("run_lesson.py", lesson).returncode == 0
    executed = sample.root / "build/lessons/01_good.ipynb"
    good = executed.read_bytes()
    sample.lesson("01_good", [IMPORTS, ("broken", "const a = 1;\nconst b = ;")])
    done = sample.tool("run_lesson.py", lesson)
    assert done.returncode == 1
    assert "cell 2 (broken), line 2:\n    const b = ;\nSyntaxError: Expression exp" in done.stderr
    assert executed.read_bytes() == good
    assert sample.json("build/report.json")[0]["failure"]["cell"] == "broken"


def test_run_lesson_makes_a_file_that_changes_during_the_run_newer_than_the_copy(sample):
    edit = ("edit", 'Deno.writeTextFileSync("../lib/half.ts", "export const half = Math.abs;");')
    assert sample.tool("run_lesson.py", sample.lesson("01_edit", [IMPORTS, edit])).returncode == 0
    copy, module = sample.root / "build/lessons/01_edit.ipynb", sample.root / "lib/half.ts"
    assert copy.stat().st_mtime < module.stat().st_mtime


def test_run_lesson_ends_a_cell_after_its_time_and_says_what_to_do(sample):
    lesson = sample.lesson("01_forever", FOREVER)
    done = sample.tool("run_lesson.py", "--timeout", "2", lesson)
    assert done.returncode == 1
    assert "cell 2 (endless):\nthe cell did not end within 2 s" in done.stderr
    assert "COURSE_TIMEOUT=4" in done.stderr
    assert ended(int(wait_for(sample.root / "pid")))


def test_run_lesson_takes_the_time_from_the_environment(sample):
    lesson = sample.lesson("01_forever", FOREVER)
    done = sample.tool("run_lesson.py", lesson, env={**os.environ, "COURSE_TIMEOUT": "1"})
    assert "did not end within 1 s" in done.stderr


def test_run_lesson_says_that_the_kernel_died(sample):
    death = 'import process from "node:process";\nprocess.kill(process.pid, "SIGKILL");'
    good = sample.lesson("02_good", GOOD)
    done = sample.tool("run_lesson.py", sample.lesson("01_dies", [("death", death)]), good)
    assert done.returncode == 1
    assert "cell 1 (death):\nthe kernel died while this cell ran (signal SIGKILL" in done.stderr
    assert sample.json("build/report.json")[1]["failure"] is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_run_lesson_interrupted_stops_its_kernel_and_keeps_the_last_good_copy(sample, number):
    lesson = sample.lesson("01_lesson", GOOD)
    assert sample.tool("run_lesson.py", lesson).returncode == 0
    executed = sample.root / "build/lessons/01_lesson.ipynb"
    good, entry = executed.read_bytes(), sample.json("build/report.json")
    sample.lesson("01_lesson", FOREVER)
    process = sample.start("run_lesson.py", lesson)
    kernel = int(wait_for(sample.root / "pid"))
    process.send_signal(number)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == "\ninterrupted: the last good outputs are as they were\n"
    assert ended(kernel)
    assert executed.read_bytes() == good
    assert sample.json("build/report.json") == entry


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux ends the kernel then")
def test_run_lesson_killed_takes_its_kernel_with_it(sample):
    process = sample.start("run_lesson.py", sample.lesson("01_forever", FOREVER))
    kernel = int(wait_for(sample.root / "pid"))
    process.kill()
    process.communicate(timeout=60)
    assert ended(kernel)


def test_run_lesson_waits_for_another_run(sample):
    wait = (
        'Deno.writeTextFileSync("../pid", String(Deno.pid));\n'
        'while (!Array.from(Deno.readDirSync("..")).some(({ name }) => name === "go")) {}'
    )
    first = sample.start("run_lesson.py", sample.lesson("01_waits", [("wait", wait)]))
    wait_for(sample.root / "pid")
    second = sample.start("run_lesson.py", sample.lesson("02_good", GOOD))
    assert second.stderr.readline() == "waiting for another run of the lessons to end\n"
    (sample.root / "go").touch()
    assert first.wait(timeout=60) == 0
    assert second.wait(timeout=60) == 0
    assert [entry["lesson"] for entry in sample.json("build/report.json")] == [
        "01_waits",
        "02_good",
    ]
    for process in (first, second):
        process.communicate()


def test_run_lesson_unless_fresh_leaves_out_what_the_run_it_waited_for_has_made(sample):
    wait = (
        'Deno.writeTextFileSync("../runs", "x", { append: true });\n'
        'while (!Array.from(Deno.readDirSync("..")).some(({ name }) => name === "go")) {}'
    )
    lesson = sample.lesson("01_waits", [("wait", wait)])
    first = sample.start("run_lesson.py", "--unless-fresh", lesson)
    wait_for(sample.root / "runs")
    second = sample.start("run_lesson.py", "--unless-fresh", lesson)
    assert second.stderr.readline() == "waiting for another run of the lessons to end\n"
    (sample.root / "go").touch()
    assert (first.wait(timeout=60), second.wait(timeout=60)) == (0, 0)
    assert (sample.root / "runs").read_text() == "x"
    for process in (first, second):
        process.communicate()


def test_run_lesson_out_leaves_the_other_outputs_alone(sample):
    tell = 'import process from "node:process";\nprocess.env.SCALE;'
    lesson = sample.lesson("01_scale", [("scale", tell)])
    environment = {**os.environ, "SCALE": "tiny"}
    out = sample.root / "build/tiny"
    assert sample.tool("run_lesson.py", "--out", out, lesson, env=environment).returncode == 0
    executed = json.loads((out / "lessons/01_scale.ipynb").read_text())
    assert executed["cells"][0]["outputs"][0]["data"]["text/plain"] == ['"tiny"']
    assert len(json.loads((out / "report.json").read_text())) == 1
    assert not (sample.root / "build/lessons").exists()
    assert not (sample.root / "build/report.json").exists()
