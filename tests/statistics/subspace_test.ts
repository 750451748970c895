import assert from "node:assert/strict";
import { principalAngles, projections } from "../../lib/statistics/subspace.ts";

const near = (found: number[], expected: number[]) => {
  assert.equal(found.length, expected.length);
  // The arccosine near 1 turns an error of 1e-16 into one of 1e-8 radians, 1e-6 degrees.
  found.forEach((angle, i) => assert(Math.abs(angle - expected[i]) < 1e-5, `${found}`));
};

Deno.test("principalAngles() gives the angle of two lines, whatever the length and the sign", () => {
  near(principalAngles([[3, 0]], [[-1, -1]]), [45]);
  near(principalAngles([[1, 0, 0]], [[0, 5, 0]]), [90]);
});

Deno.test("principalAngles() of two planes: one common direction, one turned by 30 degrees", () => {
  const turned = [0, Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  near(principalAngles([[1, 0, 0], [0, 1, 0]], [[2, 0, 0], turned]), [30, 0]);
});

Deno.test("principalAngles() does not depend on the rows that span a space", () => {
  const plane = [[1, 2, 0, 1, 5], [0, 1, 3, -1, 2]];
  const same = [[1, 3, 3, 0, 7], [2, 3, -3, 3, 8]];
  near(principalAngles(plane, same), [0, 0]);
});

Deno.test("principalAngles() of spaces of different dimension has one for each row of the smaller", () => {
  near(principalAngles([[1, 1, 0]], [[1, 0, 0], [0, 1, 0]]), [0]);
  near(principalAngles([[1, 0, 0], [0, 0, 1]], [[1, 1, 0]]), [45]);
});

Deno.test("projections() are the nearest vectors of a space, whatever spans it", () => {
  const [onto] = projections([[1, 2, 3]], [[1, 1, 0], [2, 0, 0]]);
  onto.forEach((value, i) => assert(Math.abs(value - [1, 2, 0][i]) < 1e-12, `${onto}`));
  // What is left stands at right angles to every row that spans the space.
  const rows = [[1, 2, 0, 1, 5], [0, 1, 3, -1, 2]];
  const vector = [2, -1, 4, 0, 3];
  const [near] = projections([vector], rows);
  for (const row of rows) {
    const dot = row.reduce((sum, value, i) => sum + value * (vector[i] - near[i]), 0);
    assert(Math.abs(dot) < 1e-12);
  }
  assert.throws(() => projections([[1, 2]], []), RangeError);
});

Deno.test("principalAngles() asks for rows of one length, and for rows that span a space", () => {
  assert.throws(() => principalAngles([], [[1]]), RangeError);
  assert.throws(() => principalAngles([[1, 2]], [[1]]), /all of one length/);
  assert.throws(() => principalAngles([[1, 2], [2, 4]], [[1, 0]]), /independent/);
  assert.throws(() => principalAngles([[NaN, 2]], [[1, 0]]), /independent/);
});
