import assert from "node:assert/strict";
import type { BandRow, LawLine } from "../../lib/figures/bands.ts";
import type { Figure } from "../../lib/figures/figure.ts";

const rows = [1, 2].flatMap((x) => [3, 5].map((value) => ({ group: "a", x, value })));
const laws = [{ name: "law", law: (x: number) => 3 + x }];

/** Tests that each builder draws the mean of the seeds, its laws, under a name of its own. */
export function testFigures(
  figures: Record<string, (rows: BandRow[], laws: LawLine[]) => Figure>,
): void {
  const names: string[] = [];
  for (const [name, draw] of Object.entries(figures)) {
    Deno.test(`${name}() draws the mean of the seeds, its laws, under a name of its own`, () => {
      const { data, layout } = draw(rows, laws);
      const lines = data.map((trace) => trace as { y: number[]; fill?: string });
      assert.deepEqual(lines.find(({ fill }) => !fill)!.y, [4, 4]);
      const drawsLaws = draw.length > 1;
      assert.equal(lines.length, drawsLaws ? 3 : 2);
      if (drawsLaws) assert.deepEqual([lines[2].y[0], lines[2].y.at(-1)], [4, 5]);
      assert(!names.includes(layout.meta.name));
      names.push(layout.meta.name);
    });
  }
}
