import assert from "node:assert/strict";
import {
  type ArchivedImage,
  cifarBinary,
  type ImageArchive,
  imageArchives,
  pets,
  tiles,
} from "../../lib/datasets/image_archives.ts";
import { madeTgz, madeZip, temporaryFolder } from "./made_archives.ts";

const text = (words: string) => new TextEncoder().encode(words);

/** What a layout finds in files with these bytes. */
async function found(
  images: ImageArchive["images"],
  files: Record<string, Uint8Array>,
): Promise<ArchivedImage[]> {
  await using folder = temporaryFolder();
  const paths = Object.entries(files).map(([file, bytes]) => {
    Deno.writeFileSync(`${folder.path}/${file}`, bytes);
    return `${folder.path}/${file}`;
  });
  return await Array.fromAsync(images(paths));
}

Deno.test("cifarBinary() turns planes of red, green and blue into pixels", async () => {
  const record = (label: number) =>
    Uint8Array.from(
      { length: 3073 },
      (_, k) => k === 0 ? label : Math.floor((k - 1) / 1024) * 100 + k % 7,
    );
  const bytes = await madeTgz([
    { name: "cifar-10-batches-bin/batches.meta.txt", bytes: text("airplane\n") },
    {
      name: "cifar-10-batches-bin/data_batch_1.bin",
      bytes: new Uint8Array([...record(3), ...record(9)]),
    },
    { name: "cifar-10-batches-bin/test_batch.bin", bytes: record(0) },
  ]);
  const images = await found(cifarBinary, { "cifar.tgz": bytes });
  assert.deepEqual(images.map((image) => [image.split, image.class]), [
    ["train", "cat"],
    ["train", "truck"],
    ["test", "airplane"],
  ]);
  // The pixel in row 2, column 5 is number 69 of each plane.
  const at = 1 + 2 * 32 + 5;
  const expected = [0, 1, 2].map((c) => c * 100 + (c * 1024 + at) % 7);
  assert.deepEqual([...images[1].pixels!.subarray(3 * 69, 3 * 69 + 3)], expected);
});

Deno.test("cifarBinary() refuses records of another length", async () => {
  const bytes = await madeTgz([{ name: "x/test_batch.bin", bytes: new Uint8Array(3072) }]);
  await assert.rejects(found(cifarBinary, { "cifar.tgz": bytes }), /records of 3073 bytes/);
});

Deno.test("pets() takes the split from the lists and the breed from the name", async () => {
  const lists = await madeTgz([
    {
      name: "annotations/trainval.txt",
      bytes: text("great_pyrenees_7 15 2 9\nSphynx_1 34 1 11\n"),
    },
    { name: "annotations/test.txt", bytes: text("Sphynx_12 34 1 11\n") },
    { name: "annotations/list.txt", bytes: text("Unlisted_3 1 1 1\n") },
  ]);
  const images = await madeTgz(
    ["Sphynx_1.jpg", "Sphynx_12.jpg", "great_pyrenees_7.jpg", "Unlisted_3.jpg", "Sphynx_1.mat"]
      .map((name) => ({ name: `images/${name}`, bytes: text(name) })),
  );
  const all = await found(pets, { "lists.tgz": lists, "images.tgz": images });
  assert.deepEqual(all.map((image) => [image.split, image.class]), [
    ["train", "Sphynx"],
    ["test", "Sphynx"],
    ["train", "great_pyrenees"],
  ]);
});

Deno.test("tiles() keeps every fifth tile of each tissue for the test", async () => {
  const names = ["01_TUMOR", "08_EMPTY"].flatMap((tissue) =>
    Array.from({ length: 7 }, (_, k) => `Kather/${tissue}/${k}.tif`)
  );
  const zip = madeZip(names.map((name) => ({ name, bytes: text(name) })));
  const all = await found(tiles, { "tiles.zip": zip });
  const test = all.filter(({ split }) => split === "test").map(({ path }) => path);
  assert.deepEqual(test, ["Kather/01_TUMOR/4.tif", "Kather/08_EMPTY/4.tif"]);
  assert.equal(all.length, 14);
});

Deno.test("imageArchives name a licence, a home, and a whole SHA-256 for each file", () => {
  for (const [name, { files, home, licence }] of Object.entries(imageArchives)) {
    assert(licence && home.startsWith("https://"), name);
    for (const file of files) {
      assert(file.sha256.every((hash) => /^[0-9a-f]{64}$/.test(hash)), file.file);
      assert(!("url" in file) || file.url.startsWith("https://"), file.file);
    }
  }
});
