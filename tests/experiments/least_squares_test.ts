import assert from "node:assert/strict";
import { leastSquares } from "../../lib/experiments/least_squares.ts";

const x = [[1, 2, -1], [0.5, -3, 2], [2, 0, 1], [-1, 1, 4], [3, 1, 0.2]];
const surface = leastSquares(x, [1, -2, 0.5, 3, 0]);
const w = [0.3, -0.2, 0.7];
const moved = (j: number, by: number) => w.map((value, k) => k === j ? value + by : value);

Deno.test("leastSquares() has the gradient and the Hessian of central differences", () => {
  const h = 1e-4;
  surface.gradient(w).forEach((slope, j) => {
    const difference = (surface.loss(moved(j, h)) - surface.loss(moved(j, -h))) / (2 * h);
    assert(Math.abs(slope - difference) < 1e-9);
    const [up, down] = [surface.gradient(moved(j, h)), surface.gradient(moved(j, -h))];
    up.forEach((value, k) =>
      assert(Math.abs(surface.hessian[k][j] - (value - down[k]) / (2 * h)) < 1e-9)
    );
  });
});

Deno.test("leastSquares() is ½·mean of squared errors", () => {
  assert.equal(leastSquares([[1], [2]], [0, 0]).loss([3]), (9 + 36) / 4);
});

Deno.test("leastSquares() refuses no examples, and targets that are missing", () => {
  assert.throws(() => leastSquares([], []), RangeError);
  assert.throws(() => leastSquares(x, [1]), /5 examples and 1 targets/);
});
