import assert from "node:assert/strict";
import sharp from "sharp";
import { type ImageArchive, imageArchives, inFolders } from "../../lib/datasets/image_archives.ts";
import { loadArchive, loadImages } from "../../lib/datasets/load_images.ts";
import { type MadeEntry, madeJpeg, madeTgz, sha256, temporaryFolder } from "./made_archives.ts";

const colours: [number, number, number][] = [[250, 10, 20], [10, 240, 30], [20, 30, 230]];

/** Three classes, of each two images to train and one to test, which differ a little in colour. */
async function threeClasses(): Promise<MadeEntry[]> {
  const entries: MadeEntry[] = [];
  for (const [label, [r, g, b]] of colours.entries()) {
    for (const [k, split] of (["train", "val", "train"] as const).entries()) {
      // Keys in reverse order: labels follow the keys, not the archive.
      const name = `made/${split}/class_${9 - label}/${k}.JPEG`;
      entries.push({ name, bytes: await madeJpeg([r, g, b + 2 * k]) });
    }
  }
  return entries;
}

/** An archive in a folder of its own, and what is said of it. */
async function given(entries: readonly MadeEntry[]) {
  const folder = temporaryFolder();
  const bytes = await madeTgz(entries);
  await Deno.mkdir(`${folder.path}/given`);
  await Deno.writeFile(`${folder.path}/given/made.tgz`, bytes);
  const archive: ImageArchive = {
    title: "Made",
    home: "",
    licence: "",
    files: [{ file: "made.tgz", bytes: bytes.length, sha256: [sha256(bytes)] }],
    counts: { train: 6, test: 3 },
    classes: 3,
    images: inFolders,
  };
  const options = { given: `${folder.path}/given`, folder: `${folder.path}/kept`, size: 8 };
  return {
    archive,
    options,
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

Deno.test("loadImages() decodes each image, with the label of its folder", async () => {
  await using made = await given(await threeClasses());
  const { train, test } = await loadArchive("made", made.archive, made.options);
  assert.deepEqual(train.classes, ["class_7", "class_8", "class_9"]);
  assert.deepEqual([...train.labels], [2, 2, 1, 1, 0, 0]);
  assert.deepEqual([...test.labels], [2, 1, 0]);
  assert.equal(train.pixels.length, 6 * 8 * 8 * 3);
  train.labels.forEach((label, row) => {
    const [r, g, b] = colours[2 - label];
    const pixel = [...train.pixels.subarray(row * 192, row * 192 + 3)];
    // JPEG at quality 95 moves a colour by a few levels.
    [r, g, b + 4 * (row % 2)].forEach((c, k) => assert(Math.abs(pixel[k] - c) <= 4, `${pixel}`));
  });
});

Deno.test("loadImages() takes the square in the middle", async () => {
  const stripes = new Uint8Array(8 * 16 * 3);
  for (let k = 0; k < 8 * 16; k++) stripes[3 * k] = k % 16 < 4 || k % 16 >= 12 ? 255 : 0;
  const file = await sharp(stripes, { raw: { width: 16, height: 8, channels: 3 } }).png()
    .toBuffer();
  const entries = await threeClasses();
  await using made = await given(entries.map((e) => ({ ...e, bytes: new Uint8Array(file) })));
  const { train } = await loadArchive("made", made.archive, made.options);
  assert(train.pixels.every((value) => value < 2), "the red margins must be cut off");
});

Deno.test("loadImages() keeps the decoded images, and reads them without the archive", async () => {
  await using made = await given(await threeClasses());
  const first = await loadArchive("made", made.archive, made.options);
  await Deno.remove(`${made.options.given}/made.tgz`);
  assert.deepEqual(await loadArchive("made", made.archive, made.options), first);
});

Deno.test("loadImages() decodes again what is damaged or half", async () => {
  await using made = await given(await threeClasses());
  const first = await loadArchive("made", made.archive, made.options);
  const kept = `${made.options.folder}/made-8px.images`;
  const bytes = await Deno.readFile(kept);
  const flipped = bytes.slice();
  flipped[bytes.length - 5] ^= 1;
  for (const broken of [bytes.subarray(0, bytes.length - 7), flipped, new Uint8Array(3)]) {
    await Deno.writeFile(kept, broken);
    assert.deepEqual(await loadArchive("made", made.archive, made.options), first);
    assert.deepEqual(await Deno.readFile(kept), bytes);
  }
});

Deno.test("loadImages() refuses an archive that is not the published one, and leaves it", async () => {
  await using made = await given(await threeClasses());
  const path = `${made.options.given}/made.tgz`;
  const bytes = await Deno.readFile(path);
  bytes[100] ^= 1;
  await Deno.writeFile(path, bytes);
  await assert.rejects(
    loadArchive("made", made.archive, made.options),
    /made.tgz must have the SHA-256 .* Delete/,
  );
  assert.deepEqual(await Deno.readFile(path), bytes);
});

Deno.test("loadImages() names a broken image, and keeps nothing of the data set", async () => {
  const entries = await threeClasses();
  const cut = entries[4].bytes!.slice(0, entries[4].bytes!.length - 300);
  for (const bytes of [cut, new Uint8Array(0), new TextEncoder().encode("no image")]) {
    await using made = await given(entries.with(4, { ...entries[4], bytes }));
    await assert.rejects(
      loadArchive("made", made.archive, made.options),
      /made\/val\/class_8\/1.JPEG cannot be decoded/,
    );
    const left = [...Deno.readDirSync(made.options.folder)].map(({ name }) => name);
    assert.deepEqual(left, ["made-8px.images.lock"]);
  }
});

Deno.test("loadImages() refuses an archive with too few images, too many or other classes", async () => {
  const entries = await threeClasses();
  const twice = { ...entries[0], name: "made/train/class_9/another.jpg" };
  const cases: [MadeEntry[], RegExp][] = [
    [entries.slice(1), /found 5 train images/],
    [[...entries, twice], /found more train images/],
    [entries.map((e) => ({ ...e, name: e.name.replace("class_8", "class_7") })), /found 2 classes/],
    [[], /found 0 train images/],
  ];
  for (const [some, message] of cases) {
    await using made = await given(some);
    await assert.rejects(loadArchive("made", made.archive, made.options), message);
  }
});

Deno.test("loadImages() takes no other size and no unknown name", async () => {
  await using made = await given(await threeClasses());
  for (const size of [0, 7, 12.5, NaN, 1024]) {
    await assert.rejects(
      loadArchive("made", made.archive, { ...made.options, size }),
      /size must be from 8 to 512/,
    );
  }
  await assert.rejects(loadImages("mnist" as "cifar10"), /there is no "mnist", only cifar10/);
});

Deno.test("loadImages() decodes once when two runs begin at once", async () => {
  await using made = await given(await threeClasses());
  const [one, other] = await Promise.all(
    [1, 2].map(() => loadArchive("made", made.archive, made.options)),
  );
  assert.deepEqual(one, other);
});

/** SHA-256 of the labels of real archives: their numbers and order as an unpacking by tar gives them. */
const folder = Deno.env.get("COURSE_DATA");
for (const name of ["imagenette2-64", "imagewoof2-64", "cifar10-jpeg"] as const) {
  const { files, counts, classes } = imageArchives[name];
  const isHere = Boolean(folder) &&
    [...Deno.readDirSync(folder!)].some((f) => f.name === files[0].file);
  Deno.test({
    name: `loadImages() reads the real ${name}`,
    ignore: !isHere,
    async fn() {
      const { train, test } = await loadImages(name);
      assert.deepEqual([train.labels.length, test.labels.length], [counts.train, counts.test]);
      const tar = await new Deno.Command("tar", { args: ["tzf", `${folder}/${files[0].file}`] })
        .output();
      const paths = new TextDecoder().decode(tar.stdout).split("\n");
      const keys = paths.filter((path) => /\/train\/.*jpe?g$/i.test(path)).map((path) =>
        path.split("/")[2]
      );
      const names = typeof classes === "number" ? undefined : classes as Record<string, string>;
      assert.deepEqual(
        Array.from(train.labels, (label) => train.classes[label]),
        keys.map((key) => names?.[key] ?? key),
      );
    },
  });
}
