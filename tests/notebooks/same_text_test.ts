/** What a lesson writes out stands in lib/ in the same words: cells tagged `same-as:<file>`. */
import assert from "node:assert/strict";
import { walk } from "../house/walk.ts";

interface Cell {
  id: string;
  cell_type: string;
  source: string[];
  metadata: { tags?: string[] };
}

/** The declarations of a text with their comments, without `export`, one string each. */
function declarations(text: string): string[] {
  return text.replaceAll(/^export /gm, "").split(/\n\n+/).map((part) => part.trim()).filter(
    Boolean,
  );
}

function regions(path: string): string[] {
  const text = Deno.readTextFileSync(path);
  return [...text.matchAll(/\/\/ #region \w+\n([^]*?)\/\/ #endregion/g)].flatMap(([, body]) =>
    declarations(body)
  );
}

let tagged = 0;
for (const path of walk("notebooks", ".ipynb")) {
  const { cells } = JSON.parse(Deno.readTextFileSync(path)) as { cells: Cell[] };
  for (const cell of cells) {
    const tag = cell.metadata.tags?.find((tag) => tag.startsWith("same-as:"));
    if (!tag) continue;
    tagged++;
    const file = tag.slice("same-as:".length);
    Deno.test(`${path}, cell ${cell.id}: says what ${file} says`, () => {
      const shown = declarations(cell.source.join(""));
      const marked = regions(file);
      assert(marked.length > 0, `${file} has no // #region`);
      for (const part of marked) assert(shown.includes(part), `the lesson lacks:\n${part}`);
    });
  }
}

Deno.test("lessons write out what they teach", () => {
  assert(tagged >= 2, "no cell is tagged same-as");
});
