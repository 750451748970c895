import assert from "node:assert/strict";
import { descentPaths } from "../../lib/figures/descent_paths.ts";

Deno.test("descentPaths() contour each loss around its path and its lowest point", () => {
  const panel = {
    ...{ title: "bowl", weights: ["a", "b"] as [string, string], lowest: [0, 0] },
    loss: ([a, b]: [number, number]) => a * a + b * b,
    path: [{ weights: [4, 2] }, { weights: [1, 1] }],
  };
  const { data, layout } = descentPaths([panel, panel], { name: "way", title: "A", alt: "A." });
  assert.equal(data.length, 6);
  const [contour, path, lowest] = data as { x: number[]; y: number[]; z: number[][] }[];
  assert.deepEqual([path.x, path.y, lowest.x], [[4, 1], [2, 1], [0]]);
  assert.deepEqual([contour.x[0], contour.x.at(-1)], [-1, 5]);
  assert.equal(contour.z.length, contour.y.length);
  assert.equal((layout.yaxis2 as { title: { text: string } }).title.text, "b");
});
