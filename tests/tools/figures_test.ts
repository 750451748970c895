import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { band } from "../../lib/figures/band.ts";
import { type Figure, figure } from "../../lib/figures/figure.ts";
import { axis } from "../../lib/figures/theme.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const plotly = "application/vnd.plotly.v1+json";
const layout = { title: { text: "σ & <μ>" }, xaxis: axis("epoch"), yaxis: axis("loss (nats)") };

function curve(name: string, height = 5, alt = "The loss [falls] fast."): Figure {
  const [x, mean, low, high] = [[1, 2, 3], [9, height, 1], [8, 4, 0], [10, 6, 2]];
  return figure({ name, alt, data: band({ x, mean, low, high, name: "tanh", index: 0 }), layout });
}

interface Place {
  folder: string;
  out: string;
  notebook: string;
}

/** An empty place for the notebook and the figures of a lesson, removed afterwards. */
async function inPlace(test: (place: Place) => Promise<void>): Promise<void> {
  await Deno.mkdir(join(root, "build"), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: join(root, "build"), prefix: "figures_test_" });
  try {
    const out = join(folder, "figures");
    await test({ folder, out, notebook: join(folder, "98_probe.ipynb") });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** An executed notebook that shows these figures. */
function executed(figures: Figure[]): string {
  const cells = figures.map((shown, i) => {
    const bundle = shown as unknown as Record<symbol, () => Record<string, unknown>>;
    const data = bundle[Symbol.for("Jupyter.display")]();
    const output = { output_type: "execute_result", execution_count: i, metadata: {}, data };
    return { cell_type: "code", id: `cell-${i}`, metadata: {}, source: "", outputs: [output] };
  });
  const title = {
    cell_type: "markdown",
    id: "title",
    metadata: {},
    source: ["# 98 A *probe*\n", "x"],
  };
  return JSON.stringify({ cells: [title, ...cells], metadata: {}, nbformat: 4, nbformat_minor: 5 });
}

interface Run {
  status: number;
  said: string;
}

async function tool(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const path = join(root, "tools", "figures.ts");
  const command = new Deno.Command(Deno.execPath(), { args: ["run", "-A", path, ...args], env });
  const { code, stdout, stderr } = await command.output();
  return {
    status: code,
    said: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr),
  };
}

async function exported(place: Place, figures: Figure[], ...options: string[]): Promise<string> {
  await Deno.writeTextFile(place.notebook, executed(figures));
  const { status, said } = await tool(["export", "--out", place.out, ...options, place.notebook]);
  assert.equal(status, 0, said);
  return said;
}

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  const texts = names.map(async (name) => [name, await Deno.readTextFile(join(folder, name))]);
  return Object.fromEntries(await Promise.all(texts));
}

Deno.test("export writes picture, numbers and README, and the picture into the notebook", () =>
  inPlace(async (place) => {
    await exported(place, [curve("first"), curve("second", 4)]);
    const files = await contents(join(place.out, "98_probe"));
    const names = ["README.md", "first.json", "first.svg", "second.json", "second.svg"];
    assert.deepEqual(Object.keys(files), names);
    assert.match(files["first.svg"], /^<svg [^>]*aria-label="The loss \[falls\] fast\."/);
    assert.match(files["first.svg"], /loss \(nats\)/);
    const { data, layout } = curve("first");
    assert.deepEqual(JSON.parse(files["first.json"]), { data, layout });
    assert.match(files["README.md"], /^# 98 A \*probe\*\n/);
    assert.match(files["README.md"], /\.\.\/\.\.\/notebooks\/98_probe\.ipynb/);
    assert.match(files["README.md"], /!\[The loss \\\[falls\\\] fast\.\]\(first\.svg\)/);
    const [output] = JSON.parse(await Deno.readTextFile(place.notebook)).cells[1].outputs;
    assert.deepEqual(Object.keys(output.data), [plotly, "image/svg+xml", "text/plain"]);
    assert.equal(output.data["image/svg+xml"], files["first.svg"]);
  }));

Deno.test("export draws the same bytes again, alone or beside other figures, twice at once", () =>
  inPlace(async (place) => {
    await exported(place, [curve("first"), curve("second", 4)]);
    const before = await contents(join(place.out, "98_probe"));
    await Deno.writeTextFile(place.notebook, executed([curve("second", 4), curve("first")]));
    const runs = await Promise.all(
      ["a", "b"].map((out) => tool(["export", "--out", join(place.folder, out), place.notebook])),
    );
    for (const { status, said } of runs) assert.equal(status, 0, said);
    for (const out of ["a", "b"]) {
      const after = await contents(join(place.folder, out, "98_probe"));
      assert.deepEqual({ ...after, "README.md": "" }, { ...before, "README.md": "" });
    }
    const ids = [...before["first.svg"].matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.ok(ids.length > 0);
    for (const id of ids) {
      assert.ok(!before["second.svg"].includes(`id="${id}"`), `${id} is in both`);
    }
  }));

Deno.test("export leaves a figure that moved within its tolerance byte for byte, check says so", () =>
  inPlace(async (place) => {
    await exported(place, [curve("first", 5)]);
    const before = await contents(join(place.out, "98_probe"));
    // The axis spans 0 to 10: a move of 0.04 is 0.4 %, of 0.06 is 0.6 %, tolerated are 0.5 %.
    assert.match(await exported(place, [curve("first", 5.04)]), /0 written, 1 unchanged/);
    assert.deepEqual(await contents(join(place.out, "98_probe")), before);
    const within = await tool(["check", "--out", place.out, place.notebook]);
    assert.equal(within.status, 0, within.said);
    assert.match(within.said, /first moved within.*\n.*trace 1 "tanh", y: .*% of its range/);
    assert.match(
      await exported(place, [curve("first", 5.04)], "--force"),
      /1 written, 0 unchanged/,
    );
  }));

Deno.test("export rewrites a figure that moved beyond its tolerance, check refuses it first", () =>
  inPlace(async (place) => {
    await exported(place, [curve("first", 5)]);
    const before = await contents(join(place.out, "98_probe"));
    await Deno.writeTextFile(place.notebook, executed([curve("first", 5.4)]));
    const beyond = await tool(["check", "--out", place.out, place.notebook]);
    assert.equal(beyond.status, 1);
    assert.match(
      beyond.said,
      /98_probe\/first moved beyond.*\n.*y: 4 % of its range \(tolerance 0.5 %\)/,
    );
    assert.deepEqual(await contents(join(place.out, "98_probe")), before);
    assert.match(await exported(place, [curve("first", 5.4)]), /1 written/);
    const after = await contents(join(place.out, "98_probe"));
    assert.notEqual(after["first.svg"], before["first.svg"]);
    assert.notEqual(after["first.json"], before["first.json"]);
  }));

Deno.test("export removes what is no longer drawn, check names new and gone figures", () =>
  inPlace(async (place) => {
    await exported(place, [curve("first"), curve("second")]);
    await Deno.writeTextFile(place.notebook, executed([curve("first"), curve("third")]));
    const { status, said } = await tool(["check", "--out", place.out, place.notebook]);
    assert.equal(status, 1);
    assert.match(said, /third is not committed yet/);
    assert.match(said, /second is committed, but/);
    assert.match(await exported(place, [curve("first"), curve("third")]), /removed second/);
    const names = Object.keys(await contents(join(place.out, "98_probe")));
    assert.deepEqual(names, ["README.md", "first.json", "first.svg", "third.json", "third.svg"]);
  }));

Deno.test("export mends a figure whose files were torn or lost", () =>
  inPlace(async (place) => {
    await exported(place, [curve("first"), curve("second")]);
    const folder = join(place.out, "98_probe");
    const before = await contents(folder);
    await Deno.writeTextFile(join(folder, "first.json"), before["first.json"].slice(0, 99));
    await Deno.remove(join(folder, "second.svg"));
    assert.match(
      (await tool(["check", "--out", place.out, place.notebook])).said,
      /no usable picture/,
    );
    await exported(place, [curve("first"), curve("second")]);
    assert.deepEqual(await contents(folder), before);
  }));

Deno.test("export without a browser writes the numbers and says why there is no picture", () =>
  inPlace(async (place) => {
    await exported(place, [curve("first")]);
    await Deno.writeTextFile(place.notebook, executed([curve("first", 7)]));
    const args = ["export", "--out", place.out, place.notebook];
    const { status, said } = await tool(args, { CHROME: "/no/such/chrome" });
    assert.equal(status, 0, said);
    assert.match(said, /no pictures, only numbers: .*\/no\/such\/chrome/);
    const files = Object.keys(await contents(join(place.out, "98_probe")));
    assert.deepEqual(
      files,
      ["README.md", "first.json"],
      "a picture of other numbers must not stay",
    );
    assert.match(await exported(place, [curve("first", 7)]), /1 written/);
  }));

const refused: [title: string, figures: () => Figure[], message: RegExp][] = [
  ["two figures of one name", () => [curve("first"), curve("first", 3)], /two figures "first"/],
  ["more than 200 KB of numbers", () => [large()], /"large" in 98_probe take \d+ KB/],
  ["plotly output without a name", () => [nameless()], /cell 2 \(cell-0\) .* without a name/],
];

function large(): Figure {
  const x = Array.from({ length: 20_000 }, (_, i) => i);
  return figure({ name: "large", alt: "A line.", data: [{ x, y: x.map(Math.sqrt) }], layout });
}

function nameless(): Figure {
  const shown = curve("first");
  delete (shown.layout as { meta?: unknown }).meta;
  return shown;
}

for (const [title, figures, message] of refused) {
  Deno.test(`export refuses ${title}, and writes no figure`, () =>
    inPlace(async (place) => {
      await Deno.writeTextFile(place.notebook, executed(figures()));
      const { status, said } = await tool(["export", "--out", place.out, place.notebook]);
      assert.equal(status, 1);
      assert.match(said, message);
      await assert.rejects(Deno.stat(place.out), Deno.errors.NotFound);
    }));
}

Deno.test("figures.ts without a command says how it is used", async () => {
  const { status, said } = await tool([]);
  assert.equal(status, 1);
  assert.match(said, /usage: figures\.ts export\|check/);
});
