import type { ImageSplits } from "../datasets/image_set.ts";
import { digits, type Pretrained, pretrainedOnDigits, pretrainedOnImagenet } from "./pretrained.ts";
import { photographSize, photographsOf } from "./shifted_photographs.ts";

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
  // Near ImageNet: ten of its breeds of dogs. Far from it: negatives of ten of its other classes.
  const images = await photographsOf(domain === "near" ? "dogs" : "negative");
  return { net: pretrainedOnImagenet(photographSize()), images, batchSize: 32 };
}
