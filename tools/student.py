"""Make the copies of the lessons that students get: no solutions, no hidden checks.

    tools/student.py [--out build/student]   for an instructor to hand out, with exercises.md
    tools/student.py --work                  the reader's own copies in work/; existing ones stay
    tools/student.py --reset 04              a fresh copy of one lesson; the old one is kept beside
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import count
from pathlib import Path

from lesson.exercises import exercises, student_copy, text
from lesson.project import BUILD, NOTEBOOKS, ROOT, relative, write_atomically

WORK = ROOT / "work"


def read(path: Path) -> dict:
    """A notebook as plain data."""
    return json.loads(path.read_text(encoding="utf-8"))


def student_text(path: Path) -> str:
    """The file that a student gets for the lesson at `path`."""
    return json.dumps(student_copy(read(path)), indent=1, ensure_ascii=False) + "\n"


def title(notebook: dict) -> str:
    """The lesson's first heading."""
    lines = [line for cell in notebook["cells"] for line in text(cell).splitlines()]
    return next((line.removeprefix("# ") for line in lines if line.startswith("# ")), "")


def table(paths: list[Path]) -> str:
    """The exercises of all lessons as a Markdown table, and the sum of their points."""
    rows, total = [], 0
    for path in paths:
        notebook = read(path)
        for each in exercises(notebook["cells"]):
            kind = "code, checked" if each.check else "open question"
            lesson = f"[{title(notebook)}]({path.name})"
            rows.append(f"| {lesson} | {each.grade_id} | {kind} | {each.points:g} |")
            total += each.points
    return "\n".join(
        [
            "# Exercises",
            "",
            "The notebooks import `../lib`: open them in a folder of the course, as `work/`.",
            "",
            "| lesson | exercise | kind | points |",
            "|---|---|---|---:|",
            *rows,
            f"| | | **all** | **{total:g}** |",
            "",
        ]
    )


def hand_out(paths: list[Path], out: Path) -> None:
    """Write every student's copy and the table of exercises into `out`."""
    for path in paths:
        write_atomically(out / path.name, student_text(path))
    write_atomically(out / "exercises.md", table(paths))
    print(f"{len(paths)} lessons and exercises.md written to {relative(out)}/")


def make_work(paths: list[Path]) -> None:
    """Give the reader a copy of each lesson that they do not have yet."""
    missing = [path for path in paths if not (WORK / path.name).exists()]
    for path in missing:
        write_atomically(WORK / path.name, student_text(path))
    if missing:
        print(f"{len(missing)} new lessons in work/: {', '.join(path.stem for path in missing)}")


def reset(paths: list[Path], wanted: str) -> None:
    """Make one lesson's copy in work/ anew; the old one becomes NN_name.backup-<n>.ipynb."""
    chosen = [path for path in paths if wanted in (path.stem, path.stem.split("_")[0])]
    if len(chosen) != 1:
        names = ", ".join(path.stem for path in paths)
        sys.exit(f'--reset needs one lesson, received "{wanted}"; choose one of {names}')
    copy = WORK / chosen[0].name
    if copy.exists():
        names = (copy.with_name(f"{copy.stem}.backup-{n}.ipynb") for n in count(1))
        backup = next(name for name in names if not name.exists())
        copy.rename(backup)
        print(f"your old copy is {relative(backup)}")
    write_atomically(copy, student_text(chosen[0]))
    print(f"{relative(copy)} is as new")


def main() -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=BUILD / "student")
    parser.add_argument("--work", action="store_true", help="copies into work/, none overwritten")
    parser.add_argument("--reset", metavar="NN", help="one lesson's copy in work/ as new")
    options = parser.parse_args()
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    if not paths:
        sys.exit("notebooks/ holds no lesson; is this the whole repository?")
    if options.reset:
        reset(paths, options.reset)
    elif options.work:
        make_work(paths)
    else:
        hand_out(paths, options.out.resolve())


if __name__ == "__main__":
    main()
