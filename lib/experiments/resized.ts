import { emptyImageSet, imageLength, type ImageSet } from "../datasets/image_set.ts";
import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** The same images with another height and width, interpolated between the four pixels next to each place. */
export async function resized(set: ImageSet, size: number): Promise<ImageSet> {
  const to = { ...emptyImageSet(set.labels.length, { ...set, size }), labels: set.labels };
  const length = imageLength(set);
  for (let k = 0; k < set.labels.length; k++) {
    const image = set.pixels.subarray(k * length, (k + 1) * length);
    const bytes = tf.tidy(() => {
      const pixels = tf.tensor3d(Float32Array.from(image), [set.size, set.size, 3]);
      return tf.image.resizeBilinear(pixels, [size, size], false, true).round();
    });
    to.pixels.set(await take(bytes), k * imageLength(to));
  }
  return to;
}
