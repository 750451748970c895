"""The works of the bench in JAX: functions of a state and data, with the weights of problem.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import problem


class Program(NamedTuple):
    """A step `(state, data) -> (state, value)` with what it starts from."""

    step: Callable
    state: dict
    data: tuple


def batch_norm(x, norm: dict, axes: tuple[int, ...]):
    """Normalized x, and the running statistics after it (the variance without bias)."""
    count = np.prod([x.shape[axis] for axis in axes])
    mean, variance = x.mean(axes), x.var(axes)
    y = (x - mean) * jax.lax.rsqrt(variance + problem.BN_EPSILON) * norm["scale"] + norm["offset"]
    return y, {
        "mean": _blend(norm["mean"], mean),
        "variance": _blend(norm["variance"], variance * (count / (count - 1))),
    }


def _blend(old, new):
    new = jax.lax.stop_gradient(new)
    return problem.BN_MOMENTUM * old + (1 - problem.BN_MOMENTUM) * new


def norm_state(features: int) -> dict:
    """Scale 1, offset 0."""
    return {"scale": np.ones(features, np.float32), "offset": np.zeros(features, np.float32)}


def running_state(features: int) -> dict:
    """Running mean 0, running variance 1."""
    return {"mean": np.zeros(features, np.float32), "variance": np.ones(features, np.float32)}


def dense(inputs: int, outputs: int, stream: int) -> dict:
    """Weights and biases of a linear layer."""
    weights = problem.dense_weights(inputs, outputs, stream)
    return {"w": weights, "b": np.zeros(outputs, np.float32)}


def cross_entropy(logits, labels):
    """Mean softmax cross-entropy of classes [batch]."""
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), labels[:, None], 1).mean()


def momentum_step(loss: Callable, params: dict) -> Callable:
    """Gradient descent on `loss(weights, running, data) -> (value, running)`, with momentum or not."""
    rate, momentum = params["rate"], params.get("momentum", 0)

    def step(state: dict, data: tuple):
        gradient = jax.value_and_grad(loss, has_aux=True)
        (value, running), slopes = gradient(state["weights"], state["running"], data)
        new = {"running": running}
        if momentum:
            slopes = jax.tree.map(lambda v, g: momentum * v + g, state["velocity"], slopes)
            new["velocity"] = slopes
        new["weights"] = jax.tree.map(lambda w, v: w - rate * v, state["weights"], slopes)
        return new, value

    return step


def dense_bn(params: dict) -> Program:
    """Hidden layers of linear, sigmoid, batch normalization; several seeds through vmap."""
    nets = [_dense_bn_net(params, seed) for seed in range(params["seeds"])]

    def loss(weights: dict, running: list, data: tuple):
        x, y = data
        after = []
        for layer, norm, statistics in zip(weights["layers"], weights["norms"], running):
            x = jax.nn.sigmoid(x @ layer["w"] + layer["b"])
            x, new = batch_norm(x, norm | statistics, (0,))
            after.append(new)
        logits = x @ weights["layers"][-1]["w"] + weights["layers"][-1]["b"]
        return cross_entropy(logits, y), after

    step = momentum_step(loss, params)
    if len(nets) == 1:
        return Program(step, *nets[0])
    state, data = jax.tree.map(lambda *leaves: np.stack(leaves), *nets)

    def steps(state: dict, data: tuple):
        state, values = jax.vmap(step)(state, data)
        return state, values.mean()

    return Program(steps, state, data)


def _dense_bn_net(params: dict, seed: int) -> tuple:
    sizes = [params["inputs"], *[params["width"]] * params["depth"], params["outputs"]]
    stream = problem.SEED_STREAMS * seed
    pairs = zip(sizes[:-1], sizes[1:])
    weights = {
        "layers": [dense(a, b, stream + l + 1) for l, (a, b) in enumerate(pairs)],
        "norms": [norm_state(params["width"]) for _ in range(params["depth"])],
    }
    running = [running_state(params["width"]) for _ in range(params["depth"])]
    x = problem.spread((params["batch"], params["inputs"]), stream + problem.INPUTS, 1.0)
    y = problem.labels(params["batch"], params["outputs"], stream + problem.LABELS)
    return {"weights": weights, "running": running}, (x, y.astype(np.int32))


def conv_bn(params: dict) -> Program:
    """Convolutions with batch normalization and ReLU, global average pool, logits."""
    depth, filters = params["depth"], params["filters"]
    channels = [3, *[filters] * depth]

    def loss(weights: dict, running: list, data: tuple):
        x, y = data
        after = []
        for kernel, norm, statistics in zip(weights["kernels"], weights["norms"], running):
            x, new = batch_norm(_convolve(x, kernel), norm | statistics, (0, 1, 2))
            after.append(new)
            x = jax.nn.relu(x)
        return cross_entropy(_head(x, weights["head"]), y), after

    kernels = [problem.conv_weights(channels[l], filters, l + 1) for l in range(depth)]
    return _images(loss, kernels, depth + 1, params)


def resnet(params: dict) -> Program:
    """The CIFAR ResNet of He et al. (2015) with shortcuts without weights (option A)."""
    filters, channels, kernels = params["filters"], params["filters"], []
    kernels.append(problem.conv_weights(3, filters, 1))
    for stage in range(3):
        for _ in range(params["blocks"]):
            outputs = filters * 2**stage
            kernels.append(problem.conv_weights(channels, outputs, len(kernels) + 1))
            kernels.append(problem.conv_weights(outputs, outputs, len(kernels) + 1))
            channels = outputs

    def loss(weights: dict, running: list, data: tuple):
        x, y = data
        after: list = []

        def layer(x, stride: int = 1):
            l = len(after)
            z = _convolve(x, weights["kernels"][l], stride)
            z, new = batch_norm(z, weights["norms"][l] | running[l], (0, 1, 2))
            after.append(new)
            return z

        x = jax.nn.relu(layer(x))
        while len(after) < len(kernels):
            added = (weights["kernels"][len(after)].shape[3] - x.shape[3]) // 2
            shortcut = x
            if added:
                padding = ((0, 0), (0, 0), (0, 0), (added, added))
                shortcut = jnp.pad(x[:, ::2, ::2, :], padding)
            h = jax.nn.relu(layer(x, 2 if added else 1))
            x = jax.nn.relu(layer(h) + shortcut)
        return cross_entropy(_head(x, weights["head"]), y), after

    return _images(loss, kernels, len(kernels) + 1, params)


def _images(loss: Callable, kernels: list, stream: int, params: dict) -> Program:
    features = [kernel.shape[3] for kernel in kernels]
    weights = {
        "kernels": kernels,
        "norms": [norm_state(count) for count in features],
        "head": dense(features[-1], params["outputs"], stream),
    }
    state = {"weights": weights, "running": [running_state(count) for count in features]}
    if params.get("momentum"):
        state["velocity"] = jax.tree.map(np.zeros_like, weights)
    shape = (params["batch"], params["size"], params["size"], 3)
    x = problem.spread(shape, problem.INPUTS, 1.0)
    y = problem.labels(params["batch"], params["outputs"], problem.LABELS).astype(np.int32)
    return Program(momentum_step(loss, params), state, (x, y))


def _convolve(x, kernel, stride: int = 1):
    layout = ("NHWC", "HWIO", "NHWC")
    padding = ((1, 1), (1, 1))
    return jax.lax.conv_general_dilated(
        x, kernel, (stride, stride), padding, dimension_numbers=layout
    )


def _head(x, layer: dict):
    return x.mean((1, 2)) @ layer["w"] + layer["b"]


def autoencoder(params: dict) -> Program:
    """Dense layers of ReLU to a code and back, sigmoid outputs, mean squared error, Adam."""
    sizes = [params[name] for name in ("inputs", "hidden", "code", "hidden", "inputs")]
    weights = [dense(a, b, l + 1) for l, (a, b) in enumerate(zip(sizes[:-1], sizes[1:]))]
    zeros = jax.tree.map(np.zeros_like, weights)
    state = {"weights": weights, "m": zeros, "v": zeros, "t": np.float32(0)}
    shape = (params["batch"], params["inputs"])
    x = problem.uniform(shape, problem.INPUTS).astype(np.float32)

    def loss(weights: list, x):
        y = x
        for layer in weights[:-1]:
            y = jax.nn.relu(y @ layer["w"] + layer["b"])
        y = jax.nn.sigmoid(y @ weights[-1]["w"] + weights[-1]["b"])
        return jnp.square(y - x).mean()

    return Program(adam_step(loss, params["rate"]), state, (x,))


def adam_step(loss: Callable, rate: float) -> Callable:
    """Adam (Kingma and Ba 2015): β₁ = 0.9, β₂ = 0.999, ε = 1e-8."""

    def step(state: dict, data: tuple):
        value, slopes = jax.value_and_grad(loss)(state["weights"], *data)
        t = state["t"] + 1
        m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, state["m"], slopes)
        v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, state["v"], slopes)
        first, second = 1 - 0.9**t, 1 - 0.999**t

        def moved(w, m, v):
            return w - rate * (m / first) / (jnp.sqrt(v / second) + 1e-8)

        weights = jax.tree.map(moved, state["weights"], m, v)
        return {"weights": weights, "m": m, "v": v, "t": t}, value

    return step


def variance_forward(params: dict) -> Program:
    """The variance [depth] of each layer's pre-activations in a deep ReLU net."""
    width = params["width"]
    x = problem.spread((params["batch"], width), problem.INPUTS, 1.0)
    deviation = np.sqrt(2 / width)
    streams = range(1, params["depth"] + 1)
    weights = [problem.spread((width, width), stream, deviation) for stream in streams]

    def step(state: dict, data: tuple):
        x, weights = data
        variances = []
        for weight in weights:
            z = x @ weight
            variances.append(z.var())
            x = jax.nn.relu(z)
        return state, jnp.stack(variances)

    return Program(step, {}, (x, weights))
