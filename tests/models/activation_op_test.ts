import assert from "node:assert/strict";
import { activations } from "../../lib/activations/activations.ts";
import { sigmoid } from "../../lib/activations/sigmoid.ts";
import { activationOp, type MlpActivation } from "../../lib/models/activation_op.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const places = [-1.3, 0.4, 2.2];

Deno.test("activationOp() computes and differentiates what lib/activations says in float64", () => {
  const u = tf.tensor1d(places);
  const plain = { title: "linear", name: "linear", value: (v: number) => v, derivative: () => 1 };
  const centred = {
    ...{ title: "σ − ½", name: "centredSigmoid", value: (v: number) => sigmoid(v) - 0.5 },
    derivative: (v: number) => sigmoid(v) * (1 - sigmoid(v)),
  };
  for (const { name, value, derivative } of [plain, centred, ...activations]) {
    const op = activationOp(name as MlpActivation);
    const [values, slopes] = [op(u), tf.grad((x: tf.Tensor) => op(x))(u)].map((t) => t.dataSync());
    places.forEach((v, i) => {
      assert(Math.abs(values[i] - value(v)) < 8 * 2.2 * 2 ** -24, `${name}(${v})`);
      assert(Math.abs(slopes[i] - derivative(v)) < 16 * 2.2 * 2 ** -24, `${name}'(${v})`);
    });
  }
});

Deno.test("activationOp() names the activations there are when asked for another", () => {
  for (const name of ["softplus", "toString"]) {
    assert.throws(() => activationOp(name as MlpActivation), /no activation ".*linear, sigmoid/);
  }
});
