import type { ImageSplits } from "../datasets/image_set.ts";
import { type ImageShift, shifted } from "../datasets/image_shifts.ts";
import { loadImages } from "../datasets/load_images.ts";
import { preset } from "./scale.ts";

/** Imagenette as it is, or under a controlled shift. */
export type PhotographDomain = "as they are" | ImageShift;

/** All of them. */
export const photographDomains: readonly PhotographDomain[] = [
  "as they are",
  "negative",
  "colour",
  "contrast",
  "blur",
  "noise",
];

/** Height and width of the photographs. */
export function photographSize(): number {
  return preset({ tiny: 64, laptop: 64, gpu: 224 });
}

/** The photographs of a domain. */
export async function photographsOf(domain: PhotographDomain): Promise<ImageSplits> {
  const resolution = preset({ tiny: "64", laptop: "64", gpu: "320" } as const);
  const { train, test } = await loadImages(`imagenette2-${resolution}`, { size: photographSize() });
  if (domain === "as they are") return { train, test };
  return { train: shifted(train, domain), test: shifted(test, domain) };
}
