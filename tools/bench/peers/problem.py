"""The numbers every peer starts from: by one formula, so that all of them do the same work.

The TypeScript peers have the same in problem.ts.
"""

from __future__ import annotations

import numpy as np

# Batch normalization, in Keras' convention.
BN_MOMENTUM = 0.9
BN_EPSILON = 1e-3
# Units that a check does.
CHECK_STEPS = 3
# Streams of a seed: weights of layer l = 0, 1, … have l + 1.
SEED_STREAMS = 1000
INPUTS = 500
LABELS = 501


def uniform(shape: tuple[int, ...], stream: int) -> np.ndarray:
    """Numbers in [0, 1): u_i = fract(43758.5453 · sin(12.9898 · (i + 1) + 78.233 · stream))."""
    i = np.arange(1, np.prod(shape) + 1, dtype=np.float64)
    t = 43758.5453 * np.sin(12.9898 * i + 78.233 * stream)
    return (t - np.floor(t)).reshape(shape)


def spread(shape: tuple[int, ...], stream: int, deviation: float) -> np.ndarray:
    """Float32 numbers of mean 0 and this standard deviation: √3 · deviation · (2u - 1)."""
    return (np.sqrt(3.0) * deviation * (2 * uniform(shape, stream) - 1)).astype(np.float32)


def dense_weights(inputs: int, outputs: int, stream: int) -> np.ndarray:
    """Weights [inputs, outputs] of variance 2 / (inputs + outputs)."""
    return spread((inputs, outputs), stream, np.sqrt(2 / (inputs + outputs)))


def conv_weights(inputs: int, outputs: int, stream: int) -> np.ndarray:
    """Weights [3, 3, inputs, outputs] of variance 2 / (9 · inputs)."""
    return spread((3, 3, inputs, outputs), stream, np.sqrt(2 / (9 * inputs)))


def labels(batch: int, classes: int, stream: int) -> np.ndarray:
    """Classes [batch]: ⌊classes · u⌋."""
    return np.floor(classes * uniform((batch,), stream)).astype(np.int64)


def values_of_check(losses: list, means: np.ndarray, variances: np.ndarray) -> list[float]:
    """What a check of a net with batch normalization answers.

    The losses, the root mean square of the running means, and what the batches added to the running
    variances, on average: these start at 1, of which 0.9^steps is left.
    """
    left = BN_MOMENTUM ** len(losses)
    rms = float(np.sqrt(np.mean(np.square(means, dtype=np.float64))))
    added = float(np.mean(variances, dtype=np.float64)) - left
    return [*map(float, losses), rms, added]
