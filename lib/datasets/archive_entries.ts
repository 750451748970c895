import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { type Readable, Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import yauzl from "yauzl";

/** A file inside an archive. */
export interface ArchiveEntry {
  /** Its path inside, parts joined by "/". */
  path: string;
  bytes: Uint8Array;
}

/** What is read of an archive, and how large it may become. */
export interface ArchiveOptions {
  /** Which files are read; default all. The others are still checked. */
  wanted?: (path: string) => boolean;
  /** Most bytes of one file. Default 64 MiB. */
  entryBytes?: number;
  /** Most bytes of all that the archive unpacks to. Default 4 GiB. */
  totalBytes?: number;
}

type Limits = Required<ArchiveOptions>;

/**
 * The files of a .tgz, .tar.gz or .zip archive, one after the other, in memory: nothing is written.
 *
 * @throws {Deno.errors.NotFound} when there is no such file
 * @throws {Error} when the archive is broken or cut off; when an entry is a link or a device, or its
 *   path leads out of the archive; when it unpacks to more than the limits
 */
export async function* archiveEntries(
  path: string,
  options: ArchiveOptions = {},
): AsyncGenerator<ArchiveEntry> {
  await Deno.stat(path);
  const limits = { wanted: () => true, entryBytes: 2 ** 26, totalBytes: 2 ** 32, ...options };
  try {
    yield* path.endsWith(".zip") ? zipEntries(path, limits) : tarEntries(path, limits);
  } catch (error) {
    if (error instanceof BadArchive) throw error;
    const { message } = error as Error;
    throw new BadArchive(path, `cannot be read to its end (${message}): it is broken or cut off`);
  }
}

/** What is wrong with an archive, and what to do. */
class BadArchive extends Error {
  constructor(path: string, what: string) {
    super(
      `The archive ${basename(path)} ${what}. Nothing was taken from it. ` +
        `Delete ${path} and fetch it again from its official address.`,
    );
  }
}

async function* tarEntries(path: string, limits: Limits): AsyncGenerator<ArchiveEntry> {
  const files = extract();
  // An error of the pipeline also ends the loop below, with the same error.
  const flow = pipeline(
    createReadStream(path),
    createGunzip(),
    atMost(path, limits.totalBytes),
    files,
  );
  flow.catch(() => {});
  for await (const entry of files) {
    const { name, type, size } = entry.header as Header;
    check(path, { name, size, kind: type ?? "file" }, limits);
    if (type === "file" && limits.wanted(name)) yield { path: name, bytes: await buffer(entry) };
    else entry.resume();
  }
  await flow;
}

async function* zipEntries(path: string, limits: Limits): AsyncGenerator<ArchiveEntry> {
  const zip = await opened(path);
  let total = 0;
  try {
    for (let entry = await next(zip); entry; entry = await next(zip)) {
      const { fileName: name, uncompressedSize: size } = entry;
      check(path, { name, size, kind: kindOf(entry) }, limits);
      total += size;
      if (total > limits.totalBytes) throw tooLarge(path, limits.totalBytes);
      if (kindOf(entry) === "file" && limits.wanted(name)) {
        yield { path: name, bytes: await buffer(await contents(zip, entry)) };
      }
    }
  } finally {
    zip.close();
  }
}

function check(
  path: string,
  { name, size, kind }: { name: string; size: number; kind: string },
  { entryBytes }: Limits,
): void {
  const parts = name.split(/[/\\]/);
  if (name.startsWith("/") || /^\w:/.test(name) || parts.includes("..") || name.includes("\0")) {
    throw new BadArchive(path, `has an entry ${JSON.stringify(name)} that leads out of it`);
  }
  if (kind !== "file" && kind !== "directory") {
    throw new BadArchive(path, `has an entry ${JSON.stringify(name)} that is no file (${kind})`);
  }
  if (!(size <= entryBytes)) {
    throw new BadArchive(
      path,
      `has an entry ${
        JSON.stringify(name)
      } of ${size} bytes, more than the ${entryBytes} of a file`,
    );
  }
}

function tooLarge(path: string, totalBytes: number): BadArchive {
  return new BadArchive(path, `unpacks to more than the ${totalBytes} bytes that it may`);
}

/** Passes bytes on, and fails once there are too many: what a small file unpacks to has no end. */
function atMost(path: string, totalBytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Uint8Array, _, done) {
      seen += chunk.length;
      if (seen > totalBytes) done(tooLarge(path, totalBytes));
      else done(null, chunk);
    },
  });
}

function opened(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(
      path,
      { lazyEntries: true, autoClose: false },
      (error, zip) => error ? reject(error) : resolve(zip),
    );
  });
}

function next(zip: yauzl.ZipFile): Promise<yauzl.Entry | undefined> {
  return new Promise((resolve, reject) => {
    zip.once("entry", resolve).once("end", () => resolve(undefined)).once("error", reject);
    zip.readEntry();
  }).finally(() => {
    for (const event of ["entry", "end", "error"]) zip.removeAllListeners(event);
  }) as Promise<yauzl.Entry | undefined>;
}

function contents(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => error ? reject(error) : resolve(stream));
  });
}

/** Unix tools note a file's kind in the upper half of a ZIP entry's attributes. */
function kindOf({ fileName, externalFileAttributes }: yauzl.Entry): string {
  const kind = (externalFileAttributes >>> 28) & 0xf;
  if (kind === 0xa) return "symlink";
  return fileName.endsWith("/") ? "directory" : "file";
}
