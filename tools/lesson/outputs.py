"""What the outputs of a cell tell."""

from __future__ import annotations

from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode


def told(cell: NotebookNode, error: CellExecutionError) -> tuple[str, str, list[str]]:
    """Name, value and traceback of an error.

    The reply of this kernel may lack them (syntax errors); the cell's output has them.
    """
    outputs = [output for output in cell.outputs if output.output_type == "error"]
    if not outputs:
        return error.ename, error.evalue, []
    return outputs[-1].ename, outputs[-1].evalue, outputs[-1].traceback


def in_order(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """The outputs with one block for each stream, and the result or the error last."""
    streams: dict[str, NotebookNode] = {}
    ordered: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream" and output.name in streams:
            streams[output.name]["text"] += output.text
            continue
        if output.output_type == "stream":
            streams[output.name] = output
        ordered.append(output)
    return sorted(ordered, key=lambda output: output.output_type in ("execute_result", "error"))
