import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename, join } from "node:path";
import { progress } from "../jupyter/progress.ts";
import { withFileLock } from "./file_lock.ts";

/** A file that is published somewhere. */
export interface PublishedFile {
  /** Its name. */
  file: string;
  /** Where its owners give it out; nothing where it can only be brought by hand. */
  url?: string;
  /** Its length. */
  bytes: number;
  /** The SHA-256 of each version that was given out. */
  sha256: readonly string[];
}

/** How patient a download is. */
export interface DownloadOptions {
  /** So long may a server say nothing. Default 30 s. */
  stallSeconds?: number;
  /** So often a broken-off download is gone on with. Default 5. */
  attempts?: number;
  /** Pause before going on, in seconds; doubles each time. Default 1. */
  pauseSeconds?: number;
}

/**
 * Brings a published file into a folder, and returns its path. What was broken off goes on where it
 * was, also in a later run; the file has its name only when it is whole and its checksum is right.
 *
 * @throws {Error} when the server cannot be reached, breaks off too often, or gives another file; when
 *   there is no room. What came so far is kept in `file.part`, unless it is wrong.
 */
export async function download(
  source: PublishedFile,
  folder: string,
  options: DownloadOptions = {},
): Promise<string> {
  const path = join(folder, source.file);
  const { url } = source;
  if (!url) throw new Error(`${source.file} has no public address: ${byHand(source)}`);
  return await withFileLock(path, async () => {
    if (await exists(path)) return path;
    await fetchAll({ ...source, url }, `${path}.part`, options);
    await checkSum(`${path}.part`, source, { remove: true });
    await Deno.rename(`${path}.part`, path);
    return path;
  });
}

/**
 * Reads a file through and holds it to its checksum.
 *
 * @throws {Error} when it is not the published file
 */
export async function checkSum(
  path: string,
  source: PublishedFile,
  { remove = false } = {},
): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  const found = hash.digest("hex");
  if (source.sha256.includes(found)) return;
  const { size } = await Deno.stat(path);
  if (remove) await Deno.remove(path);
  throw new Error(
    `${basename(path)} must have the SHA-256 ${source.sha256.join(" or ")} and ${source.bytes} ` +
      `bytes, found ${found} and ${size} bytes: it is not the published file, or it is damaged. ` +
      (remove ? "It was removed: try again." : `Delete ${path}, and it is fetched again.`),
  );
}

/** Whether there is such a file. */
export async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

type Source = PublishedFile & { url: string };

/** What a later attempt may mend. */
class BrokenOff extends Error {}

async function fetchAll(source: Source, part: string, options: DownloadOptions): Promise<void> {
  const { attempts = 5, pauseSeconds = 1 } = options;
  for (let attempt = 1;; attempt++) {
    try {
      return await fetchRest(source, part, options);
    } catch (error) {
      if (!(error instanceof BrokenOff)) throw error;
      if (attempt === attempts) throw givenUp(source, { attempts, why: error.message });
      const pause = pauseSeconds * 2 ** (attempt - 1);
      await new Promise((resolve) => setTimeout(resolve, 1000 * pause));
    }
  }
}

/** Asks for what is not there yet, and writes it. */
async function fetchRest(source: Source, part: string, options: DownloadOptions): Promise<void> {
  const { stallSeconds = 30 } = options;
  using file = await Deno.open(part, { create: true, write: true });
  const { size } = await file.stat();
  let done = size > source.bytes ? 0 : size;
  if (done === source.bytes) return;
  const stop = new AbortController();
  const patient = <T>(waiting: Promise<T>) => withPatience(waiting, { stop, stallSeconds });
  const response = await patient(fetch(source.url, {
    headers: done > 0 ? { Range: `bytes=${done}-` } : {},
    signal: stop.signal,
  }));
  try {
    done = startOf(response, { source, done });
    if (done < size) await file.truncate(done);
    await file.seek(done, Deno.SeekMode.Start);
    const reader = response.body!.getReader();
    for (let next = await patient(reader.read()); !next.done; next = await patient(reader.read())) {
      await writeAll(file, next.value, source);
      done += next.value.length;
      if (done > source.bytes) break;
      progress(`${source.file}, MB`, { done: mega(done), of: mega(source.bytes) });
    }
  } finally {
    stop.abort();
  }
  if (done < source.bytes) throw new BrokenOff(`the server ended after ${done} bytes`);
  if (done > source.bytes) {
    await file.truncate(0);
    throw new Error(
      `${source.url} must give ${source.bytes} bytes, but gives more: it is not the published ` +
        `file. ${byHand(source)}`,
    );
  }
}

/** Where the bytes of a response begin. */
function startOf(response: Response, { source, done }: { source: Source; done: number }): number {
  const { status } = response;
  if (status === 200) return 0;
  if (status === 206) {
    const range = response.headers.get("Content-Range");
    if (range?.startsWith(`bytes ${done}-`)) return done;
    throw new Error(
      `${source.url} was asked for what follows byte ${done}, and sends ${range}: delete ` +
        `${source.file}.part and try again`,
    );
  }
  const answer = `the server answers ${status} ${response.statusText}`;
  if (status === 429 || status >= 500) throw new BrokenOff(answer);
  throw new Error(`${source.url} cannot be had: ${answer}. ${byHand(source)}`);
}

/** Waits, but not for ever; what goes wrong on the way counts as broken off. */
async function withPatience<T>(
  waiting: Promise<T>,
  { stop, stallSeconds }: { stop: AbortController; stallSeconds: number },
): Promise<T> {
  let timer!: ReturnType<typeof setTimeout>;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new BrokenOff(`the server has been silent for ${stallSeconds} s`)),
      1000 * stallSeconds,
    );
  });
  try {
    return await Promise.race([waiting, silence]);
  } catch (error) {
    stop.abort();
    waiting.catch(() => {});
    throw error instanceof BrokenOff ? error : new BrokenOff((error as Error).message);
  } finally {
    clearTimeout(timer);
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array, source: Source): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
  } catch (error) {
    throw new Error(
      `${source.file} needs ${mega(source.bytes)} MB and cannot be written ` +
        `(${(error as Error).message}): make room and try again, and it goes on; or ` +
        byHand(source),
    );
  }
}

function givenUp(source: Source, { attempts, why }: { attempts: number; why: string }): Error {
  return new Error(
    `${source.url} could not be brought in ${attempts} attempts: ${why}. What came is kept: try ` +
      `again, and it goes on. ${byHand(source)}`,
  );
}

function byHand({ file }: PublishedFile): string {
  return `bring ${file} by other means into a folder, and set COURSE_DATA=<that folder>.`;
}

function mega(bytes: number): number {
  return Math.ceil(bytes / 1e6);
}
