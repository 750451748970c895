"""Measures what PyTorch and Keras draw, into data/results/05_framework_defaults.json.

Run with both installed: pip install torch==2.13.0 keras==3.15.1, then
KERAS_BACKEND=torch python tools/framework_defaults.py
"""

import datetime
import json
import pathlib
import platform

import keras
import torch

SIDE = 500
RESULT = pathlib.Path(__file__).parent.parent / "data/results/05_framework_defaults.json"


def gain(values) -> float:
    """n·Var(W) of a square matrix, or n·Var(b) of the biases beside one."""
    return float((torch.as_tensor(values).double() ** 2).mean()) * SIDE


def pytorch() -> dict[str, float]:
    """A dense layer as it comes, and the initializers that one calls by name."""
    torch.manual_seed(1)
    layers = [torch.nn.Linear(SIDE, SIDE) for _ in range(20)]
    named = torch.empty(SIDE, SIDE)
    return {
        "nn.Linear, weights": gain(layers[0].weight.detach()),
        "nn.Linear, biases": gain(torch.cat([layer.bias.detach() for layer in layers])),
        "xavier_normal_": gain(torch.nn.init.xavier_normal_(named)),
        "kaiming_normal_": gain(torch.nn.init.kaiming_normal_(named)),
    }


def keras_layers() -> dict[str, float]:
    """A dense layer as it comes, and the initializers that one calls by name."""
    keras.utils.set_random_seed(1)
    dense = keras.layers.Dense(SIDE)
    dense.build((None, SIDE))
    draw = {"GlorotNormal": keras.initializers.GlorotNormal(), "HeNormal": keras.initializers.HeNormal()}
    named = {name: gain(make((SIDE, SIDE)).detach()) for name, make in draw.items()}
    return {"Dense, weights": gain(dense.kernel.value.detach()), **named}


rows = [
    {"framework": framework, "initializer": name, "measured": value}
    for framework, measured in [("PyTorch", pytorch()), ("Keras", keras_layers())]
    for name, value in measured.items()
]
record = {
    "study": "05_framework_defaults",
    "command": "KERAS_BACKEND=torch python tools/framework_defaults.py",
    "machine": platform.machine(),
    "device": f"PyTorch {torch.__version__}, Keras {keras.__version__}",
    "date": datetime.date.today().isoformat(),
    "seconds": 1,
    "code": "tools/framework_defaults.py",
    "rows": rows,
}
RESULT.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
