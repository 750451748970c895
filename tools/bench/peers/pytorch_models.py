"""The nets of the bench in PyTorch, with the weights of problem.py."""

from __future__ import annotations

import problem
import torch
from torch import nn


def dense(weights) -> nn.Linear:
    """A linear layer with these weights [inputs, outputs] and biases 0."""
    layer = nn.Linear(*weights.shape)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weights.T.copy()))
        layer.bias.zero_()
    return layer


def conv(weights, stride: int = 1) -> nn.Conv2d:
    """A 3 x 3 convolution with these weights [3, 3, inputs, outputs], padding 1, without bias."""
    layer = nn.Conv2d(*weights.shape[2:], 3, stride, 1, bias=False)
    with torch.no_grad():
        layer.weight.copy_(torch.from_numpy(weights.transpose(3, 2, 0, 1).copy()))
    return layer


def batch_norm(features: int, images: bool) -> nn.Module:
    """Batch normalization; PyTorch's momentum is the share of the new, Keras' that of the old."""
    kind = nn.BatchNorm2d if images else nn.BatchNorm1d
    return kind(features, eps=problem.BN_EPSILON, momentum=1 - problem.BN_MOMENTUM)


def dense_bn(params: dict, seed: int) -> nn.Module:
    """Hidden layers of linear, sigmoid, batch normalization; then logits."""
    sizes = [params["inputs"], *[params["width"]] * params["depth"], params["outputs"]]
    layers: list[nn.Module] = []
    for l, (a, b) in enumerate(zip(sizes[:-1], sizes[1:])):
        layers.append(dense(problem.dense_weights(a, b, problem.SEED_STREAMS * seed + l + 1)))
        if l < params["depth"]:
            layers += [nn.Sigmoid(), batch_norm(b, images=False)]
    return nn.Sequential(*layers)


def conv_bn(params: dict) -> nn.Module:
    """Convolutions with batch normalization and ReLU, global average pool, logits."""
    layers: list[nn.Module] = []
    channels, filters = 3, params["filters"]
    for l in range(params["depth"]):
        layers += [conv(problem.conv_weights(channels, filters, l + 1))]
        layers += [batch_norm(filters, images=True), nn.ReLU()]
        channels = filters
    return nn.Sequential(*layers, *head(channels, params["outputs"], params["depth"] + 1))


def head(channels: int, outputs: int, stream: int) -> list[nn.Module]:
    """Global average pool, then logits."""
    logits = dense(problem.dense_weights(channels, outputs, stream))
    return [nn.AdaptiveAvgPool2d(1), nn.Flatten(), logits]


class Block(nn.Module):
    """A residual block whose shortcut has no weights (He et al. 2015, option A)."""

    def __init__(self, channels: int, filters: int, stream: int) -> None:
        super().__init__()
        self.stride = 1 if channels == filters else 2
        self.added = (filters - channels) // 2
        self.first = conv(problem.conv_weights(channels, filters, stream), self.stride)
        self.first_norm = batch_norm(filters, images=True)
        self.second = conv(problem.conv_weights(filters, filters, stream + 1))
        self.second_norm = batch_norm(filters, images=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[N, C, H, W] -> [N, filters, H / stride, W / stride]."""
        shortcut = x
        if self.stride > 1:
            padding = (0, 0, 0, 0, self.added, self.added)
            shortcut = nn.functional.pad(x[:, :, ::2, ::2], padding)
        h = torch.relu(self.first_norm(self.first(x)))
        return torch.relu(self.second_norm(self.second(h)) + shortcut)


def resnet(params: dict) -> nn.Module:
    """The CIFAR ResNet of He et al. (2015): three stages of blocks, 3 blocks each for ResNet-20."""
    channels, stream = params["filters"], 2
    stem = conv(problem.conv_weights(3, channels, 1))
    layers: list[nn.Module] = [stem, batch_norm(channels, images=True), nn.ReLU()]
    for filters in (channels, 2 * channels, 4 * channels):
        for _ in range(params["blocks"]):
            layers.append(Block(channels, filters, stream))
            channels, stream = filters, stream + 2
    return nn.Sequential(*layers, *head(channels, params["outputs"], stream))


def autoencoder(params: dict) -> nn.Module:
    """Dense layers of ReLU to a code and back; the output is a sigmoid."""
    sizes = [params[name] for name in ("inputs", "hidden", "code", "hidden", "inputs")]
    layers: list[nn.Module] = []
    for l, (a, b) in enumerate(zip(sizes[:-1], sizes[1:])):
        layers += [dense(problem.dense_weights(a, b, l + 1)), nn.ReLU()]
    return nn.Sequential(*layers[:-1], nn.Sigmoid())
