"""JAX, a peer of the bench: a jitted step, and a scan of many steps in one call."""

from __future__ import annotations

import os
import platform

import jax
import jax_models as models
import numpy as np
import problem
from serve import serve

PROGRAMS = {
    "dense_bn": models.dense_bn,
    "conv_bn": models.conv_bn,
    "resnet": models.resnet,
    "autoencoder": models.autoencoder,
    "variance_forward": models.variance_forward,
}


class Work:
    """A program with its state, compiled as one step or as a scan of steps."""

    def __init__(self, program: models.Program, variant: str, steps: int) -> None:
        self.state = jax.device_put(program.state)
        self.data = jax.device_put(program.data)
        self.units_per_call = steps if variant == "scan" else 1

        def many(state, data):
            return jax.lax.scan(lambda state, _: program.step(state, data), state, None, steps)

        function = many if variant == "scan" else program.step
        self.call = jax.jit(function, donate_argnums=0)

    def run(self, calls: int) -> None:
        """So many calls, one waiting for the other; the last one's results are there at the end."""
        value = None
        for _ in range(calls):
            self.state, value = self.call(self.state, self.data)
        jax.block_until_ready((self.state, value))

    def check(self) -> list[float]:
        """Losses and running statistics of the first steps, or what one forward pass gives."""
        calls = problem.CHECK_STEPS // self.units_per_call if self.state else 1
        values = []
        for _ in range(calls):
            self.state, value = self.call(self.state, self.data)
            values += np.ravel(value).tolist()
        if "running" not in self.state:
            return values
        running = self.state["running"]
        means = np.concatenate([np.ravel(layer["mean"]) for layer in running])
        variances = np.concatenate([np.ravel(layer["variance"]) for layer in running])
        return problem.values_of_check(values, means, variances)


def _build(program: str, variant: str, params: dict) -> Work:
    return Work(PROGRAMS[program](params), variant, params.get("steps_per_call", 1))


if __name__ == "__main__":
    serve(
        {
            "JAX": jax.__version__,
            "Python": platform.python_version(),
            "threads": str(os.cpu_count()),
        },
        _build,
    )
