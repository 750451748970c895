"""A lesson's failure in the reader's terms: lesson, cell, line of the cell, message."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from urllib.parse import unquote

from lesson.project import ROOT
from lesson.source_lines import source_lines

ANSI = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"^ {4}at (?:async )?(?:(?P<name>.+) \()?<anonymous>:(?P<line>\d+):\d+\)?$")
ANY_FRAME = re.compile(r"^ {4}at ")
SYNTAX = re.compile(r"\n  \|\n.*\n\s+at file:///repl\.tsx:(\d+):\d+", re.DOTALL)
INTERNAL = re.compile(
    r"\((?:ext|node|<anonymous>)|at (?:async )?(?:ext|node):|/node_modules/|<unknown>"
)


@dataclass(frozen=True)
class Failure:
    """Where a lesson failed, and why; `line` counts from 1 within the cell."""

    cell: str
    number: int
    line: int | None
    source: str | None
    message: str

    def text(self, notebook: str) -> str:
        """What is shown to the reader, the place first."""
        place = f"{notebook}, cell {self.number} ({self.cell})"
        if self.line is None:
            return f"{place}:\n{self.message}"
        return f"{place}, line {self.line}:\n    {self.source}\n{self.message}"

    def entry(self) -> dict:
        """What the report says of it."""
        return asdict(self)


def failure_at(cell, number: int, line: int | None, message: str) -> Failure:
    """A failure of `cell`, with the text of its line."""
    lines = cell.source.splitlines()
    known = line is not None and 1 <= line <= len(lines)
    return Failure(
        cell=cell.get("id", "no id"),
        number=number,
        line=line if known else None,
        source=lines[line - 1].strip() if known else None,
        message=message,
    )


def failure_of(cell, number: int, name: str, value: str, traceback: list[str]) -> Failure:
    """The failure that the kernel's `error` message (name, value, traceback) tells of."""
    value = ANSI.sub("", value)
    syntax = SYNTAX.search(value)
    if syntax:
        return failure_at(cell, number, int(syntax[1]), value[: syntax.start()].rstrip())
    frames = [ANSI.sub("", line) for line in traceback if ANY_FRAME.match(ANSI.sub("", line))]
    name = "thrown, and not an Error" if name == "Unknown error" else name
    outside = [readable for frame in frames if (readable := frame_outside_cells(frame))]
    message = "\n".join([f"{name}: {value}".rstrip(), *outside])
    return failure_at(cell, number, line_in_cell(cell.source, frames), message)


def frame_outside_cells(frame: str) -> str | None:
    """A stack frame in a file of the project, its path from the root; None for any other."""
    if FRAME.match(frame) or INTERNAL.search(frame):
        return None
    return unquote(frame).replace(f"file://{ROOT.as_posix()}/", "")


def defines(source: str, name: str) -> bool:
    """Whether the cell defines the function, method or class that a stack frame names."""
    plain = re.escape(name.removeprefix("new ").split(".")[-1])
    keyword = rf"(?:function\*?|const|let|var|class)\s+{plain}\b"
    method = rf"^\s*(?:(?:async|static|get|set)\s+)*{plain}\s*(?::[^;]*=>|\([^;]*\{{)"
    return re.search(f"{keyword}|{method}", source, re.MULTILINE) is not None


def line_in_cell(source: str, frames: list[str]) -> int | None:
    """The innermost line of this cell in the stack.

    All cells are called `<anonymous>`: walking outwards in, a named function that this cell does
    not define belongs to an earlier cell.
    """
    line = None
    for match in filter(None, map(FRAME.match, reversed(frames))):
        if match["name"] and not defines(source, match["name"]):
            break
        line = int(match["line"])
    if line is None:
        return None
    lines = source_lines(source)
    return lines[line - 1] if line <= len(lines) else None
