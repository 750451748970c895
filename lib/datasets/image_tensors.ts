import { tf } from "../tensorflow/tf.ts";
import { augment, type PixelScale } from "./augment.ts";
import { imageLength, type ImageSet } from "./image_set.ts";

/** Images on the device, as a net gets them: x [N, size, size, 3] and the class of each [N]. */
export interface ImageTensors {
  x: tf.Tensor4D;
  labels: tf.Tensor1D;
}

/** Images of a set in the order of `rows`, default all, scaled and else as they are. */
export function imageTensors(
  set: ImageSet,
  { scale, rows = Uint32Array.from(set.labels.keys()) }: {
    scale: PixelScale;
    rows?: Uint32Array;
  },
): ImageTensors {
  const out = new Float32Array(rows.length * imageLength(set));
  augment(set, { rows, out, scale, seed: 0 });
  return {
    x: tf.tensor4d(out, [rows.length, set.size, set.size, 3]),
    labels: tf.tensor1d(Int32Array.from(rows, (row) => set.labels[row]), "int32"),
  };
}
