import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeImages } from "./decode_images.ts";
import { checkSum, download, type DownloadOptions, exists } from "./download.ts";
import { withFileLock } from "./file_lock.ts";
import { type ImageArchive, type ImageArchiveName, imageArchives } from "./image_archives.ts";
import { readImages, writeImages } from "./image_cache.ts";
import type { ImageSplits } from "./image_set.ts";

/** Where archives and decoded images are kept. */
export interface LoadImagesOptions extends DownloadOptions {
  /** Height and width to bring the images to; default that of the archive, else 64. */
  size?: number;
  /** A folder with archives that are there already; default `COURSE_DATA`. It is only read. */
  given?: string;
  /** The folder for what is downloaded and decoded; default `data/downloads`. */
  folder?: string;
}

/**
 * The images of a data set, decoded; downloads the archive when it is nowhere, checks it, and keeps the
 * decoded images in one file, from which the next call reads them.
 *
 * @throws {RangeError} when there is no such data set, or no such size
 * @throws {Error} when the archive cannot be had, or is not the published one
 */
export async function loadImages(
  name: ImageArchiveName,
  options: LoadImagesOptions = {},
): Promise<ImageSplits> {
  return await loadArchive(name, archiveOf(name), options);
}

/** As {@linkcode loadImages}, for any archive. */
export async function loadArchive(
  name: string,
  archive: ImageArchive,
  options: LoadImagesOptions = {},
): Promise<ImageSplits> {
  const { size = archive.size ?? 64 } = options;
  if (!(Number.isInteger(size) && size >= 8 && size <= 512)) {
    throw new RangeError(`loadImages(): size must be from 8 to 512 pixels, received ${size}`);
  }
  const cache = cacheOf(name, { ...options, size });
  const known = await readImages(cache);
  if (known) return known;
  return await withFileLock(cache, async () => {
    const made = await readImages(cache);
    if (made) return made;
    const paths = [];
    for (const file of archive.files) paths.push(await bring(file, options));
    const splits = await decodeImages(archive, { paths, size });
    await keep(cache, splits);
    return splits;
  });
}

/** Writes the images down, if that can be: they serve without it. */
async function keep(path: string, splits: ImageSplits): Promise<void> {
  try {
    await writeImages(path, splits);
  } catch (error) {
    console.warn(
      `The decoded images cannot be kept in ${path} (${(error as Error).message}): make room, or ` +
        "they are decoded again each time.",
    );
  }
}

/** Whether a data set is here, decoded or as an archive, so that no network is needed. */
export async function imagesAreHere(
  name: ImageArchiveName,
  options: LoadImagesOptions = {},
): Promise<boolean> {
  const archive = archiveOf(name);
  const { size = archive.size ?? 64 } = options;
  if (await exists(cacheOf(name, { ...options, size }))) return true;
  const found = archive.files.map((file) => placeOf(file.file, options));
  return (await Promise.all(found)).every((place) => place !== undefined);
}

function archiveOf(name: ImageArchiveName): ImageArchive {
  const archive = (imageArchives as Record<string, ImageArchive>)[name];
  if (archive) return archive;
  throw new RangeError(
    `loadImages(): there is no ${JSON.stringify(name)}, only ` +
      `${Object.keys(imageArchives).join(", ")}`,
  );
}

/** The path of an archive's file, checked; downloaded where it is not here. */
async function bring(
  file: ImageArchive["files"][number],
  options: LoadImagesOptions,
): Promise<string> {
  const place = await placeOf(file.file, options);
  if (!place) return await download(file, folderOf(options), options);
  await checkSum(place, file);
  return place;
}

/** Where a file is already. */
async function placeOf(file: string, options: LoadImagesOptions): Promise<string | undefined> {
  const { given = Deno.env.get("COURSE_DATA") } = options;
  for (const folder of [given, folderOf(options)]) {
    if (folder && await exists(join(folder, file))) return join(folder, file);
  }
}

function cacheOf(name: string, options: LoadImagesOptions & { size: number }): string {
  return join(folderOf(options), `${name}-${options.size}px.images`);
}

function folderOf({ folder }: LoadImagesOptions): string {
  return folder ?? fileURLToPath(new URL("../../data/downloads", import.meta.url));
}
