/**
 * The committed figures of a lesson: a folder with a picture and the numbers of each, and a README.
 * @module
 */
import { join } from "node:path";
import { compare, type Move } from "./compare.ts";
import { namesIn, readIfThere, removeAbandoned, removeIfThere, writeChanged } from "./files.ts";
import type { DrawnFigure, Lesson, NotebookFigure } from "./notebook.ts";

/** Larger numbers would make the repository heavy and the figure slow. */
const largestJson = 200_000;

/** How a figure differs from the committed one. */
export interface Difference {
  name: string;
  /** `new` and `gone` are figures that only one side has, `broken` one whose files cannot be used. */
  state: "same" | "within" | "beyond" | "new" | "gone" | "broken";
  moves: Move[];
  tolerance: number;
}

/** How the figures of a lesson differ from the committed ones in `folder`. */
export async function differences(lesson: Lesson, folder: string): Promise<Difference[]> {
  const drawn = await Promise.all(lesson.figures.map((figure) => difference(figure, folder)));
  const gone = await noLongerDrawn(lesson, folder);
  return [
    ...drawn,
    ...gone.map((name) => ({ name, state: "gone" as const, moves: [], tolerance: 0 })),
  ];
}

async function difference(figure: NotebookFigure, folder: string): Promise<Difference> {
  const { name, layout: { meta: { tolerance } } } = figure;
  const [json, svg] = await Promise.all(
    [".json", ".svg"].map((ending) => readIfThere(join(folder, name + ending))),
  );
  if (json === undefined && svg === undefined) return { name, state: "new", moves: [], tolerance };
  const before = json === undefined ? undefined : parsed(json);
  if (!before || !svg) return { name, state: "broken", moves: [], tolerance };
  const moves = compare(before, figure);
  const beyond = moves.some(({ share }) => !(share <= tolerance));
  return {
    name,
    state: moves.length === 0 ? "same" : beyond ? "beyond" : "within",
    moves,
    tolerance,
  };
}

function parsed(json: string): DrawnFigure | undefined {
  try {
    const { data, layout } = JSON.parse(json);
    return Array.isArray(data) && layout ? { data, layout } : undefined;
  } catch {
    return undefined;
  }
}

/** Figures in the folder that the lesson does not show. */
async function noLongerDrawn(lesson: Lesson, folder: string): Promise<string[]> {
  const shown = new Set(lesson.figures.map((figure) => figure.name));
  const names = (await namesIn(folder))
    .filter((file) => /\.(svg|json)$/.test(file))
    .map((file) => file.replace(/\.\w+$/, ""));
  return [...new Set(names)].filter((name) => !shown.has(name));
}

/** Which figures are written anew, and with which pictures. */
export interface GalleryOptions {
  folder: string;
  /** The picture of each figure; without a browser none. */
  svgs: Map<string, string>;
  /** Writes every figure, moved or not. */
  force: boolean;
}

/** The figures written and removed, by name. */
export interface Written {
  written: string[];
  removed: string[];
}

/**
 * Writes what moved beyond its tolerance, and removes what is no longer drawn.
 *
 * @throws {RangeError} when the numbers of a figure take more than 200 KB.
 */
export async function writeGallery(lesson: Lesson, options: GalleryOptions): Promise<Written> {
  const { folder, svgs, force } = options;
  const jsons = new Map(
    lesson.figures.map((figure) => [figure.name, jsonOf(figure, lesson.name)]),
  );
  const written: string[] = [];
  const removed: string[] = [];
  for (const { name, state } of await differences(lesson, folder)) {
    if (state === "gone") {
      await removeFigure(folder, name);
      removed.push(name);
    } else if (force || state !== "same" && state !== "within") {
      if (await writeFigure(join(folder, name), jsons.get(name)!, svgs.get(name))) {
        written.push(name);
      }
    }
  }
  await removeAbandoned(folder);
  if (lesson.figures.length > 0) await writeChanged(join(folder, "README.md"), readme(lesson));
  else await removeIfThere(folder);
  return { written, removed };
}

/** The picture first: were this stopped between the two, the numbers would still ask for it. */
async function writeFigure(stem: string, json: string, svg?: string): Promise<boolean> {
  // A picture of other numbers is worse than none.
  if (svg === undefined) await removeIfThere(`${stem}.svg`);
  const drew = svg !== undefined && await writeChanged(`${stem}.svg`, svg);
  return await writeChanged(`${stem}.json`, json) || drew;
}

async function removeFigure(folder: string, name: string): Promise<void> {
  for (const ending of [".svg", ".json"]) await removeIfThere(join(folder, name + ending));
}

/** Readable in a diff: one line for each field, an array of numbers on one. */
function jsonOf({ name, data, layout }: NotebookFigure, lesson: string): string {
  const spaced = JSON.stringify({ data, layout }, null, 1);
  // Only an array of numbers starts with a line break: a text in JSON holds none.
  const json = spaced.replace(/\[\n[-+.,\dnule\s]*\]/g, (array) => array.replace(/\s+/g, "")) +
    "\n";
  if (json.length > largestJson) {
    throw new RangeError(
      `figures: the numbers of a figure must fit into ${
        largestJson / 1000
      } KB; those of "${name}" ` +
        `in ${lesson} take ${Math.ceil(json.length / 1000)} KB: give it fewer points`,
    );
  }
  return json;
}

function readme({ name, title, figures }: Lesson): string {
  const shown = figures.map((figure) => {
    const caption = escapeMarkdown(figure.layout.meta.alt);
    return `![${caption}](${figure.name}.svg)\n\n*${caption}*\n`;
  });
  const head =
    `# ${title}\n\nThe figures of [the lesson](../../notebooks/${name}.ipynb), in its order. ` +
    `They are written by \`make\`; the numbers of each lie beside it as JSON.\n`;
  return [head, ...shown].join("\n");
}

function escapeMarkdown(text: string): string {
  return text.trim().replace(/\s+/g, " ").replace(/[\\`*_[\]<>|$]/g, "\\$&");
}
