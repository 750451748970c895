import assert from "node:assert/strict";
import { mnist } from "../../lib/datasets/mnist.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("mnist() splits 10,000 digits [N, 28, 28, 1] with pixels from 0 to 1", () => {
  const { train, test } = mnist();
  assert.deepEqual(train.images.shape, [8000, 28, 28, 1]);
  assert.deepEqual(test.images.shape, [2000, 28, 28, 1]);
  assert.equal(train.labels.dtype, "int32");
  assert.equal(train.images.min().dataSync()[0], 0);
  assert.equal(train.images.max().dataSync()[0], 1);
  const counts = tf.bincount(tf.concat([train.labels, test.labels]), [], 10).dataSync();
  // The package's README: 863 to 1,127 digits of each class.
  assert.equal(Math.min(...counts), 863);
  assert.equal(Math.max(...counts), 1127);
});

Deno.test("mnist() pairs each image with its own label: class means differ as digits do", () => {
  const { train } = mnist();
  const ink = (digit: number) =>
    tf.tidy(() => {
      const is = train.labels.equal(digit).cast("float32");
      return train.images.mean([1, 2, 3]).mul(is).sum().div(is.sum()).dataSync()[0];
    });
  // A zero takes about twice the ink of a one; shuffled labels would give both the average.
  assert(ink(0) > 1.8 * ink(1), `${ink(0)} and ${ink(1)}`);
});

Deno.test("mnist() keeps every digit once and shuffles by the seed", () => {
  const sums = (seed: number) => {
    const { train, test } = mnist({ seed, testSize: 3001 });
    return tf.concat([test.images, train.images]).sum([1, 2, 3]).dataSync();
  };
  const [first, again, other] = [sums(1), sums(1), sums(2)];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
  assert.deepEqual(first.toSorted(), other.toSorted());
});

Deno.test("mnist() refuses a test set of nothing, of everything and of NaN", () => {
  for (const testSize of [0, 10_000, NaN, 1.5]) {
    assert.throws(() => mnist({ testSize }), RangeError);
  }
});
