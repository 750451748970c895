"""Stop while TensorFlow computes, in a real kernel: it ends, and the next computation is whole."""

from __future__ import annotations

import pytest
from lesson.project import BUILD

from tests.kernel.session import Session, text_of

IMPORTS = """
import { progress } from "../lib/jupyter/progress.ts";
import { tf } from "../lib/tensorflow/tf.ts";
"""
ENDLESS = """
const w = tf.variable(tf.randomNormal([300, 300], 0, 0.05, "float32", 1));
const optimizer = tf.train.sgd(0.01);
console.log("computing");
for (let step = 1; ; step++) {
  optimizer.minimize(() => w.matMul(w).tanh().square().mean());
  progress("endless", { done: step, of: 1e6 });
}
"""
SLOPE = "console.log(tf.tidy(() => tf.grad((x) => x.square().sum())(tf.scalar(3)).dataSync()[0]))"


@pytest.fixture(scope="module")
def session():
    BUILD.mkdir(exist_ok=True)
    with Session(BUILD) as started:
        assert started.run(IMPORTS)[0] is None
        yield started


def stop_at(session: Session, what: str):
    """A watcher that presses Stop once, when an output contains these words."""
    pressed = []

    def watch(message: dict) -> None:
        if what in str(message["content"]) and not pressed:
            pressed.append(message)
            session.stop()

    return watch


@pytest.mark.parametrize("attempt", range(3))
def test_gradients_are_right_after_training_was_stopped(session, attempt):
    failure, outputs = session.run(ENDLESS, watch=stop_at(session, "endless"))
    assert failure is not None and "did not end" not in failure.message
    # Each attempt starts again: its progress line must show again, as the stop itself shows.
    assert "endless" in str(outputs)
    failure, outputs = session.run(SLOPE)
    assert failure is None, failure
    assert text_of(outputs).strip() == "6"


def test_variables_of_a_stopped_training_hold_numbers(session):
    failure, outputs = session.run("console.log(Number.isFinite(w.square().sum().dataSync()[0]))")
    assert failure is None, failure
    assert text_of(outputs).strip() == "true"
