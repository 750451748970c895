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

const known = new Map<PhotographDomain | "dogs", Promise<ImageSplits>>();

/** The photographs of a domain, drawn once; `dogs` are those of Imagewoof. */
export function photographsOf(domain: PhotographDomain | "dogs"): Promise<ImageSplits> {
  const found = known.get(domain) ?? drawn(domain);
  known.set(domain, found);
  return found;
}

async function drawn(domain: PhotographDomain | "dogs"): Promise<ImageSplits> {
  const name = domain === "dogs" ? "imagewoof2" : "imagenette2";
  const resolution = preset({ tiny: "64", laptop: "64", gpu: "320" } as const);
  const { train, test } = await loadImages(`${name}-${resolution}`, { size: photographSize() });
  if (domain === "as they are" || domain === "dogs") return { train, test };
  return { train: shifted(train, domain), test: shifted(test, domain) };
}
