"""The steps of set-up in their order, and which of them are still to do."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import addon, jupyter_kernel, machine, npm_packages, python_tools, stamps, tensorflow_wheel
from .console import StepLine


@dataclass(frozen=True)
class Step:
    """One step: done when its stamp agrees with its inputs and its outputs are whole."""

    name: str
    title: str
    inputs: Callable[[], dict[str, str]]
    outputs: Callable[[], list[Path]]
    build: Callable[[StepLine], None]
    disk_mb: int = 0

    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return stamps.is_done(self.name, self.inputs())

    def redo(self, line: StepLine) -> None:
        """Do the step, then say so in its stamp."""
        self.build(line)
        stamps.write(self.name, self.inputs(), self.outputs())


@dataclass(frozen=True)
class Options:
    """What the caller asks of set-up."""

    gpu: bool = False
    cpu: bool = False
    native: bool = True


def without_native(options: Options) -> str:
    """Why the native backend is left out; "" where it is not."""
    asked = os.environ.get("COURSE_BACKEND", "native")
    if not options.native:
        return "as asked for by --no-native"
    if asked in ("wasm", "webgpu"):
        return f"as asked for by COURSE_BACKEND={asked}"
    return machine.why_not_native()


def steps(options: Options) -> list[Step]:
    """All steps for this machine."""
    which = tensorflow_wheel.variant(options.gpu, options.cpu)
    python = Step(
        "python",
        "Python tools and Deno",
        python_tools.inputs,
        python_tools.outputs,
        python_tools.build,
        800,
    )
    tensorflow = Step(
        tensorflow_wheel.NAME,
        f"TensorFlow library ({'CUDA' if which == 'cuda' else 'CPU'})",
        lambda: tensorflow_wheel.inputs(which),
        tensorflow_wheel.outputs,
        lambda line: tensorflow_wheel.build(which, line),
        9000 if which == "cuda" else 1200,
    )
    npm = Step(
        npm_packages.NAME,
        "npm packages",
        npm_packages.inputs,
        npm_packages.outputs,
        npm_packages.build,
        900,
    )
    native = Step(
        addon.NAME, "TensorFlow addon", lambda: addon.inputs(which), addon.outputs, addon.build, 10
    )
    jupyter = Step(
        jupyter_kernel.NAME,
        "Jupyter kernel",
        jupyter_kernel.inputs,
        jupyter_kernel.outputs,
        lambda line: jupyter_kernel.build(),
    )
    if without_native(options):
        return [python, npm, jupyter]
    return [python, tensorflow, npm, native, jupyter]


def check(stale: list[Step]) -> None:
    """Raises SetupError where this machine lacks what the stale steps need; changes nothing."""
    machine.check_writable()
    names = {step.name for step in stale}
    if "python" in names:
        machine.check_python()
    if addon.NAME in names:
        machine.check_compiler()
    machine.check_disk(sum(step.disk_mb for step in stale))
