"""One Deno kernel and the cells that it runs."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import tempfile
from pathlib import Path
from queue import Empty
from uuid import uuid4

from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from lesson.failure import Failure, failure_at, failure_of
from lesson.outputs import in_order, told
from lesson.project import environment

os.environ.update(environment())
OUTPUTS = ("stream", "display_data", "update_display_data", "execute_result", "error")
LATE_SECONDS = 10


def die_with_parent() -> None:
    """Ask Linux to end this process with its parent, which may be killed without a word."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


DIE_WITH_PARENT = {"preexec_fn": die_with_parent} if sys.platform == "linux" else {}


class LessonKernel(NotebookClient):
    """A notebook's kernel: `async with` starts it, `run` executes a cell, leaving kills it."""

    async def run(self, cell: NotebookNode, index: int, number: int) -> Failure | None:
        """Execute one cell; `index` counts all cells from 0, `number` the code cells from 1."""
        try:
            await self.async_execute_cell(cell, index, execution_count=number)
        except CellTimeoutError:
            return failure_at(cell, number, None, timeout_message(self.timeout))
        except DeadKernelError:
            return failure_at(cell, number, None, self.death_message())
        except CellExecutionError as error:
            await self.collect_late_output(cell, index)
            return failure_of(cell, number, *told(cell, error))
        await self.collect_late_output(cell, index)
        return None

    async def collect_late_output(self, cell: NotebookNode, index: int) -> None:
        """Wait for what the cell has printed.

        Deno prints through a pipe: on a busy machine, lines can come after "idle", where nbclient
        has stopped listening. What a pipe brings keeps its order: once a mark printed after the
        cell has come, everything from the cell has.
        """
        mark = f"end of cell {uuid4()}"
        code = f"console.log({mark!r}); console.error({mark!r});"
        self.kc.execute(code, silent=True, store_history=False)
        awaited = {"stdout", "stderr"}
        while awaited:
            try:
                message = await self.kc.iopub_channel.get_msg(timeout=LATE_SECONDS)
            except Empty:
                break
            content = message["content"]
            if message["msg_type"] == "stream" and mark in content["text"]:
                awaited.discard(content["name"])
                content["text"] = content["text"].split(mark)[0]
            if message["msg_type"] in OUTPUTS and content.get("text") != "":
                self.process_message(message, cell, index)
        cell.outputs = in_order(cell.outputs)

    def death_message(self) -> str:
        """How the kernel ended, as far as its exit status and its last words tell."""
        process = getattr(self.km.provisioner, "process", None)
        status = process.poll() if process else None
        how = f"exit status {status}"
        if status is not None and status < 0:
            how = f"signal {signal.Signals(-status).name}"
        if status == -signal.SIGKILL:
            how += ", as when memory runs out: close other programs or choose SCALE=tiny"
        self.words.seek(0)
        last = self.words.read().decode(errors="replace").splitlines()[-5:]
        last = [line for line in last if '"deno jupyter" is unstable' not in line]
        return "\n".join([f"the kernel died while this cell ran ({how}).", *last])

    async def __aenter__(self) -> LessonKernel:
        self.words = tempfile.TemporaryFile()
        self.km = self.km or self.create_kernel_manager()
        try:
            words = {"stdout": self.words, "stderr": self.words}
            await self.async_start_new_kernel(**words, **DIE_WITH_PARENT)
            await self.async_start_new_kernel_client()
            reply = await self.async_wait_for_reply(self.kc.kernel_info())
            self.nb.metadata["language_info"] = reply["content"]["language_info"]
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._async_cleanup_kernel()
        self.words.close()


def timeout_message(seconds: float) -> str:
    """What to do about a cell that took too long."""
    return (
        f"the cell did not end within {seconds:g} s, and its kernel was stopped. If it needs "
        f"longer on this machine, set COURSE_TIMEOUT={2 * seconds:g} (seconds a cell) or choose "
        "SCALE=tiny; if not, look for a loop or a promise that never ends."
    )


def lesson_kernel(
    notebook: NotebookNode, folder: Path, timeout: float, manager: AsyncKernelManager | None = None
) -> LessonKernel:
    """The kernel for a notebook that lies in `folder`; `manager` replaces the installed `deno`."""
    kernel = LessonKernel(
        notebook,
        km=manager,
        kernel_name="deno",
        timeout=timeout,
        coalesce_streams=True,
        record_timing=False,
        shutdown_kernel="immediate",
        resources={"metadata": {"path": str(folder)}},
    )
    kernel.log.setLevel("CRITICAL")  # its failures are told by `Failure`
    return kernel
