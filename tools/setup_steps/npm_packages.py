"""The npm packages, put into node_modules by Deno as deno.lock says."""

from __future__ import annotations

import json
import os
import shutil
import stat
from pathlib import Path

from . import stamps
from .console import StepLine
from .paths import NODE_MODULES, ROOT, pinned, venv_program
from .process import run

NAME = "npm"
STORE = NODE_MODULES / ".deno"


def inputs() -> dict[str, str]:
    """What node_modules is made from."""
    return {
        "deno.json imports": json.dumps(_imports(), sort_keys=True),
        "deno.lock": stamps.digest(ROOT / "deno.lock"),
        "deno": pinned("deno"),
    }


def outputs() -> list[Path]:
    """Deno's mark in each package that it finished, and the links that the imports go through."""
    links = [NODE_MODULES / name / "package.json" for name in _imports()]
    return [*sorted(STORE.glob("*/.initialized")), *(link for link in links if link.exists())]


def build(line: StepLine) -> None:
    """Let Deno install just what deno.lock names; the packages' own scripts do not run."""
    if stamps.damaged(NAME):
        # Deno believes its marks and would not look into a package that lost files.
        shutil.rmtree(NODE_MODULES, ignore_errors=True)
    run(
        [venv_program("deno"), "install", "--frozen"],
        line,
        "Installing the npm packages with Deno",
        # Deno shows nothing to measure until it puts the first packages in place.
        progress=lambda: len(list(STORE.glob("*/.initialized"))) / _locked() or None,
    )
    _let_all_read(NODE_MODULES)


def installed_version(package: str) -> str:
    """The version of a package in node_modules; "" where it is not there."""
    try:
        manifest = (NODE_MODULES / package / "package.json").read_text(encoding="utf-8")
    except OSError:
        return ""
    return json.loads(manifest)["version"]


def _imports() -> dict[str, str]:
    imports = json.loads((ROOT / "deno.json").read_text(encoding="utf-8")).get("imports", {})
    return {name: target for name, target in imports.items() if target.startswith("npm:")}


def _locked() -> int:
    return len(json.loads((ROOT / "deno.lock").read_text(encoding="utf-8")).get("npm", {})) or 1


def _let_all_read(folder: Path) -> None:
    # google-protobuf 3.21.4 comes with files that only their owner may read.
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(place, name)
            mode = os.lstat(path).st_mode
            readable = mode | 0o444 | (0o111 if mode & 0o100 else 0)
            if not stat.S_ISLNK(mode) and readable != mode:
                os.chmod(path, stat.S_IMODE(readable))
