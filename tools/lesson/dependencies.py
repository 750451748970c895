"""Which files a lesson is made from, as make understands it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlparse

from lesson.project import BUILD, DENO, ROOT, environment, relative


def extract(notebooks: list[Path]) -> str | None:
    """Write each notebook's cells into build/NN_name.ts; what went wrong, or None."""
    command = [DENO, "run", "-A", ROOT / "tools/cells.ts", "extract", *notebooks]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    return None if done.returncode == 0 else done.stderr.strip()


def modules(lesson: str) -> list[Path]:
    """The project's own files that a lesson's cells import, directly or not."""
    command = [DENO, "info", "--json", BUILD / f"{lesson}.ts"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    urls = (urlparse(each["specifier"]) for each in json.loads(done.stdout)["modules"])
    files = (Path(unquote(url.path)) for url in urls if url.scheme == "file")
    foreign = (ROOT / "node_modules", BUILD)
    return sorted(
        file
        for file in files
        if file.is_relative_to(ROOT) and not any(map(file.is_relative_to, foreign))
    )


def make_rule(target: Path, notebook: Path, files: list[Path]) -> str:
    """`target: prerequisites`, and an empty rule for each, for the day it is deleted."""
    names = [relative(file).replace(" ", "\\ ") for file in [notebook, *files]]
    rules = [f"{relative(target)}: {' '.join(names)}", *(f"{name}:" for name in names)]
    return "\n".join(rules) + "\n"


def is_fresh(notebook: Path, out: Path) -> bool:
    """Whether a lesson's executed copy is newer than every file that its make rule names."""
    copy, rule = out / "lessons" / notebook.name, out / "deps" / f"{notebook.stem}.d"
    if not (copy.exists() and rule.exists()):
        return False
    names = rule.read_text(encoding="utf-8").splitlines()[1:]
    files = [ROOT / name.rstrip(":").replace("\\ ", " ") for name in names]
    return all(file.exists() and file.stat().st_mtime <= copy.stat().st_mtime for file in files)
