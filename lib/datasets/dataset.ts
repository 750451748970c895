import type { tf } from "../tensorflow/tf.ts";

/** Labelled images as tensors. */
export interface Examples {
  /** Pixels [N, height, width, channels]. */
  images: tf.Tensor4D;
  /** Class of each image [N], int32, from 0. */
  labels: tf.Tensor1D;
}

/** A data set cut in two: what a model learns from, and what it is judged by. */
export interface Dataset {
  train: Examples;
  test: Examples;
}
