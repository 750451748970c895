/** What PyTorch and Keras computed in float64: norm_fixture.py made it. */
import assert from "node:assert/strict";
import { tf } from "../../lib/tensorflow/tf.ts";
import fixture from "./norm_fixture.json" with { type: "json" };

/** Numbers in the order of the tensor. */
export interface Values {
  shape: number[];
  values: number[];
}

/** One normalization: inputs, output, and the gradients of sum(y · weights). */
export interface NormCase {
  x: Values;
  gamma: Values;
  beta: Values;
  weights: Values;
  y: Values;
  dx: Values;
  dgamma: Values;
  dbeta: Values;
  epsilon: number;
}

export const outputs = fixture.outputs as Record<string, NormCase>;
export const running = fixture.running as unknown as
  & { batches: Values[] }
  & Record<"PyTorch" | "Keras", { mean: Values; variance: Values; inference: Values }>;

export function tensorOf<T extends tf.Tensor = tf.Tensor>({ shape, values }: Values): T {
  return tf.tensor(values, shape) as T;
}

/** Sums of up to `terms` numbers of about the size of the largest, in float32. */
export function assertNear(
  found: tf.Tensor,
  expected: Values,
  { terms, what }: { terms: number; what: string },
): void {
  assert.deepEqual(found.shape, expected.shape, what);
  const size = Math.max(1, ...expected.values.map(Math.abs));
  const bound = 4 * terms * size * 2 ** -24;
  found.dataSync().forEach((value, i) =>
    assert(Math.abs(value - expected.values[i]) <= bound, `${what} ${i}: ${value}`)
  );
}

/** Holds a normalization against the output and the gradients of a case. */
export function assertCase(
  name: string,
  normalize: (x: tf.Tensor, gamma: tf.Tensor1D, beta: tf.Tensor1D, epsilon: number) => tf.Tensor,
): void {
  tf.tidy(() => {
    const given = outputs[name];
    const [x, gamma, beta, weights] = [given.x, given.gamma, given.beta, given.weights].map((one) =>
      tensorOf(one)
    );
    const forward = (...args: tf.Tensor[]) =>
      normalize(args[0], args[1] as tf.Tensor1D, args[2] as tf.Tensor1D, given.epsilon);
    const terms = given.x.values.length;
    assertNear(forward(x, gamma, beta), given.y, { terms: 20, what: "y" });
    const loss = (...args: tf.Tensor[]) => forward(...args).mul(weights).sum().asScalar();
    const gradients = tf.grads(loss)([x, gamma, beta]);
    (["dx", "dgamma", "dbeta"] as const).forEach((what, i) =>
      assertNear(gradients[i], given[what], { terms, what })
    );
  });
}
