/** Prints as JSON what 10,000 calls and 200 compilations leave behind, after a warm-up of each. */
import { compile } from "../../../lib/tensorflow/compile/compile.ts";
import { tf } from "../../../lib/tensorflow/tf.ts";

const w = tf.variable(tf.randomNormal([31, 29], 0, 1, "float32", 1));
const x = tf.ones([7, 31]);
const rows = tf.ones([10, 7, 31]);
const optimizer = tf.train.adam(0.001);
const step = compile((x: tf.Tensor) =>
  optimizer.minimize(() => x.matMul(w).tanh().square().mean().asScalar(), true, [w])!
);

function calls(count: number): void {
  for (let i = 0; i < count; i++) {
    if (i % 10 === 0) step.many([rows]).dispose();
    else step(x).dispose();
  }
}

function compilations(count: number): void {
  for (let i = 0; i < count; i++) {
    const other = compile((x: tf.Tensor) => x.mul(i).matMul(w).tanh().sum());
    other(x).dispose();
    other.many([rows]).dispose();
    other.dispose();
  }
}

function use(warmUp: () => void, work: () => void): { tensors: number; megabytes: number } {
  warmUp();
  const [tensors, megabytes] = [tf.memory().numTensors, resident()];
  work();
  return { tensors: tf.memory().numTensors - tensors, megabytes: resident() - megabytes };
}

/** Resident memory in MiB after a collection. */
function resident(): number {
  (globalThis as unknown as { gc(): void }).gc();
  return Deno.memoryUsage().rss / 2 ** 20;
}

console.log(JSON.stringify({
  calls: use(() => calls(6000), () => calls(10_000)),
  // The library fills pools of its own for some hundred graphs; from then on nothing grows.
  compilations: use(() => compilations(200), () => compilations(200)),
}));
