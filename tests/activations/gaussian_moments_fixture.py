"""Writes gaussian_moments_fixture.json: moments of activations of z ~ N(0, 1), by mpmath to 30 digits.

Run: pip install mpmath==1.3.0 && python gaussian_moments_fixture.py
"""

import json
import pathlib

from mpmath import diff, erfc, exp, mp, mpf, npdf, quad, sqrt, tanh

mp.dps = 30
ALPHA, LAMBDA = mpf("1.6732632423543772"), mpf("1.0507009873554805")


def sigmoid(u):
    return 1 / (1 + exp(-u))


def below(u):
    return erfc(-u / sqrt(2)) / 2


ACTIVATIONS = {
    "sigmoid": sigmoid,
    "tanh": tanh,
    "ReLU": lambda u: u if u > 0 else mpf(0),
    "leaky ReLU (0.3)": lambda u: u if u > 0 else mpf("0.3") * u,
    "ELU": lambda u: u if u > 0 else exp(u) - 1,
    "SELU": lambda u: LAMBDA * (u if u > 0 else ALPHA * (exp(u) - 1)),
    "GELU": lambda u: u * below(u),
    "SiLU": lambda u: u * sigmoid(u),
}


def mean(f):
    """E[f(z)] over pieces that keep the kink at 0 and the tails apart."""
    return quad(lambda z: f(z) * npdf(z), [-20, -6, -2, 0, 2, 6, 20])


def moments(phi):
    slope = lambda u: diff(phi, u, h=mpf("1e-12"), direction=1 if u >= 0 else -1)
    return {
        "mean": mean(phi),
        "secondMoment": mean(lambda u: phi(u) ** 2),
        "squaredSlope": mean(lambda u: slope(u) ** 2),
    }


rows = {
    name: {key: float(value) for key, value in moments(phi).items()}
    for name, phi in ACTIVATIONS.items()
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(rows, indent=2, ensure_ascii=False) + "\n")
