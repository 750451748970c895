import { device } from "../tensorflow/tf.ts";

/** How much work an experiment does: seconds for tests, a lesson on two cores, or the paper's setting. */
export type Scale = "tiny" | "laptop" | "gpu";

const scales: readonly Scale[] = ["tiny", "laptop", "gpu"];

/**
 * The scale that the environment variable `SCALE` asks for; else what suits the device.
 *
 * @throws {RangeError} when `SCALE` is none of the three
 */
export function scale(): Scale {
  const asked = Deno.env.get("SCALE") || device.defaultScale;
  const found = scales.find((name) => name === asked);
  if (found) return found;
  throw new RangeError(`SCALE must be one of ${scales.join(", ")}, received "${asked}"`);
}

/** The options for the scale in force. */
export function preset<T>(options: Record<Scale, T>): T {
  return options[scale()];
}
