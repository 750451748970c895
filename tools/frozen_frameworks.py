"""Measures what each framework does when it is told to freeze a batch normalization.

    pip install torch==2.14.1 fastai==2.8.12 keras==3.15.1 tensorflow-cpu==2.21.0 tf_keras==2.21.0
    python tools/frozen_frameworks.py

Writes data/results/11_frozen_frameworks.json. Each row is one training step: inputs x [5, 3],
y = BN(x), loss = sum(y * weights), gradient descent with rate 0.1. Noted are y, the gradient by x, and
the four tensors after the step; lib/experiments/frozen_step.ts does the same step with the same numbers.
"""

import os
import time
import warnings

os.environ["KERAS_BACKEND"] = "torch"
os.environ["TF_USE_LEGACY_KERAS"] = "1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
warnings.filterwarnings("ignore")

import fastai
import keras
import numpy as np
import tensorflow as tf
import tf_keras
import torch
from fastai.callback.core import Callback
from fastai.callback.training import BnFreeze
from fastai.data.core import DataLoaders
from fastai.data.load import DataLoader
from fastai.learner import Learner
from fastai.optimizer import SGD

from results import write_record

X = np.array([[1.5, -2.0, 0.3], [0.2, 4.1, -1.1], [-0.7, 1.3, 2.2], [3.1, 0.4, 0.9], [0.6, -0.5, 1.7]])
WEIGHTS = np.array([[0.3, -1.2, 0.8], [1.1, 0.4, -0.5], [-0.6, 0.9, 1.4], [0.2, -0.7, -1.3], [-1.5, 0.1, 0.6]])
GAMMA, BETA, MEAN, VARIANCE = [1.5, 0.5, -0.8], [0.1, -0.2, 0.4], [0.5, 1.0, -0.3], [2.0, 0.7, 1.3]
EPSILON, MOMENTUM, RATE = 1e-3, 0.9, 0.1
NAMES = ("gamma", "beta", "mean", "variance")

BEGUN = time.monotonic()
rows: list[dict] = []


def note(name: str, framework: str, y, dx, tensors) -> None:
    """Takes a step down, with seven digits: what float32 has."""
    plain = lambda values: [float(f"{value:.7g}") for value in np.asarray(values, dtype=np.float64).ravel()]
    row = {"call": name, "framework": framework, "y": plain(y), "dx": plain(dx), **{n: plain(t) for n, t in zip(NAMES, tensors)}}
    rows.append(row)


# --- PyTorch and fast.ai ---


def pytorch_layer() -> torch.nn.BatchNorm1d:
    layer = torch.nn.BatchNorm1d(3, eps=EPSILON, momentum=1 - MOMENTUM).double()
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(GAMMA))
        layer.bias.copy_(torch.tensor(BETA))
        layer.running_mean.copy_(torch.tensor(MEAN))
        layer.running_var.copy_(torch.tensor(VARIANCE))
    return layer


def pytorch_state(layer):
    return [t.detach().numpy() for t in (layer.weight, layer.bias, layer.running_mean, layer.running_var)]


def pytorch_step(name: str, requires_grad: bool, evaluates: bool, train_again: bool = False) -> None:
    layer = pytorch_layer()
    model = torch.nn.Sequential(layer).train()
    for parameter in layer.parameters():
        parameter.requires_grad_(requires_grad)
    if evaluates:
        layer.eval()
    if train_again:
        model.train()
    x = torch.tensor(X, requires_grad=True)
    y = layer(x)
    (y * torch.tensor(WEIGHTS)).sum().backward()
    with torch.no_grad():
        for parameter in layer.parameters():
            if parameter.grad is not None:
                parameter -= RATE * parameter.grad
    note(name, f"PyTorch {torch.__version__.split('+')[0]}", y.detach().numpy(), x.grad.numpy(), pytorch_state(layer))


pytorch_step("nothing frozen", True, False)
pytorch_step("requires_grad = False", False, False)
pytorch_step("eval()", True, True)
pytorch_step("requires_grad = False and eval()", False, True)
pytorch_step("requires_grad = False and eval(), then model.train()", False, True, True)


class Net(torch.nn.Module):
    """A body of one batch normalization, a head that keeps its gradient out of the way."""

    def __init__(self):
        super().__init__()
        self.body, self.head = pytorch_layer(), torch.nn.Linear(1, 1).double()

    def forward(self, x):
        # A leaf of its own: its gradient is noted, and something needs one where all is frozen.
        self.x = x.detach().as_subclass(torch.Tensor).requires_grad_(True)
        self.y = self.body(self.x)
        return self.y


def fastai_step(name: str, train_bn: bool, callbacks: list) -> None:
    net = Net()
    examples = list(zip(torch.tensor(X), torch.tensor(WEIGHTS)))
    loaders = DataLoaders(*(DataLoader(examples, bs=5) for _ in range(2)), device=torch.device("cpu"))
    learner = Learner(
        loaders, net, loss_func=lambda y, w: (y * w).sum(), lr=RATE, opt_func=SGD, train_bn=train_bn, cbs=callbacks,
        splitter=lambda m: [list(m.body.parameters()), list(m.head.parameters())],
    )
    # It averages losses in float32.
    learner.remove_cb(learner.recorder)
    learner.freeze()
    with learner.no_bar():
        learner.fit(1, lr=RATE)
    note(name, f"fast.ai {fastai.__version__}", *net.noted, pytorch_state(net.body))


class Note(Callback):
    """Keeps output and gradient of the training step; a validation follows it."""

    def after_backward(self):
        net = self.learn.model
        net.noted = (net.y.detach().numpy().copy(), net.x.grad.numpy().copy())


fastai_step("freeze()", True, [Note()])
fastai_step("freeze(), train_bn = False", False, [Note()])
fastai_step("freeze(), train_bn = False, BnFreeze", False, [Note(), BnFreeze()])

# --- Keras 3 ---

keras.config.set_floatx("float64")


def keras_step(name: str, trainable: bool, training: bool | None, whole_model: bool = False) -> None:
    layer = keras.layers.BatchNormalization(momentum=MOMENTUM, epsilon=EPSILON)
    base = keras.Sequential([keras.Input((3,)), layer])
    model = keras.Sequential([keras.Input((3,)), base])
    layer.set_weights([np.array(t) for t in (GAMMA, BETA, MEAN, VARIANCE)])
    (base if whole_model else layer).trainable = trainable
    x = torch.tensor(X, requires_grad=True)
    y = (model if whole_model else layer)(x, training=training)
    (y * torch.tensor(WEIGHTS)).sum().backward()
    for variable in layer.trainable_variables:
        variable.assign(variable.value - RATE * variable.value.grad)
    state = [keras.ops.convert_to_numpy(t) for t in (layer.gamma, layer.beta, layer.moving_mean, layer.moving_variance)]
    note(name, f"Keras {keras.__version__}", y.detach().numpy(), x.grad.numpy(), state)


for trainable in (True, False):
    for training in (True, False):
        keras_step(f"trainable = {trainable}, training = {training}", trainable, training)

keras_step("base_model.trainable = False, training = True", False, True, True)

# --- tf.keras as in TensorFlow 1: the layer of then, in a graph of then, trained by fit() ---


def tensorflow_1_step() -> None:
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session().as_default() as session:
        inputs = tf_keras.Input((3,), dtype="float64")
        layer = v1.keras.layers.BatchNormalization(momentum=MOMENTUM, epsilon=EPSILON, dtype="float64", trainable=False)
        y = layer(inputs)
        model = tf_keras.Model(inputs, y)
        model.compile(v1.keras.optimizers.SGD(RATE), loss=lambda w, out: tf.reduce_sum(out * w))
        layer.set_weights([np.array(t) for t in (GAMMA, BETA, MEAN, VARIANCE)])
        dx = tf.gradients(tf.reduce_sum(y * WEIGHTS), inputs)[0]
        phase = v1.keras.backend.learning_phase()
        found_y, found_dx = session.run([y, dx], {inputs: X, phase: True})
        # A head to train: Keras refuses to train a model without weights.
        head = tf_keras.layers.Dense(3, kernel_initializer="identity", dtype="float64")
        trained = tf_keras.Model(inputs, head(y))
        trained.compile(v1.keras.optimizers.SGD(RATE), loss=lambda w, out: tf.reduce_sum(out * w))
        layer.set_weights([np.array(t) for t in (GAMMA, BETA, MEAN, VARIANCE)])
        trained.train_on_batch(X, WEIGHTS)
        note("trainable = False", f"tf.keras of TensorFlow 1 (in tf_keras {tf_keras.__version__})",
             found_y, found_dx, layer.get_weights())


tensorflow_1_step()

write_record(
    "11_frozen_frameworks",
    rows,
    command="python tools/frozen_frameworks.py",
    device="cpu",
    code="tools/frozen_frameworks.py",
    begun=BEGUN,
)
for row in rows:
    print(row["framework"], row["call"], row["mean"])
