import assert from "node:assert/strict";
import { distanceFromLinear } from "../../lib/experiments/distance_from_linear.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

const x = tf.randomNormal([53, 11], 0, 1, "float32", 2) as tf.Tensor2D;
const net = { depth: 1, width: 211, seed: 3 };

Deno.test("distanceFromLinear() of a linear net is 0", async () => {
  assert.equal(await distanceFromLinear(x, { ...net, activation: "linear", gain: 1 }), 0);
});

Deno.test("distanceFromLinear() of one tanh layer with small weights is √(5/3)·q", async () => {
  // tanh(u) − u ≈ −u³/3, so the ratio is √(E[u⁶]/9 / E[u²]) = √(15/9)·q for u ~ N(0, q), q = 0.01.
  const distance = await distanceFromLinear(x, { ...net, activation: "tanh", gain: 0.01 });
  const expected = Math.sqrt(15 / 9) * 0.01;
  // u⁶ is heavy-tailed: 11,183 values that 53 inputs share give it to about 15 %.
  assert(Math.abs(distance / expected - 1) < 0.3, `${distance} and ${expected}`);
});
