import assert from "node:assert/strict";
import { tf } from "../../lib/tensorflow/tf.ts";
import { activations } from "../../lib/activations/activations.ts";
import { seluAlpha, seluLambda } from "../../lib/activations/selu.ts";

const points = [-7.3, -2.1, -0.6, -0.05, 0.04, 0.7, 1.9, 6.4];

for (const phi of activations) {
  Deno.test(`${phi.title}: derivative agrees with central differences`, () => {
    for (const u of points) {
      const h = 1e-5;
      const slope = (phi.value(u + h) - phi.value(u - h)) / (2 * h);
      // Truncation h²·|φ'''|/6 and cancellation 2⁻⁵³·|φ|/h, with |φ'''| ≤ 2 and |φ| ≤ 8.
      assert(Math.abs(phi.derivative(u) - slope) < 2 * h * h + 8 * 2 ** -52 / h, `at ${u}`);
    }
  });

  Deno.test(`${phi.title}: value agrees with TensorFlow.js`, () => {
    const operation = {
      sigmoid: tf.sigmoid,
      tanh: tf.tanh,
      relu: tf.relu,
      leakyrelu: (x: tf.Tensor) => tf.leakyRelu(x, 0.3),
      elu: tf.elu,
      selu: tf.selu,
      gelu: (x: tf.Tensor) => x.div(Math.SQRT2).erf().add(1).mul(x).div(2),
      swish: (x: tf.Tensor) => x.mul(tf.sigmoid(x)),
    }[phi.name]!;
    const values = tf.tidy(() => (operation as (x: tf.Tensor) => tf.Tensor)(tf.tensor1d(points)))
      .dataSync();
    points.forEach((u, i) => {
      // float32 of u and of six operations on numbers up to 8.
      assert(Math.abs(values[i] - phi.value(u)) < 8 * 8 * 2 ** -24, `at ${u}: ${values[i]}`);
    });
  });
}

Deno.test("SELU's constants solve its two equations", () => {
  // Klambauer et al. 2017, closed form of α and λ.
  const e = Math.E;
  const erfc = (x: number) => 1 - tf.tidy(() => tf.erf(tf.scalar(x)).dataSync()[0]);
  const alpha = -Math.sqrt(2 / Math.PI) / (erfc(1 / Math.SQRT2) * Math.exp(0.5) - 1);
  assert(Math.abs(alpha - seluAlpha) < 1e-5, `α = ${alpha}`);
  assert(seluLambda > 1 && e > seluLambda);
});
