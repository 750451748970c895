"""PyTorch, a peer of the bench: eager, channels_last, and torch.compile."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable

import numpy as np
import problem
import pytorch_models as models
import torch
from serve import Job, serve
from torch import nn


class Training:
    """Steps of training of one net or more, one after the other; a unit is a step of each."""

    units_per_call = 1

    def __init__(self, nets: list[nn.Module], steps: list[Callable[[], torch.Tensor]]) -> None:
        self.nets = nets
        self.steps = steps

    def run(self, calls: int) -> None:
        """So many steps of each net."""
        for _ in range(calls):
            for step in self.steps:
                step()

    def check(self) -> list[float]:
        """Losses, averaged over the nets, and running statistics where there are some."""
        losses = [self._loss() for _ in range(problem.CHECK_STEPS)]
        norms = [module for net in self.nets for module in net.modules() if _is_norm(module)]
        if not norms:
            return losses
        means = np.concatenate([norm.running_mean.numpy() for norm in norms])
        variances = np.concatenate([norm.running_var.numpy() for norm in norms])
        return problem.values_of_check(losses, means, variances)

    def _loss(self) -> float:
        return float(np.mean([step().item() for step in self.steps]))


class Forward:
    """The variance [depth] of each layer's pre-activations in a deep ReLU net."""

    units_per_call = 1

    def __init__(self, variant: str, params: dict) -> None:
        width, depth = params["width"], params["depth"]
        shape, deviation = (width, width), np.sqrt(2 / width)
        self.x = torch.from_numpy(problem.spread((params["batch"], width), problem.INPUTS, 1.0))
        self.weights = [
            torch.from_numpy(problem.spread(shape, l + 1, deviation)) for l in range(depth)
        ]
        self.variances = _compiled(_variances) if variant == "compile" else _variances

    @torch.no_grad()
    def run(self, calls: int) -> None:
        """So many forward passes."""
        for _ in range(calls):
            self.variances(self.x, self.weights)

    @torch.no_grad()
    def check(self) -> list[float]:
        """The variances of one pass."""
        return self.variances(self.x, self.weights).tolist()


def _variances(x: torch.Tensor, weights: list[torch.Tensor]) -> torch.Tensor:
    variances = []
    for weight in weights:
        z = x @ weight
        variances.append(z.var(correction=0))
        x = torch.relu(z)
    return torch.stack(variances)


def _step(net: nn.Module, loss: Callable, optimizer: torch.optim.Optimizer, variant: str, *data):
    def forward(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
        return loss(net(x), y)

    forward = _compiled(forward) if variant == "compile" else forward

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        value = forward(*data)
        value.backward()
        optimizer.step()
        return value.detach()

    return step


def _compiled(function: Callable) -> Callable:
    # Each size of a sweep is compiled for itself: dynamic shapes would be slower.
    return torch.compile(function, dynamic=False)


def _classification(variant: str, net: nn.Module, x: np.ndarray, params: dict, seed: int = 0):
    y = problem.labels(len(x), params["outputs"], problem.SEED_STREAMS * seed + problem.LABELS)
    optimizer = torch.optim.SGD(
        net.parameters(), params["rate"], momentum=params.get("momentum", 0), fused=True
    )
    data = (torch.from_numpy(x), torch.from_numpy(y))
    if x.ndim == 4:
        layout = torch.channels_last if variant == "channels_last" else torch.contiguous_format
        net.to(memory_format=layout)
        data = (data[0].permute(0, 3, 1, 2).contiguous(memory_format=layout), data[1])
    return _step(net, nn.functional.cross_entropy, optimizer, variant, *data)


def _dense_bn(variant: str, params: dict) -> Job:
    nets, steps = [], []
    for seed in range(params["seeds"]):
        shape, stream = (params["batch"], params["inputs"]), problem.SEED_STREAMS * seed
        x = problem.spread(shape, stream + problem.INPUTS, 1.0)
        nets.append(models.dense_bn(params, seed))
        steps.append(_classification(variant, nets[-1], x, params, seed))
    return Training(nets, steps)


def _images(net: nn.Module, variant: str, params: dict) -> Job:
    shape = (params["batch"], params["size"], params["size"], 3)
    x = problem.spread(shape, problem.INPUTS, 1.0)
    return Training([net], [_classification(variant, net, x, params)])


def _autoencoder(variant: str, params: dict) -> Job:
    net = models.autoencoder(params)
    shape = (params["batch"], params["inputs"])
    x = torch.from_numpy(problem.uniform(shape, problem.INPUTS).astype(np.float32))
    optimizer = torch.optim.Adam(net.parameters(), params["rate"], eps=1e-8, fused=True)
    return Training([net], [_step(net, nn.functional.mse_loss, optimizer, variant, x, x)])


def _is_norm(module: nn.Module) -> bool:
    return isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d))


PROGRAMS: dict[str, Callable[[str, dict], Job]] = {
    "dense_bn": _dense_bn,
    "conv_bn": lambda variant, params: _images(models.conv_bn(params), variant, params),
    "resnet": lambda variant, params: _images(models.resnet(params), variant, params),
    "autoencoder": _autoencoder,
    "variance_forward": Forward,
}

if __name__ == "__main__":
    torch.set_num_threads(os.cpu_count() or 1)
    # As TensorFlow and XLA do: a gradient that dies out must not slow the arithmetic down.
    torch.set_flush_denormal(True)
    serve(
        {
            "PyTorch": torch.__version__,
            "Python": platform.python_version(),
            "threads": str(torch.get_num_threads()),
        },
        lambda program, variant, params: PROGRAMS[program](variant, params),
    )
