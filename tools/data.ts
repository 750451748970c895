/**
 * `make data`: lists the image data sets, what they weigh, their licences and what is here; brings
 * those named on the command line and decodes them, so that lessons and studies need no network.
 *
 * @module
 */
import {
  type ImageArchive,
  type ImageArchiveName,
  imageArchives,
} from "../lib/datasets/image_archives.ts";
import { imagesAreHere, loadImages } from "../lib/datasets/load_images.ts";

const archives = imageArchives as Record<ImageArchiveName, ImageArchive>;
const names = Object.keys(archives) as ImageArchiveName[];

if (import.meta.main) {
  const wanted = Deno.args as ImageArchiveName[];
  const unknown = wanted.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    console.error(`no data set ${unknown.join(", ")}; there are: ${names.join(", ")}`);
    Deno.exit(1);
  }
  if (wanted.length === 0) await list();
  for (const name of wanted) {
    try {
      await bring(name);
    } catch (error) {
      console.error(`${name}: ${(error as Error).message}`);
      Deno.exitCode = 1;
    }
  }
}

async function list(): Promise<void> {
  for (const name of names) {
    const { title, files, counts, licence, home } = archives[name];
    const megabytes = Math.ceil(files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6);
    const where = await imagesAreHere(name)
      ? "here"
      : files.every(({ url }) => url)
      ? `make data DATA=${name} brings it`
      : "has no public address";
    console.log(`${name}: ${title}; ${where}`);
    console.log(`    ${counts.train} + ${counts.test} images, ${megabytes} MB, ${home}`);
    console.log(`    licence: ${licence}`);
  }
  console.log(
    "\nArchives that you have already are taken from the folder that COURSE_DATA names.",
  );
}

async function bring(name: ImageArchiveName): Promise<void> {
  const { train, test } = await loadImages(name);
  console.log(
    `${name}: ${train.labels.length} + ${test.labels.length} images of ${train.size} x ` +
      `${train.size} pixels, ${train.classes.length} classes: here and decoded`,
  );
}
