import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { archiveEntries, type ArchiveOptions } from "../../lib/datasets/archive_entries.ts";
import { madeTgz, madeZip, temporaryFolder } from "./made_archives.ts";

const text = (words: string) => new TextEncoder().encode(words);
const entries = [{ name: "root/a.txt", bytes: text("seven") }, { name: "b.txt", bytes: text("") }];

/** What an archive with these bytes holds. */
async function contents(
  bytes: Uint8Array,
  { extension, ...options }: ArchiveOptions & { extension: "tgz" | "zip" },
): Promise<[string, string][]> {
  await using folder = temporaryFolder();
  const path = `${folder.path}/some.${extension}`;
  await Deno.writeFile(path, bytes);
  const found: [string, string][] = [];
  for await (const entry of archiveEntries(path, options)) {
    found.push([entry.path, new TextDecoder().decode(entry.bytes)]);
  }
  return found;
}

const both = {
  tgz: madeTgz,
  zip: madeZip,
} as const;

for (const extension of ["tgz", "zip"] as const) {
  const made = both[extension];

  Deno.test(`archiveEntries() gives the files of a .${extension} in order`, async () => {
    const found = await contents(await made(entries), { extension });
    assert.deepEqual(found, [["root/a.txt", "seven"], ["b.txt", ""]]);
  });

  Deno.test(`archiveEntries() reads of a .${extension} only what is wanted`, async () => {
    const wanted = (name: string) => name.startsWith("root/");
    const found = await contents(await made(entries), { extension, wanted });
    assert.deepEqual(found, [["root/a.txt", "seven"]]);
  });

  for (
    const name of ["../out.txt", "a/../../out.txt", "/etc/out.txt", "..\\out.txt", "C:/out.txt"]
  ) {
    Deno.test(`archiveEntries() refuses a .${extension} with the entry ${name}`, async () => {
      const bytes = await made([...entries, { name, bytes: text("evil") }]);
      await assert.rejects(contents(bytes, { extension }), /leads out of it|broken|invalid/);
    });
  }

  Deno.test(`archiveEntries() refuses a .${extension} with too large a file`, async () => {
    await assert.rejects(
      contents(await made(entries), { extension, entryBytes: 4 }),
      /"root\/a.txt" of 5 bytes, more than the 4/,
    );
  });

  Deno.test(`archiveEntries() refuses a .${extension} that unpacks to too much`, async () => {
    await assert.rejects(
      contents(await made(entries), { extension, totalBytes: 4 }),
      /unpacks to more than the 4 bytes/,
    );
  });

  Deno.test(`archiveEntries() refuses a .${extension} that is cut off anywhere`, async () => {
    const bytes = await made(entries);
    for (const length of [0, 1, 17, bytes.length >> 1, bytes.length - 5]) {
      await assert.rejects(
        contents(bytes.subarray(0, length), { extension }),
        /broken or cut off.*fetch it again/,
        `${length} of ${bytes.length} bytes`,
      );
    }
  });

  Deno.test(`archiveEntries() refuses a .${extension} that is something else`, async () => {
    await assert.rejects(
      contents(text("<html>Sign in first</html>"), { extension }),
      /broken or cut off/,
    );
  });
}

for (const type of ["symlink", "link", "character-device", "fifo"] as const) {
  Deno.test(`archiveEntries() refuses a .tgz with a ${type}`, async () => {
    const bytes = await madeTgz([{ name: "innocent", type, linkname: "/etc/passwd" }]);
    await assert.rejects(contents(bytes, { extension: "tgz" }), /is no file/);
  });
}

Deno.test("archiveEntries() refuses a .zip with a symbolic link", async () => {
  const bytes = madeZip([{ name: "innocent", bytes: text("/etc/passwd"), mode: 0o120777 }]);
  await assert.rejects(contents(bytes, { extension: "zip" }), /is no file \(symlink\)/);
});

Deno.test("archiveEntries() refuses a .zip that lies about a file's size", async () => {
  const bytes = madeZip([{ name: "a.txt", bytes: text("seven"), claimed: 3 }]);
  await assert.rejects(contents(bytes, { extension: "zip" }), /broken or cut off/);
});

Deno.test("archiveEntries() refuses a .tgz that is a bomb without end", async () => {
  // A thousandth of what it unpacks to, and no file in it: zeros after the end of an empty archive.
  const bomb = new Uint8Array(gzipSync(new Uint8Array(2 ** 24)));
  assert(bomb.length < 2 ** 15);
  await assert.rejects(
    contents(bomb, { extension: "tgz", totalBytes: 2 ** 20 }),
    /unpacks to more than the 1048576 bytes/,
  );
});

Deno.test("archiveEntries() says when there is no such file", async () => {
  await assert.rejects(async () => {
    for await (const _ of archiveEntries("/nowhere/some.tgz"));
  }, Deno.errors.NotFound);
});
