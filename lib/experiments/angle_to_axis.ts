import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** The mean angle in degrees between a random direction and the axis that is nearest to it. */
export async function angleToNearestAxis(
  { dimensions, draws, seed }: { dimensions: number; draws: number; seed: number },
): Promise<number> {
  const angle = tf.tidy(() => {
    const directions = tf.randomNormal([draws, dimensions], 0, 1, "float32", seed);
    const cosines = directions.abs().max(1).div(directions.norm("euclidean", 1));
    return cosines.acos().mean().mul(180 / Math.PI);
  });
  return (await take(angle))[0];
}
