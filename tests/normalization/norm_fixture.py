"""Writes norm_fixture.json: outputs, gradients and running statistics of PyTorch and Keras.

Run: pip install torch==2.13.0 keras==3.15.1 && KERAS_BACKEND=torch python norm_fixture.py
"""

import json
import math
import pathlib

import keras
import torch

torch.set_default_dtype(torch.float64)
keras.config.set_floatx("float64")


def numbers(shape: tuple[int, ...], seed: float, scale: float = 1.7, shift: float = 0.3) -> torch.Tensor:
    """Numbers that need no random generator: scale·sin(12.9898·i + seed) + shift."""
    count = math.prod(shape)
    values = [scale * math.sin(12.9898 * i + seed) + shift for i in range(count)]
    return torch.tensor(values).reshape(shape)


def plain(tensor: torch.Tensor) -> dict:
    tensor = tensor.detach()
    # Nine digits: more than float32 has.
    values = [float(f"{value:.9g}") for value in tensor.flatten().tolist()]
    return {"shape": list(tensor.shape), "values": values}


def first(tensor: torch.Tensor) -> torch.Tensor:
    """[examples, ..., channels] as PyTorch has it: [examples, channels, ...]."""
    return tensor.movedim(-1, 1)


def last(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.movedim(1, -1)


def run(normalize, x: torch.Tensor, gamma: torch.Tensor, beta: torch.Tensor) -> dict:
    """Output and gradients of sum(output · weights); channels last on both sides."""
    x, gamma, beta = (t.clone().requires_grad_() for t in (x, gamma, beta))
    y = normalize(x, gamma, beta)
    weights = numbers(tuple(y.shape), 5.0)
    (y * weights).sum().backward()
    return {
        "x": plain(x),
        "gamma": plain(gamma),
        "beta": plain(beta),
        "weights": plain(weights),
        "y": plain(y),
        "dx": plain(x.grad),
        "dgamma": plain(gamma.grad),
        "dbeta": plain(beta.grad),
    }


def batch_norm(x, gamma, beta, epsilon):
    return last(torch.nn.functional.batch_norm(first(x), None, None, gamma, beta, True, 0.1, epsilon))


def outputs() -> dict:
    dense, images = numbers((7, 5), 1.0), numbers((3, 4, 5, 6), 2.0)
    c5 = numbers((5,), 3.0, 0.6, 1.1), numbers((5,), 4.0)
    c6 = numbers((6,), 3.0, 0.6, 1.1), numbers((6,), 4.0)
    functional = torch.nn.functional
    return {
        "batch, dense": run(lambda *a: batch_norm(*a, 1e-3), dense, *c5) | {"epsilon": 1e-3},
        "batch, images": run(lambda *a: batch_norm(*a, 1e-5), images, *c6) | {"epsilon": 1e-5},
        "layer, dense": run(
            lambda x, g, b: functional.layer_norm(x, (5,), g, b, 1e-5), dense, *c5
        ) | {"epsilon": 1e-5},
        "layer, images": run(
            lambda x, g, b: functional.layer_norm(x, (6,), g, b, 1e-5), images, *c6
        ) | {"epsilon": 1e-5},
        "rms, dense": run(
            lambda x, g, b: functional.rms_norm(x, (5,), g, 1e-5) + b, dense, *c5
        ) | {"epsilon": 1e-5},
        "group of 3, images": run(
            lambda x, g, b: last(functional.group_norm(first(x), 2, g, b, 1e-5)), images, *c6
        ) | {"epsilon": 1e-5},
        "instance, images": run(
            lambda x, g, b: last(functional.instance_norm(first(x), weight=g, bias=b, eps=1e-5)),
            images,
            *c6,
        ) | {"epsilon": 1e-5},
    }


def running() -> dict:
    """Running statistics after three batches, and an output in inference."""
    batches = [numbers((7, 5), seed, 1.0 + seed, seed) for seed in (1.0, 2.0, 3.0)]
    torch_layer = torch.nn.BatchNorm1d(5, eps=1e-3, momentum=0.1)
    keras_layer = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-3)
    for batch in batches:
        torch_layer(batch)
        keras_layer(batch, training=True)
    torch_layer.eval()
    made = {"batches": [plain(batch) for batch in batches]}
    for name, layer, mean, variance in [
        ("PyTorch", torch_layer, torch_layer.running_mean, torch_layer.running_var),
        ("Keras", keras_layer, keras_layer.moving_mean.value, keras_layer.moving_variance.value),
    ]:
        made[name] = {
            "mean": plain(mean),
            "variance": plain(variance),
            "inference": plain(layer(batches[0])),
        }
    return made


def named(weight) -> str:
    """layer/weight, as Keras 2 and the converter for TensorFlow.js name it."""
    return weight.path.split("/", 1)[1]


def keras_model() -> dict:
    """A convolution and two batch normalizations, one without γ and frozen: outputs and what one step moves."""
    first_norm = {"name": "free", "axis": [3], "momentum": 0.9, "epsilon": 1e-3}
    second_norm = {"name": "frozen", "axis": [3], "momentum": 0.9, "epsilon": 0.01, "scale": False}
    layers = [
        keras.layers.Conv2D(5, 3, name="conv"),
        keras.layers.BatchNormalization(name="free", axis=3, momentum=0.9, epsilon=1e-3),
        keras.layers.BatchNormalization(
            name="frozen", axis=3, momentum=0.9, epsilon=0.01, scale=False, trainable=False
        ),
    ]
    model = keras.Sequential([keras.layers.Input((6, 6, 2)), *layers])
    seeds = iter(range(1, 20))
    model.set_weights(
        [numbers(tuple(w.shape), next(seeds), 0.4, 1.2).numpy() for w in model.get_weights()]
    )
    weights = {named(w): plain(torch.as_tensor(w.numpy())) for w in model.weights}
    x = numbers((3, 6, 6, 2), 7.0)
    inference = plain(model(x, training=False))
    training = plain(model(x, training=True))
    common = {"trainable": True, "dtype": "float32", "center": True, "scale": True}
    topology = {
        "class_name": "Sequential",
        "config": {
            "name": "keras_model",
            "layers": [
                {
                    "class_name": "Conv2D",
                    "config": {
                        "name": "conv",
                        "trainable": True,
                        "batch_input_shape": [None, 6, 6, 2],
                        "dtype": "float32",
                        "filters": 5,
                        "kernel_size": [3, 3],
                        "use_bias": True,
                    },
                },
                {"class_name": "BatchNormalization", "config": common | first_norm},
                {
                    "class_name": "BatchNormalization",
                    "config": common | second_norm | {"trainable": False},
                },
            ],
        },
    }
    return {
        "topology": {"keras_version": "2.15.0", "backend": "tensorflow", "model_config": topology},
        "weights": weights,
        "x": plain(x),
        "inference": inference,
        "training": training,
        "after": {named(w): plain(torch.as_tensor(w.numpy())) for w in model.weights},
        "trained": [named(w) for w in model.trainable_weights],
    }


if __name__ == "__main__":
    result = {
        "made by": f"PyTorch {torch.__version__}, Keras {keras.__version__}, float64",
        "outputs": outputs(),
        "running": running(),
        "keras model": keras_model(),
    }
    path = pathlib.Path(__file__).with_name("norm_fixture.json")
    path.write_text(json.dumps(result) + "\n", encoding="utf-8")
