"""Kernel errors in terms of the cell."""

from __future__ import annotations

import nbformat
import pytest
from lesson.failure import defines, failure_of
from lesson.source_lines import first_source_lines, source_lines, vlq


def cell(source: str):
    """A code cell with an id of its own."""
    return nbformat.v4.new_code_cell(source, id="the-cell")


def failure(source: str, *frames: str):
    """The failure of a cell whose stack has these frames, the innermost first."""
    traceback = ["Stack trace:", "Error: why", *(f"    at {frame}" for frame in frames)]
    return failure_of(cell(source), 7, "Error", "why", traceback)


def test_failure_of_gives_the_line_of_the_source_and_not_of_the_transpiled_code():
    source = "interface P {\n  a: number;\n}\n\n// comment\nconst p: P = { a: 1 };\n\np.a.b.c;"
    assert source_lines(source) == [5, 6, 6, 6, 8]
    found = failure(source, "<anonymous>:5:7")
    assert (found.line, found.source) == (8, "p.a.b.c;")


def test_failure_of_gives_the_innermost_line_of_this_cell():
    source = "function f() {\n  throw new Error('why');\n}\nf();"
    assert failure(source, "f (<anonymous>:2:9)", "<anonymous>:4:1").line == 2


def test_failure_of_leaves_out_functions_of_earlier_cells():
    assert failure("const a = 1;\ng();", "g (<anonymous>:1:9)", "<anonymous>:2:1").line == 2


def test_failure_of_keeps_frames_in_files_and_drops_internal_ones():
    found = failure(
        "run();",
        "inner (file:///elsewhere/x.ts:4:11)",
        "assert (node:assert:1:1)",
        "op (ext:core/00.js:1:2)",
        "kernel (file:///p/node_modules/x/y.js:1:1)",
        "<anonymous>:1:1",
    )
    assert found.message == "Error: why\n    at inner (file:///elsewhere/x.ts:4:11)"


def test_failure_of_is_without_a_line_where_the_stack_has_none():
    found = failure_of(cell("throw 'text';"), 2, "Unknown error", "text", ["Stack trace:"])
    assert (found.line, found.message) == (None, "thrown, and not an Error: text")
    assert found.text("notebooks/01.ipynb") == (
        "notebooks/01.ipynb, cell 2 (the-cell):\nthrown, and not an Error: text"
    )


def test_failure_of_drops_colours():
    found = failure_of(cell("1;"), 1, "Error", "\x1b[31mred\x1b[39m", [])
    assert found.message == "Error: red"


@pytest.mark.parametrize(
    "source",
    ["function f() {}", "const f = () => 1;", "class A {\n  async f(x: number) {\n", "class f {}"],
)
def test_defines_finds_functions_methods_and_classes(source):
    assert defines(source, "f") and defines(source, "A.f")
    assert not defines(source, "g")


def test_defines_takes_no_call_for_a_definition():
    assert not defines("const a = f(1);\nf(2);", "f")


def test_vlq_reads_signed_numbers_of_several_digits():
    assert vlq("2HLw+Bh3oE") == [123, -5, 1000, -70_000]


def test_first_source_lines_leaves_lines_without_a_source_empty():
    assert first_source_lines("AACA;;AAEA,AAAA") == [2, None, 4]
