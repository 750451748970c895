/** Small archives of images, good and hostile, for the tests of lib/datasets. */
import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { crc32, gzipSync } from "node:zlib";
import sharp from "sharp";
import { type Header, pack } from "tar-stream";

/** A file for an archive. */
export interface MadeEntry {
  name: string;
  bytes?: Uint8Array;
  type?: Header["type"];
  /** Where a link leads. */
  linkname?: string;
}

/** A .tgz with these entries. */
export async function madeTgz(entries: readonly MadeEntry[]): Promise<Uint8Array<ArrayBuffer>> {
  const tar = pack();
  for (const { name, bytes = new Uint8Array(), type = "file", linkname } of entries) {
    if (type === "file") tar.entry({ name }, bytes);
    else tar.entry({ name, type, linkname, size: 0 }, "");
  }
  tar.finalize();
  return new Uint8Array(gzipSync(await buffer(tar)));
}

/** A .zip with these entries, uncompressed; `mode` are the Unix bits of each (a link is 0o120777). */
export function madeZip(
  entries: readonly (MadeEntry & { mode?: number; claimed?: number })[],
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes = new Uint8Array(), mode = 0o100644, claimed } of entries) {
    const path = new TextEncoder().encode(name);
    const size = claimed ?? bytes.length;
    // Version, flags, method, time, date, CRC-32, two sizes, two lengths (PKZIP APPNOTE 4.3.7).
    const common = fields([20, 2], [0, 2], [0, 2], [0, 2], [33, 2], [crc32(bytes), 4]);
    const sizes = fields([bytes.length, 4], [size, 4], [path.length, 2], [0, 2]);
    const local = [fields([0x04034b50, 4]), common, sizes, path, bytes];
    const about = [fields([0x02014b50, 4], [3 * 256 + 20, 2]), common, sizes];
    const rest = fields([0, 2], [0, 2], [0, 2], [mode * 2 ** 16, 4], [offset, 4]);
    directory.push(...about, rest, path);
    parts.push(...local);
    offset += length(local);
  }
  const [count, size] = [entries.length, length(directory)];
  const end = fields([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [
    offset,
    4,
  ], [0, 2]);
  return joined([...parts, ...directory, end]);
}

/** Numbers of so many bytes each, the lowest byte first. */
function fields(...numbers: [value: number, bytes: number][]): Uint8Array {
  return Uint8Array.from(
    numbers.flatMap(([value, bytes]) =>
      Array.from({ length: bytes }, (_, k) => Math.floor(value / 256 ** k) % 256)
    ),
  );
}

function length(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(length(parts));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A JPEG of one colour. */
export async function madeJpeg(
  [r, g, b]: [number, number, number],
  { width = 11, height = 13 } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const create = { width, height, channels: 3 as const, background: { r, g, b } };
  return new Uint8Array(await sharp({ create }).jpeg({ quality: 95 }).toBuffer());
}

/** Hexadecimal SHA-256. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** A folder that is removed when its scope ends. */
export function temporaryFolder(): AsyncDisposable & { path: string } {
  const path = Deno.makeTempDirSync();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
