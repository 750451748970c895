"""A Deno kernel to which a test gives cells one after another."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable
from pathlib import Path

import nbformat
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpecManager
from lesson.failure import Failure
from lesson.kernel import LessonKernel
from nbformat import NotebookNode


class WatchedKernel(LessonKernel):
    """A lesson's kernel that tells of each output when it arrives."""

    watch: Callable[[dict], object] = staticmethod(lambda message: None)

    def output(self, outs, msg, display_id, cell_index):
        kept = super().output(outs, msg, display_id, cell_index)
        self.watch(msg)
        return kept


class Session:
    """`with Session(folder) as session:` runs the kernel there; COURSE_DENO names another Deno."""

    def __init__(self, folder: Path, timeout: float = 60) -> None:
        self.loop = asyncio.new_event_loop()
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell()])
        self.kernel = WatchedKernel(
            notebook,
            km=manager(folder),
            kernel_name="deno",
            timeout=timeout,
            coalesce_streams=True,
            shutdown_kernel="immediate",
            resources={"metadata": {"path": str(folder)}},
        )
        self.number = 0

    def __enter__(self) -> Session:
        self.loop.run_until_complete(self.kernel.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.run_until_complete(self.kernel.__aexit__())
        self.loop.close()

    def run_plainly(self, source: str) -> list[NotebookNode]:
        """Run a cell as any client does that stops listening at "idle": its outputs."""
        cell = nbformat.v4.new_code_cell(source)
        self.loop.run_until_complete(self.kernel.async_execute_cell(cell, 0))
        return cell.outputs

    def run(
        self, source: str, watch: Callable[[dict], object] = lambda message: None
    ) -> tuple[Failure | None, list[NotebookNode]]:
        """Run a cell to its end: how it failed, if it did, and its outputs."""
        self.number += 1
        self.kernel.watch = watch
        cell = nbformat.v4.new_code_cell(source)
        failure = self.loop.run_until_complete(self.kernel.run(cell, 0, self.number))
        return failure, cell.outputs

    def stop(self) -> None:
        """What the Stop button does; to be called while a cell runs."""
        self.loop.create_task(self.kernel.km.interrupt_kernel())


def manager(folder: Path) -> AsyncKernelManager | None:
    """The installed kernel with the Deno that COURSE_DENO names; None for the installed one."""
    deno = os.environ.get("COURSE_DENO")
    if not deno:
        return None
    spec = KernelSpecManager().get_kernel_spec("deno").to_dict()
    spec["argv"][0] = deno
    kernels = folder / "kernels"
    (kernels / "deno").mkdir(parents=True, exist_ok=True)
    (kernels / "deno/kernel.json").write_text(json.dumps(spec), encoding="utf-8")
    specs = KernelSpecManager(kernel_dirs=[str(kernels)], ensure_native_kernel=False)
    return AsyncKernelManager(kernel_name="deno", kernel_spec_manager=specs)


def text_of(outputs: list[NotebookNode]) -> str:
    """Everything that a cell printed."""
    return "".join(output.text for output in outputs if output.output_type == "stream")
