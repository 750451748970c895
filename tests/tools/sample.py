"""A small project with lessons of its own, in which the tools run as they do in the real one."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
from lesson.project import PYTHON, ROOT

HALF = """/** Half of a positive number. */
export function half(x: number): number {
  if (!(x > 0)) throw new RangeError(`half(): x must be positive, received ${x}`);
  return x / 2;
}
"""
IMPORTS = ("imports", 'import { half } from "../lib/half.ts";')
GOOD = [IMPORTS, ("use-half", 'const value: number = half(3);\nconsole.log("told");\nvalue;')]


class Sample:
    """The project's folder; `lesson` writes a notebook into it, `tool` runs one of its tools."""

    def __init__(self, root: Path) -> None:
        self.root = root
        ignored = shutil.ignore_patterns("__pycache__", "setup", "figures")
        shutil.copytree(ROOT / "tools", root / "tools", ignore=ignored)
        config = json.loads((ROOT / "deno.json").read_text(encoding="utf-8"))
        config = {key: config[key] for key in ("exclude", "fmt", "lint") if key in config}
        (root / "deno.json").write_text(json.dumps(config), encoding="utf-8")
        (root / "lib").mkdir()
        (root / "lib/half.ts").write_text(HALF, encoding="utf-8")
        (root / "notebooks").mkdir()

    def lesson(self, name: str, cells: list[tuple[str, str]]) -> Path:
        """Write notebooks/<name>.ipynb with code cells of these ids and sources."""
        notebook = nbformat.v4.new_notebook()
        spec = {"name": "deno", "display_name": "Deno", "language": "typescript"}
        notebook.metadata = {"kernelspec": spec, "language_info": {"name": "typescript"}}
        notebook.cells = [
            nbformat.v4.new_code_cell(source, id=cell_id) for cell_id, source in cells
        ]
        return self.write(name, json.loads(nbformat.writes(notebook)))

    def write(self, name: str, notebook: dict) -> Path:
        """Write a notebook as JSON."""
        path = self.root / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")
        return path

    def start(self, tool: str, *arguments: str | Path, **options) -> subprocess.Popen:
        """Start tools/<tool>; its output is text."""
        command = [PYTHON, self.root / "tools" / tool, *arguments]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen([*map(str, command)], cwd=self.root, **{**pipes, **options})

    def tool(self, tool: str, *arguments: str | Path, **options) -> subprocess.CompletedProcess:
        """Run tools/<tool> to its end."""
        process = self.start(tool, *arguments, **options)
        out, err = process.communicate(timeout=100)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def json(self, path: str) -> object:
        """A JSON file of the project."""
        return json.loads((self.root / path).read_text(encoding="utf-8"))
