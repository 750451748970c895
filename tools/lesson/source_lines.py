"""Which line of a cell stands behind a line of the JavaScript that the kernel made of it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path

from lesson.project import DENO, environment

BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
# The kernel keeps imports whose names are not used; so must the copy that is mapped.
CONFIG = {"compilerOptions": {"verbatimModuleSyntax": True}}


def vlq(segment: str) -> list[int]:
    """The signed numbers of one source-map segment (ECMA-426, base64 VLQ)."""
    numbers, value, shift = [], 0, 0
    for digit in map(BASE64.index, segment):
        value |= (digit & 31) << shift
        shift += 5
        if not digit & 32:
            numbers.append(-(value >> 1) if value & 1 else value >> 1)
            value, shift = 0, 0
    return numbers


def first_source_lines(mappings: str) -> list[int | None]:
    """For each generated line, from 0, the first source line it comes from, from 1."""
    lines: list[int | None] = []
    source_line = 0
    for generated in mappings.split(";"):
        first = None
        for segment in filter(None, generated.split(",")):
            numbers = vlq(segment)
            if len(numbers) >= 4:
                source_line += numbers[2]
                first = first if first is not None else source_line + 1
        lines.append(first)
    return lines


def source_lines(source: str) -> list[int | None]:
    """The cell's line for each generated line; empty where the cell cannot be transpiled."""
    with tempfile.TemporaryDirectory() as folder:
        cell = Path(folder, "cell.ts")
        cell.write_text(source, encoding="utf-8")
        Path(folder, "deno.json").write_text(json.dumps(CONFIG), encoding="utf-8")
        command = [DENO, "transpile", "--quiet", "--source-map", "separate", "-o", "cell.js", cell]
        subprocess.run(command, cwd=folder, env=environment(), capture_output=True, check=False)
        written = Path(folder, "cell.js.map")
        if not written.exists():
            return []
        return first_source_lines(json.loads(written.read_text(encoding="utf-8"))["mappings"])
