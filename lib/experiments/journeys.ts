import type { ImageSplits } from "../datasets/image_set.ts";
import { shifted } from "../datasets/image_shifts.ts";
import { loadImages } from "../datasets/load_images.ts";
import { digits, type Pretrained, pretrainedOnDigits, pretrainedOnImagenet } from "./pretrained.ts";
import { preset } from "./scale.ts";

/** Where a net was trained, and where it goes: a domain that resembles its own, or one that does not. */
export interface Journey {
  net: "digits" | "ImageNet";
  domain: "near" | "far";
}

/** All journeys. */
export const journeys: readonly Journey[] = (["digits", "ImageNet"] as const).flatMap((net) =>
  (["near", "far"] as const).map((domain) => ({ net, domain }))
);

/** The net and the images of a journey; each seed has a net of its own, where it is trained here. */
export async function travelled(
  { net, domain, seed }: Journey & { seed: number },
): Promise<{ net: Pretrained; images: ImageSplits; batchSize: number }> {
  if (net === "digits") {
    return { net: await pretrainedOnDigits({ seed }), images: digits(domain), batchSize: 64 };
  }
  const size = preset({ tiny: 64, laptop: 64, gpu: 224 });
  const images = await photographs(domain, size);
  return { net: pretrainedOnImagenet(size), images, batchSize: 32 };
}

const known = new Map<string, ImageSplits>();

/** Near ImageNet: ten of its breeds of dogs. Far from it: negatives of ten of its other classes. */
async function photographs(domain: "near" | "far", size: number): Promise<ImageSplits> {
  const key = `${domain} ${size}`;
  const found = known.get(key);
  if (found) return found;
  const resolution = preset({ tiny: "64", laptop: "64", gpu: "320" } as const);
  const images = await loadImages(
    domain === "near" ? `imagewoof2-${resolution}` : `imagenette2-${resolution}`,
    { size },
  );
  const made = domain === "near" ? images : {
    train: shifted(images.train, "negative"),
    test: shifted(images.test, "negative"),
  };
  known.set(key, made);
  return made;
}
