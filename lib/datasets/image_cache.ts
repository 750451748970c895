import { createHash } from "node:crypto";
import { emptyImageSet, type ImageSet, type ImageSplits } from "./image_set.ts";

/** What a file of decoded images says of itself. */
interface Header {
  format: "course images 1";
  size: number;
  classes: readonly string[];
  /** Number of images. */
  train: number;
  test: number;
  /** SHA-256 of all that follows. */
  sha256: string;
}

/** Bytes before the images; the header is filled up with spaces. */
const headerBytes = 8192;
/** Bytes that are read and written at once. */
const chunk = 2 ** 24;

/**
 * Writes decoded images into one file: a header, then labels and pixels of both splits. The file has
 * its name only when it is whole.
 */
export async function writeImages(path: string, { train, test }: ImageSplits): Promise<void> {
  const parts = [train.labels, train.pixels, test.labels, test.pixels];
  const hash = createHash("sha256");
  for (const part of parts) for (const piece of pieces(part)) hash.update(piece);
  const header: Header = {
    format: "course images 1",
    size: train.size,
    classes: train.classes,
    train: train.labels.length,
    test: test.labels.length,
    sha256: hash.digest("hex"),
  };
  const half = `${path}.half`;
  using file = await Deno.open(half, { create: true, write: true, truncate: true });
  const text = JSON.stringify(header).padEnd(headerBytes);
  const head = new TextEncoder().encode(text);
  if (head.length > headerBytes) throw new RangeError("writeImages(): the names are too long");
  for (const part of [head, ...parts]) for (const piece of pieces(part)) await write(file, piece);
  await Deno.rename(half, path);
}

/** Reads what {@linkcode writeImages} wrote; `undefined` where there is no such file, or a broken one. */
export async function readImages(path: string): Promise<ImageSplits | undefined> {
  try {
    using file = await Deno.open(path);
    const head = new Uint8Array(headerBytes);
    if (!await fill(file, head)) return undefined;
    const header: Header = JSON.parse(new TextDecoder().decode(head));
    if (header.format !== "course images 1") return undefined;
    const hash = createHash("sha256");
    const take = async (count: number): Promise<ImageSet | undefined> => {
      const set = emptyImageSet(count, header);
      for (const part of [set.labels, set.pixels]) {
        for (let start = 0; start < part.length; start += chunk) {
          // Files cannot be read into shared memory.
          const piece = new Uint8Array(Math.min(chunk, part.length - start));
          if (!await fill(file, piece)) return undefined;
          hash.update(piece);
          part.set(piece, start);
        }
      }
      return set;
    };
    const train = await take(header.train);
    const test = train && await take(header.test);
    return test && hash.digest("hex") === header.sha256 ? { train, test } : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Copies of an array's parts, in memory of their own. */
function* pieces(array: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < array.length; start += chunk) {
    yield Uint8Array.from(array.subarray(start, start + chunk));
  }
}

async function write(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}

/** Reads as many bytes as fit; false when the file has not so many. */
async function fill(file: Deno.FsFile, bytes: Uint8Array): Promise<boolean> {
  for (let at = 0; at < bytes.length;) {
    const read = await file.read(bytes.subarray(at));
    if (read === null) return false;
    at += read;
  }
  return true;
}
