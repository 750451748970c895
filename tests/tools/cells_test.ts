import assert from "node:assert/strict";
import { exerciseProblems } from "../../tools/cells/exercises.ts";
import { extract } from "../../tools/cells/extract.ts";
import { lintErrors, typeErrors } from "../../tools/cells/diagnose.ts";
import { hygieneProblems } from "../../tools/cells/hygiene.ts";
import type { Cell, Nbgrader, Notebook } from "../../tools/cells/notebook.ts";
import { describe } from "../../tools/cells/problem.ts";

const path = "notebooks/03_sample.ipynb";

function lines(source: string): string[] {
  return source.split(/(?<=\n)/);
}

function code(id: string, source: string, nbgrader?: Partial<Nbgrader>): Cell {
  const metadata = nbgrader ? { nbgrader: { schema_version: 3, ...nbgrader } as Nbgrader } : {};
  return {
    cell_type: "code",
    id,
    metadata,
    source: lines(source),
    outputs: [],
    execution_count: null,
  };
}

function markdown(id: string, source: string, nbgrader?: Partial<Nbgrader>): Cell {
  const { metadata } = code(id, source, nbgrader);
  return { cell_type: "markdown", id, metadata, source: lines(source) };
}

function notebook(...cells: Cell[]): Notebook {
  const metadata = {
    kernelspec: { name: "deno", language: "typescript" },
    language_info: { name: "typescript" },
  };
  return { path, lesson: "03_sample", cells, metadata };
}

async function types(sample: Notebook): Promise<string[]> {
  const extracted = extract(sample);
  const folder = await Deno.makeTempDir();
  const file = `${folder}/03_sample.ts`;
  await Deno.writeTextFile(file, extracted.code);
  const problems = await typeErrors(sample, { extracted, file });
  await Deno.remove(folder, { recursive: true });
  return problems.map(describe);
}

const solution = {
  grade_id: "03-ex-a",
  solution: true,
  grade: false,
  locked: false,
};
const check = { grade_id: "03-ex-a-check", solution: false, grade: true, locked: true, points: 2 };
const solved = "// BEGIN SOLUTION\nconst a = 1;\n// END SOLUTION";
const checked = "f(a);\n// BEGIN HIDDEN TESTS\ng(a);\n// END HIDDEN TESTS";

function exerciseMessages(...cells: Cell[]): string[] {
  return exerciseProblems(notebook(...cells)).map(({ message }) => message);
}

Deno.test("extract() keeps code cells in order, each below its name", () => {
  const sample = notebook(
    code("one", "const a = 1;"),
    markdown("text", "a"),
    code("two", "a;\na;"),
  );
  const { code: text, origins } = extract(sample);
  assert.equal(
    text,
    "// cell 1 (one)\nconst a = 1;\n// cell 2 (two)\na;\na;\nexport {};\n",
  );
  assert.deepEqual(origins[4], { number: 2, id: "two", line: 2 });
});

Deno.test("typeErrors() names notebook, cell and line of a wrong type", async () => {
  const sample = notebook(
    code("define", "const width = 3;"),
    markdown("text", "words"),
    code("use-it", "\nconst name: string = width;\nmissing(name);"),
  );
  assert.deepEqual(await types(sample), [
    `${path}, cell 2 (use-it), line 2: Type 'number' is not assignable to type 'string'.`,
    `${path}, cell 2 (use-it), line 3: Cannot find name 'missing'.`,
  ]);
});

Deno.test("typeErrors() names the place of a syntax error", async () => {
  const sample = notebook(code("fine", "1;"), code("broken", "// note\nconst a = ;"));
  assert.deepEqual(await types(sample), [
    `${path}, cell 2 (broken), line 2: SyntaxError: Expression expected`,
  ]);
});

Deno.test("typeErrors() finds nothing in sound cells, top-level await among them", async () => {
  const sample = notebook(code("one", "const a = await Promise.resolve(1);"), code("two", "a;"));
  assert.deepEqual(await types(sample), []);
});

Deno.test("typeErrors() refuses a name that two cells declare", async () => {
  const sample = notebook(code("one", "const a = 1;"), code("two", "const a = 2;"));
  assert.ok((await types(sample)).some((text) => text.includes("cell 2 (two), line 1")));
});

Deno.test("lintErrors() names notebook, cell and line", async () => {
  const sample = notebook(
    code("one", "1;"),
    code("two", "function f() {\n  const a = 1;\n}\nf();"),
  );
  const problems = await lintErrors(sample, extract(sample));
  assert.deepEqual(problems.map(describe), [
    `${path}, cell 2 (two), line 2: \`a\` is never used (no-unused-vars)`,
  ]);
});

Deno.test("lintErrors() names the place of a syntax error", async () => {
  const sample = notebook(code("broken", "1;\nconst a = ;"));
  const problems = await lintErrors(sample, extract(sample));
  assert.deepEqual(problems.map(describe), [
    `${path}, cell 1 (broken), line 2: SyntaxError: Expression expected`,
  ]);
});

Deno.test("hygieneProblems() finds nothing in a clean notebook", () => {
  assert.deepEqual(hygieneProblems(notebook(code("the-cell", "1;"), markdown("text", "a"))), []);
});

const unclean: [string, Cell, RegExp][] = [
  ["outputs", { ...code("a-b", "1;"), outputs: [{}] }, /outputs must be cleared/],
  ["a missing list of outputs", { ...code("a-b", "1;"), outputs: undefined }, /outputs must be/],
  ["an execution count", { ...code("a-b", "1;"), execution_count: 4 }, /must be null, found 4/],
  ["an empty cell", code("a-b", " \n"), /empty/],
  ["a random id", code("f3a9c0d1", "1;"), /must be words like .* found "f3a9c0d1"/],
  ["an id that is a UUID", code("ab0d1c2e-1111-4222-8333-abcdefabcdef", "1;"), /must be words/],
  ["a missing id", { ...code("x", "1;"), id: undefined }, /must be words/],
  ["an id with capitals", markdown("Sigmoid_derivative", "a"), /must be words/],
];
for (const [what, cell, message] of unclean) {
  Deno.test(`hygieneProblems() finds ${what}`, () => {
    const problems = hygieneProblems(notebook(markdown("first", "a"), cell));
    assert.equal(problems.length, 1);
    assert.match(describe(problems[0]), message);
    assert.match(describe(problems[0]), /^notebooks\/03_sample\.ipynb, \w+ cell, position 2 /);
  });
}

Deno.test("hygieneProblems() finds an id used twice", () => {
  const problems = hygieneProblems(notebook(code("one", "1;"), code("one", "2;")));
  assert.deepEqual(problems.map(({ message }) => message), [
    'the id "one" must be unique in its notebook; rename one',
  ]);
});

const kernels: Notebook["metadata"][] = [
  { kernelspec: { name: "python3", language: "python" }, language_info: { name: "python" } },
  { kernelspec: { name: "deno", language: "typescript" } },
  { language_info: { name: "typescript" } },
];
for (const metadata of kernels) {
  Deno.test(`hygieneProblems() finds the wrong kernel in ${JSON.stringify(metadata)}`, () => {
    const problems = hygieneProblems({ ...notebook(), metadata });
    assert.deepEqual(problems.length, 1);
    assert.match(problems[0].message, /^the kernel must be "deno"/);
  });
}

Deno.test("exerciseProblems() finds nothing in well-formed exercises", () => {
  const question = { grade_id: "03-ex-b", solution: true, grade: true, locked: false, points: 1 };
  const cells = [
    code("a", solved, solution),
    code("a-check", checked, check),
    markdown("b", "Because.", question),
  ];
  assert.deepEqual(exerciseMessages(...cells), []);
});

const malformed: [string, Cell[], RegExp][] = [
  [
    "a region that is not closed",
    [code("a", "// BEGIN SOLUTION\n1;", solution), code("c", checked, check)],
    /must be followed by its "\/\/ END SOLUTION"/,
  ],
  [
    "a marker with a word more",
    [code("a", `${solved}\n// END SOLUTION.`, solution), code("c", checked, check)],
    /on its own line/,
  ],
  [
    "a solution without a region",
    [code("a", "1;", solution), code("c", checked, check)],
    /region "\/\/ BEGIN SOLUTION" is missing/,
  ],
  [
    "a check without hidden tests",
    [code("a", solved, solution), code("c", "1;", check)],
    /region "\/\/ BEGIN HIDDEN TESTS" is missing/,
  ],
  ["a region in an ordinary cell", [code("a", solved)], /do not mark for it/],
  [
    "points that are not a number above 0",
    [code("a", solved, solution), code("c", checked, { ...check, points: 0 })],
    /points must be more than 0, found 0/,
  ],
  [
    "a check without points",
    [code("a", solved, solution), code("c", checked, { ...check, points: undefined })],
    /points must be more than 0, found undefined/,
  ],
  [
    "a grade_id used twice",
    [
      code("a", solved, solution),
      code("c", checked, check),
      code("d", solved, solution),
      code("e", checked, { ...check, grade_id: "03-ex-a-check" }),
    ],
    /grade_id "03-ex-a" must be unique/,
  ],
  [
    "a grade_id of another lesson",
    [code("a", solved, { ...solution, grade_id: "04-ex-a" })],
    /must be words that begin with "03-", found "04-ex-a"/,
  ],
  ["a solution without its check", [code("a", solved, solution)], /next cell must be its check/],
  [
    "a check that is not locked",
    [code("a", solved, solution), code("c", checked, { ...check, locked: false })],
    /locked must be true/,
  ],
  [
    "another schema",
    [code("a", solved, { ...solution, schema_version: 2 }), code("c", checked, check)],
    /schema_version must be 3, found 2/,
  ],
];
for (const [what, cells, message] of malformed) {
  Deno.test(`exerciseProblems() finds ${what}`, () => {
    assert.ok(exerciseMessages(...cells).some((text) => message.test(text)), what);
  });
}
