"""Stop a compiled training in a real kernel: weights and history are whole, and it goes on."""

from __future__ import annotations

import json

import pytest
from lesson.project import BUILD

from tests.kernel.session import Session, text_of
from tests.kernel.stop_test import stop_at

IMPORTS = """
import { mlp } from "../lib/models/mlp.ts";
import { History } from "../lib/training/history.ts";
import { train } from "../lib/training/train.ts";
import { compile } from "../lib/tensorflow/compile/compile.ts";
import { tf } from "../lib/tensorflow/tf.ts";
"""
SET_UP = """
const x = tf.randomNormal([600, 30], 0, 1, "float32", 1);
const labels = tf.tensor1d(Int32Array.from({ length: 600 }, (_, i) => i % 3), "int32");
const net = { inputs: 30, hidden: [50, 50], outputs: 3, activation: "tanh", gain: 1, seed: 1 };
const options = { batchSize: 20, learningRate: 0.01, seed: 4, probes: true };
const tensorsAtFirst = tf.memory().numTensors;
"""
# A net and a history of its own for each stop; the same names are assigned to again.
STOPPED = """
globalThis.model = mlp(net);
globalThis.history = new History();
console.log("training begins");
train(model, { x, labels }, { ...options, steps: 1e7, history });
"""
# What was done, and whether the weights are those of exactly so many steps: the same net is trained
# for that long without a stop. Probes look at every 20th step, the first included.
COMPARED = """
const done = history.steps;
const alone = mlp(net);
train(alone, { x, labels }, { ...options, steps: Math.max(done, 1) });
const rows = await history.rows();
const weights = (net) => net.getWeights().map((w) => [...w.dataSync()]).flat();
const now = weights(model);
const apart = Math.max(...weights(done > 0 ? alone : mlp(net)).map((w, i) => Math.abs(w - now[i])));
const looks = new Set((await history.probes()).map((row) => row.step)).size;
console.log(JSON.stringify({ done, rows: rows.length, apart, looks }));
"""
GO_ON = """
const before = history.steps;
train(model, { x, labels }, { ...options, steps: before + 500, history });
console.log(history.steps - before, (await history.rows()).at(-1).step - before);
"""
TRACED = """
const v = tf.variable(tf.scalar(3));
const step = compile((a) => {
  v.assign(v.add(a));
  console.log("recording");
  let y = a;
  for (let k = 0; k < 1e6; k++) y = tf.tidy(() => y.add(1));
  return y;
});
step(tf.scalar(1));
"""
AFTER_TRACING = """
const free = compile((a) => tf.grad((b) => b.square())(a));
console.log(v.dataSync()[0], free(tf.scalar(3)).dataSync()[0], Math.random() < 1);
"""


@pytest.fixture(scope="module")
def session():
    BUILD.mkdir(exist_ok=True)
    with Session(BUILD) as started:
        for source in (IMPORTS, SET_UP):
            failure, _ = started.run(source)
            assert failure is None, failure
        yield started


def run(session: Session, source: str) -> str:
    """What a cell prints; it must not fail."""
    failure, outputs = session.run("{" + source + "}")
    assert failure is None, failure
    return text_of(outputs).strip()


@pytest.mark.parametrize("moment", ["training begins", "loss"])
def test_weights_and_history_of_a_stopped_training_belong_together(session, moment):
    failure, _ = session.run(STOPPED, watch=stop_at(session, moment))
    assert failure is not None and "did not end" not in failure.message
    state = json.loads(run(session, COMPARED).splitlines()[-1])
    assert state["rows"] == state["done"]
    # The same batches; roundings only, since the long run may take XLA where the short one does not.
    # One step more or less moves a weight by a thousandth.
    assert state["apart"] < 1e-5, state
    assert state["looks"] == -(-state["done"] // 20)


def test_a_stopped_training_goes_on(session):
    assert run(session, GO_ON) == "500 500"


def test_a_stop_while_a_step_is_recorded_leaves_tensorflow_as_it_was(session):
    failure, _ = session.run(TRACED, watch=stop_at(session, "recording"))
    assert failure is not None and "did not end" not in failure.message
    assert run(session, AFTER_TRACING) == "3 6 true"
