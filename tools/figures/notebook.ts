/**
 * The figures in an executed notebook.
 * @module
 */
import { basename } from "node:path";
// @ts-types="@types/plotly.js"
import type { Data } from "plotly.js-dist";
import type { FigureLayout } from "../../lib/figures/figure.ts";
import { writeChanged } from "./files.ts";

/** What is drawn and committed of a figure. */
export interface DrawnFigure {
  data: Data[];
  layout: FigureLayout;
}

/** A figure where it lies in its notebook: the MIME bundle can be given a picture. */
export interface NotebookFigure extends DrawnFigure {
  name: string;
  bundle: Record<string, unknown>;
}

/** An executed notebook with its figures in the order in which they are shown. */
export interface Lesson {
  /** The name of the notebook without its ending: `01_activations`. */
  name: string;
  /** The first heading. */
  title: string;
  figures: NotebookFigure[];
  path: string;
  text: string;
  notebook: Notebook;
}

interface Notebook {
  cells: {
    id?: string;
    cell_type: string;
    source: string | string[];
    outputs?: { data?: Record<string, unknown> }[];
  }[];
}

const plotly = "application/vnd.plotly.v1+json";

/**
 * The lesson in an executed notebook.
 *
 * @throws {Error} when it cannot be read, has a plotly output that `figure()` did not make, or two
 * figures of one name.
 */
export async function readLesson(path: string): Promise<Lesson> {
  const text = await Deno.readTextFile(path).catch((error) => {
    throw new Error(
      `figures: cannot read the executed notebook ${path} (${error.message}): run it first`,
    );
  });
  const notebook: Notebook = JSON.parse(text);
  const name = basename(path, ".ipynb");
  const figures = [...figuresOf(notebook, name)];
  const names = figures.map((figure) => figure.name);
  const twice = names.find((figure, i) => names.indexOf(figure) !== i);
  if (twice) {
    throw new Error(
      `figures: names must be unique in a lesson; ${name} shows two figures "${twice}": rename one`,
    );
  }
  return { name, title: titleOf(notebook) ?? name, figures, path, text, notebook };
}

/**
 * Gives each figure in the executed notebook its picture, for viewers that cannot run plotly.
 *
 * @throws {Error} when the notebook was executed anew meanwhile: its new outputs are left alone.
 */
export async function embed(lesson: Lesson, svgs: Map<string, string>): Promise<void> {
  for (const { name, bundle } of lesson.figures) {
    const { [plotly]: live, "image/svg+xml": _, ...rest } = bundle;
    for (const key of Object.keys(bundle)) delete bundle[key];
    Object.assign(bundle, { [plotly]: live, "image/svg+xml": svgs.get(name), ...rest });
  }
  // The layout of nbformat's own writer.
  const text = JSON.stringify(lesson.notebook, null, 1) + "\n";
  const now = await Deno.readTextFile(lesson.path);
  if (now !== lesson.text && now !== text) {
    throw new Error(`figures: ${lesson.path} was written anew while it was drawn: export it again`);
  }
  // The copy is dated at the start of its run, so that a file edited during the run makes it stale.
  const { mtime } = await Deno.stat(lesson.path);
  await writeChanged(lesson.path, text);
  if (mtime) await Deno.utime(lesson.path, mtime, mtime);
}

function* figuresOf(notebook: Notebook, lesson: string): Generator<NotebookFigure> {
  for (const [i, cell] of notebook.cells.entries()) {
    for (const { data: bundle } of cell.outputs ?? []) {
      if (!bundle || !(plotly in bundle)) continue;
      const { data, layout } = bundle[plotly] as DrawnFigure;
      if (!layout?.meta?.name) {
        throw new Error(
          `figures: ${lesson}, cell ${i + 1} (${cell.id}) shows plotly output without a name: ` +
            `make it with figure() of lib/figures/figure.ts`,
        );
      }
      yield { name: layout.meta.name, data, layout, bundle };
    }
  }
}

function titleOf(notebook: Notebook): string | undefined {
  const lines = notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .flatMap((cell) => [cell.source].flat().join("").split("\n"));
  return lines.find((line) => /^#+ /.test(line))?.replace(/^#+ /, "").trim();
}
