import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** Random places to go to. */
export interface StaircaseOptions {
  /** Number of weights. */
  dimensions: number;
  directions: number;
  seed: number;
}

/**
 * For random directions: how much longer than the straight way is the shortest staircase of steps
 * that raise all weights and steps that lower all weights. The best two steps p and −n with
 * p − n = t are the positive and the negative part of t.
 */
export async function staircaseDetours(
  { dimensions, directions, seed }: StaircaseOptions,
): Promise<number[]> {
  const ratios = tf.tidy(() => {
    const target = tf.randomNormal([directions, dimensions], 0, 1, "float32", seed);
    const [up, down] = [target.relu(), target.neg().relu()];
    return up.norm(2, 1).add(down.norm(2, 1)).div(target.norm(2, 1));
  });
  return [...await take(ratios)];
}

/**
 * The shortest such staircase in two dimensions to the point at an angle (radians), over its
 * distance: found by trying how much higher than needed the first step may go.
 */
export function shortestStaircase(angle: number): number {
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  let shortest = Infinity;
  for (let a = 0; a <= 2; a += 1 / 64) {
    for (let b = 0; b <= 2; b += 1 / 64) {
      // One step (p₁, p₂) up, then (n₁, n₂) down, none of them negative.
      const [p1, p2] = [Math.max(x, 0) + a, Math.max(y, 0) + b];
      const [n1, n2] = [p1 - x, p2 - y];
      shortest = Math.min(shortest, Math.hypot(p1, p2) + Math.hypot(n1, n2));
    }
  }
  return shortest;
}
