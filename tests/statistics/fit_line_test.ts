import assert from "node:assert/strict";
import { fitLine } from "../../lib/statistics/fit_line.ts";

Deno.test("fitLine() finds a line, and minimizes the squares around it", () => {
  const [x, y] = [[1, 2, 3, 5, 7], [2.1, 1.7, 4.4, 3.2, 8.8]];
  const { slope, intercept } = fitLine(x, y);
  const squares = (a: number, b: number) =>
    x.reduce((sum, v, i) => sum + (y[i] - a * v - b) ** 2, 0);
  for (const [da, db] of [[1e-3, 0], [-1e-3, 0], [0, 1e-3], [0, -1e-3]]) {
    assert(squares(slope, intercept) < squares(slope + da, intercept + db));
  }
});

Deno.test("fitLine() refuses one point", () => {
  assert.throws(() => fitLine([1], [2]), /at least two points/);
});
