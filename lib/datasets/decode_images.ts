import sharp from "sharp";
import { progress } from "../jupyter/progress.ts";
import type { ArchivedImage, ImageArchive } from "./image_archives.ts";
import { emptyImageSet, imageLength, type ImageSplits } from "./image_set.ts";

/** Images that are decoded at the same time. */
const atOnce = 8;

/**
 * Decodes all images of an archive: each as the largest square in its middle, made `size` pixels wide
 * and high.
 *
 * @throws {Error} when an image is broken, or the archive has not the images and classes that it should
 */
export async function decodeImages(
  archive: ImageArchive,
  { paths, size }: { paths: readonly string[]; size: number },
): Promise<ImageSplits> {
  const { counts, title } = archive;
  const splits = {
    train: emptyImageSet(counts.train, { size, classes: [] }),
    test: emptyImageSet(counts.test, { size, classes: [] }),
  };
  const keys = { train: new Array<string>(), test: new Array<string>() };
  const length = imageLength({ size });
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let done = 0;
  const decodeOne = async (image: ArchivedImage, to: number) => {
    const pixels = await decoded(image, { size, title });
    splits[image.split].pixels.set(pixels, to * length);
    done++;
    progress(`${title}, images`, { done, of: counts.train + counts.test });
  };
  for await (const image of archive.images(paths)) {
    const to = keys[image.split].push(image.class) - 1;
    if (to >= counts[image.split]) throw wrongCounts(archive, `more ${image.split} images`);
    const one = decodeOne(image, to).catch((error) => void failures.push(error));
    running.add(one);
    one.finally(() => running.delete(one));
    if (running.size >= atOnce) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  for (const split of ["train", "test"] as const) {
    const found = keys[split].length;
    if (found < counts[split]) throw wrongCounts(archive, `${found} ${split} images`);
  }
  const { order, classes } = classesOf(archive, keys.train);
  for (const split of ["train", "test"] as const) {
    keys[split].forEach((key, row) => splits[split].labels[row] = labelOf(key, order, title));
    splits[split].classes = classes;
  }
  return splits;
}

/** Pixels [size, size, 3] of an image. */
async function decoded(
  { file, pixels, path }: ArchivedImage,
  { size, title }: { size: number; title: string },
): Promise<Uint8Array> {
  const side = Math.sqrt((pixels?.length ?? 0) / 3);
  if (pixels && side === size) return pixels;
  try {
    const image = pixels
      ? sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      : sharp(file, { failOn: "error", limitInputPixels: 2 ** 26 });
    return await image.resize(size, size, { fit: "cover" }).toColourspace("srgb").removeAlpha()
      .raw().toBuffer();
  } catch (error) {
    throw new Error(
      `${title}: the image ${path} cannot be decoded (${(error as Error).message}): the archive ` +
        "is damaged, delete it and fetch it again",
    );
  }
}

/** The keys of the classes in order, and their names. */
function classesOf(
  archive: ImageArchive,
  keys: readonly string[],
): { order: string[]; classes: string[] } {
  const order = [...new Set(keys)].sort();
  const { classes } = archive;
  const expected = typeof classes === "number" ? classes : Object.keys(classes).length;
  if (order.length !== expected) throw wrongCounts(archive, `${order.length} classes`);
  if (typeof classes === "number") return { order, classes: order };
  return { order, classes: order.map((key) => classes[key] ?? key) };
}

function labelOf(key: string, order: readonly string[], title: string): number {
  const label = order.indexOf(key);
  if (label >= 0) return label;
  throw new Error(`${title}: there are test images of a class ${key}, but none to train on`);
}

function wrongCounts({ title, counts, classes }: ImageArchive, found: string): Error {
  const number = typeof classes === "number" ? classes : Object.keys(classes).length;
  return new Error(
    `${title} must have ${counts.train} images to train, ${counts.test} to test and ${number} ` +
      `classes, found ${found}: the archive is not whole, delete it and fetch it again`,
  );
}
