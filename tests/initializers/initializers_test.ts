import assert from "node:assert/strict";
import {
  fansOf,
  glorot,
  he,
  lecun,
  orthogonal,
  pytorchDefault,
  scaled,
} from "../../lib/initializers/initializers.ts";
import { tf } from "../../lib/tensorflow/tf.ts";

Deno.test("fansOf() counts the window of a convolution, and refuses what is no shape", () => {
  assert.deepEqual(fansOf([7, 5]), { fanIn: 7, fanOut: 5 });
  assert.deepEqual(fansOf([3, 2, 7, 5]), { fanIn: 42, fanOut: 30 });
  for (const wrong of [[], [7], [0, 5], [7, -1], [7, 2.5], [NaN, 3]]) {
    assert.throws(() => fansOf(wrong), /positive whole numbers.*received/);
  }
});

Deno.test("the laws are those of the papers", () => {
  const fans = { fanIn: 300, fanOut: 100 };
  // Glorot & Bengio 2010, eq. 12; He et al. 2015, eq. 10; LeCun et al. 1998, eq. 16.
  assert.equal(glorot(fans), 1 / 200);
  assert.equal(he(fans), 1 / 150);
  assert.equal(lecun(fans), 1 / 300);
  // A uniform variable on ±1/√n has variance 1/(3n).
  assert.equal(pytorchDefault(fans), 1 / 900);
});

for (const distribution of ["normal", "uniform"] as const) {
  Deno.test(`scaled() draws with the variance of the law, uncut, ${distribution}`, () => {
    const layer = tf.layers.conv2d({
      ...{ inputShape: [9, 9, 11], filters: 70, kernelSize: 3 },
      kernelInitializer: scaled({ law: he, distribution, seed: 4 }),
    });
    const model = tf.sequential({ layers: [layer] });
    const [kernel] = layer.getWeights();
    assert.deepEqual(kernel.shape, [3, 3, 11, 70]);
    const { mean, variance } = tf.moments(kernel);
    const count = 3 * 3 * 11 * 70;
    assert(Math.abs(variance.dataSync()[0] * 99 / 2 - 1) < 4 * Math.sqrt(2 / count));
    assert(Math.abs(mean.dataSync()[0]) < 4 * Math.sqrt(2 / 99 / count));
    const beyond = kernel.abs().greater(2 * Math.sqrt(2 / 99)).mean().dataSync()[0];
    // A normal distribution has 4.6 % beyond two standard deviations, a uniform one has none.
    const expected = distribution === "normal" ? 0.0455 : 0;
    assert(Math.abs(beyond - expected) < 4 * Math.sqrt(0.0455 / count));
    model.dispose();
  });
}

for (const shape of [[7, 7], [11, 5], [5, 11], [3, 2, 7, 5]]) {
  Deno.test(`orthogonal() has orthonormal columns or rows times √gain, [${shape}]`, () => {
    tf.tidy(() => {
      const kernel = orthogonal({ gain: 1.7, seed: 3 }).apply(shape);
      const rows = shape.slice(0, -1).reduce((a, b) => a * b, 1);
      const matrix = kernel.reshape([rows, shape.at(-1)!]) as tf.Tensor2D;
      const tall = rows >= shape.at(-1)!;
      const gram = tall ? matrix.matMul(matrix, true) : matrix.matMul(matrix, false, true);
      const gap = gram.div(1.7).sub(tf.eye(gram.shape[0])).abs().max().dataSync()[0];
      assert(gap < 1e-6, `${gap}`);
    });
  });
}

Deno.test("orthogonal() is drawn evenly: no entry has a sign of its own", () => {
  // The mean of 400 draws of an entry of a 3 × 3 matrix, whose variance is 1/3.
  const sums = tf.tidy(() =>
    tf.stack(Array.from({ length: 400 }, (_, seed) => orthogonal({ seed }).apply([3, 3]))).mean(0)
  );
  for (const mean of sums.dataSync()) {
    assert(Math.abs(mean) < 4 * Math.sqrt(1 / 3 / 400), `${mean}`);
  }
});

Deno.test("initializers give the same for a seed, and refuse a negative gain", () => {
  const draw = (seed: number) => [...orthogonal({ seed }).apply([4, 3]).dataSync()];
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  for (const gain of [-1, NaN]) assert.throws(() => orthogonal({ gain, seed: 1 }), RangeError);
});
