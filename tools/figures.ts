/**
 * The figures of executed lessons: `export` draws and commits them, `check` says what moved.
 *
 *     deno run -A tools/figures.ts export [--out figures] [--force] build/lessons/NN_name.ipynb...
 *     deno run -A tools/figures.ts check [--out figures] build/lessons/NN_name.ipynb...
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { findChromium, NoBrowserError, start } from "./figures/browser.ts";
import { drawingPage, drawSvg } from "./figures/draw.ts";
import { type Difference, differences, writeGallery } from "./figures/gallery.ts";
import { embed, type Lesson, readLesson } from "./figures/notebook.ts";

const root = fileURLToPath(new URL("../", import.meta.url));
const committed = join(root, "figures");
const usage =
  "usage: figures.ts export|check [--out figures] [--force] build/lessons/NN_name.ipynb...";

/** Draws the figures of each lesson into its notebook and its folder. */
async function exportFigures(lessons: Lesson[], out: string, force: boolean): Promise<void> {
  const pictures = await drawAll(lessons);
  for (const lesson of lessons) {
    const svgs = pictures?.get(lesson.name) ?? new Map<string, string>();
    if (svgs.size > 0) await embed(lesson, svgs);
    const folder = join(out, lesson.name);
    const { written, removed } = await writeGallery(lesson, { folder, svgs, force });
    const kept = lesson.figures.length - written.length;
    console.log(
      `figures: ${lesson.name}: ${written.length} written, ${kept} unchanged` +
        (removed.length > 0 ? `, removed ${removed.join(", ")}` : ""),
    );
  }
}

/** The pictures of each lesson, by lesson and figure; undefined where there is no browser. */
async function drawAll(lessons: Lesson[]): Promise<Map<string, Map<string, string>> | undefined> {
  const chromium = await findChromium(join(root, "build", "browser")).catch((error) => {
    if (!(error instanceof NoBrowserError)) throw error;
    console.error(`figures: no pictures, only numbers: ${error.message}`);
  });
  if (!chromium) return undefined;
  const browser = await start(chromium);
  try {
    const page = await drawingPage(browser);
    const pictures = new Map<string, Map<string, string>>();
    for (const { name: lesson, figures } of lessons) {
      const svgs = new Map<string, string>();
      for (const figure of figures) {
        svgs.set(figure.name, await drawSvg(page, figure, `${lesson}/${figure.name}`));
      }
      pictures.set(lesson, svgs);
    }
    return pictures;
  } finally {
    await browser.close();
  }
}

/** Prints what moved; the number of figures that moved beyond their tolerance. */
async function checkFigures(lessons: Lesson[], out: string): Promise<number> {
  let beyond = 0;
  for (const lesson of lessons) {
    const found = await differences(lesson, join(out, lesson.name));
    const moved = found.filter(({ state }) => state !== "same");
    for (const difference of moved) console.log(describe(lesson.name, difference));
    beyond += moved.filter(({ state }) => state !== "within").length;
    console.log(
      `figures: ${lesson.name}: ${found.length - moved.length} same, ${moved.length} not`,
    );
  }
  return beyond;
}

function describe(lesson: string, { name, state, moves, tolerance }: Difference): string {
  const states = {
    same: "the same",
    within: "moved within its tolerance",
    beyond: "moved beyond its tolerance",
    new: "is not committed yet",
    gone: "is committed, but the lesson no longer shows it",
    broken: "has no usable picture or numbers",
  };
  const lines = moves.map(({ where, share, change }) =>
    `  ${where}: ` + (change ?? `${percent(share)} of its range (tolerance ${percent(tolerance)})`)
  );
  return [`${lesson}/${name} ${states[state]}`, ...lines].join("\n");
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`;
}

/** The committed figures are those of scale `laptop`; smaller or larger runs do not replace them. */
async function usualFolder(): Promise<string> {
  const scale = Deno.env.get("SCALE") || await scaleOfDevice();
  if (scale === "laptop") return committed;
  console.log(`figures: at scale ${scale} they go to build/figures, not to the committed ones`);
  return join(root, "build", "figures");
}

/** The scale that suits this machine; asked of another process, for TensorFlow talks as it loads. */
async function scaleOfDevice(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", `import { scale } from "./lib/experiments/scale.ts"; console.log(scale());`],
    cwd: root,
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).trim();
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    allowPositionals: true,
    options: {
      out: { type: "string" },
      force: { type: "boolean" },
    },
  });
  const [command, ...paths] = positionals;
  if (!["export", "check"].includes(command) || paths.length === 0) throw new Error(usage);
  const lessons = await Promise.all(paths.map(readLesson));
  if (command === "check") {
    return await checkFigures(lessons, values.out ?? committed) > 0 ? 1 : 0;
  }
  await exportFigures(lessons, values.out ?? await usualFolder(), values.force ?? false);
  return 0;
}

if (import.meta.main) {
  const status = await main().catch((error) => {
    const words = error instanceof Error ? error.message : String(error);
    const full = /os error 28/.test(words)
      ? ": the disk is full; free some room and run it again"
      : "";
    console.error(`figures: ${words.replace(/^figures: /, "")}${full}`);
    return 1;
  });
  Deno.exit(status);
}
