import type { tf } from "../tensorflow/tf.ts";

/** A weight of a layer. */
export interface Weight {
  read(): tf.Tensor;
  write(value: tf.Tensor): void;
}

/** running ← running − (1 − momentum)·(running − value): one step of a running average. */
export function moveTowards(running: Weight, value: tf.Tensor, momentum: number): void {
  running.write(running.read().sub(running.read().sub(value).mul(1 - momentum)));
}
