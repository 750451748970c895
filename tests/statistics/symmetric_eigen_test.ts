import assert from "node:assert/strict";
import { symmetricEigen } from "../../lib/statistics/symmetric_eigen.ts";

Deno.test("symmetricEigen() gives rising eigenvalues with vectors that the matrix stretches", () => {
  // The second difference matrix of size d has eigenvalues 2 − 2·cos(kπ/(d + 1)).
  const d = 7;
  const matrix: number[][] = Array.from(
    { length: d },
    (_, i) => Array.from({ length: d }, (_, j) => i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0),
  );
  const { values, vectors } = symmetricEigen(matrix);
  values.forEach((value, k) => {
    assert(Math.abs(value - (2 - 2 * Math.cos((k + 1) * Math.PI / (d + 1)))) < 1e-12);
    const stretched = matrix.map((row) => row.reduce((sum, m, j) => sum + m * vectors[k][j], 0));
    stretched.forEach((v, i) => assert(Math.abs(v - value * vectors[k][i]) < 1e-12));
    assert(Math.abs(Math.hypot(...vectors[k]) - 1) < 1e-12);
  });
});

Deno.test("symmetricEigen() refuses what is empty, not square, or not finite", () => {
  for (const wrong of [[], [[1, 2]], [[NaN]], [[1, 2], [2, Infinity]]]) {
    assert.throws(() => symmetricEigen(wrong), /square matrix of finite numbers/);
  }
});
