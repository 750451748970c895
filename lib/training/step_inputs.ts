import { tf } from "../tensorflow/tf.ts";
import type { Batches } from "./batches.ts";
import type { StepArgs } from "./train_step.ts";

/** Steps `first` to before `first + steps`, in tensors with room for `room` of them. */
export interface Segment {
  first: number;
  steps: number;
  /** The same for all segments of a run, so that they share a graph. */
  room: number;
  /** Whether the probes look. */
  watched: boolean;
}

/** The rows [room, nets, batch] of each net's batches, and the rates [room], of a segment. */
export function stepInputs(
  { first, steps, room }: Segment,
  { batches, rates }: { batches: Batches[]; rates: readonly number[] },
): StepArgs {
  const size = Math.max(steps, room);
  const { batchSize } = batches[0];
  const rows = new Int32Array(size * batches.length * batchSize);
  const rate = new Float32Array(size);
  rate.set(rates);
  for (let k = 0; k < steps; k++) {
    batches.forEach((own, net) => {
      rows.set(own.rows(first + k), (k * batches.length + net) * batchSize);
    });
  }
  return {
    rows: tf.tensor3d(rows, [size, batches.length, batchSize], "int32"),
    rate: tf.tensor1d(rate),
  };
}
