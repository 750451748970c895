"""Measures what learns when everything but batch normalization is frozen before or after the first step.

    pip install torch==2.13.0
    python tools/freeze_order.py

Writes data/results/14_freeze_order.json. A small net takes twenty steps of SGD. "Frozen" is
`requires_grad = False` for all but batch normalizations, set before training, or after each
`optimizer.step()` as in the loop of _Taking Batchnorm for granted_. `zero_grad` either sets gradients to
None, PyTorch's default since version 2.0, or to zeros, its default before: an optimizer passes over the
one and not over the other. Noted is how far weights have moved, as a share of their length.
"""

import time

import torch

from results import write_record

BEGUN = time.monotonic()
STEPS, RATE = 20, 0.05
OPTIMIZERS = {
    "plain": {},
    "momentum 0.9": {"momentum": 0.9},
    "momentum 0.9, weight decay 0.0005": {"momentum": 0.9, "weight_decay": 5e-4},
}


def net() -> torch.nn.Sequential:
    torch.manual_seed(1)
    layers = [
        torch.nn.Conv2d(3, 5, 3, bias=False),
        torch.nn.BatchNorm2d(5),
        torch.nn.ReLU(),
        torch.nn.AdaptiveAvgPool2d(1),
        torch.nn.Flatten(),
        torch.nn.Linear(5, 7),
    ]
    return torch.nn.Sequential(*layers).double()


def freeze_others(module: torch.nn.Module) -> None:
    if not isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
        for parameter in module.parameters(recurse=False):
            parameter.requires_grad_(False)


def moved(model: torch.nn.Sequential, start: dict) -> dict:
    share = lambda name: ((model.state_dict()[name] - start[name]).norm() / start[name].norm()).item()
    return {"kernel": share("0.weight"), "last layer": share("5.weight"), "γ": share("1.weight")}


def run(order: str, to_none: bool, options: dict) -> dict:
    model = net()
    start = {name: value.clone() for name, value in model.state_dict().items()}
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE, **options)
    generator = torch.Generator().manual_seed(2)
    noted = {}
    if order == "before":
        model.apply(freeze_others)
    for step in range(1, STEPS + 1):
        x = torch.randn(16, 3, 8, 8, generator=generator, dtype=torch.float64)
        y = torch.randint(0, 7, (16,), generator=generator)
        optimizer.zero_grad(set_to_none=to_none)
        torch.nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
        if order == "after":
            model.apply(freeze_others)
        if step in (1, STEPS):
            noted[step] = moved(model, start)
    return {
        f"{name} after {step}": float(f"{value:.6g}") for step, of in noted.items() for name, value in of.items()
    }


rows = [
    {"frozen": order, "zero_grad": "to None" if to_none else "to zeros", "optimizer": name, **run(order, to_none, options)}
    for order in ("before", "after")
    for to_none in (True, False)
    for name, options in OPTIMIZERS.items()
]
write_record(
    "14_freeze_order",
    rows,
    command="python tools/freeze_order.py",
    device=f"cpu, PyTorch {torch.__version__}",
    code="tools/freeze_order.py",
    begun=BEGUN,
)
