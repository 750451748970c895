import type { tf } from "./tf.ts";
import { device } from "./tf.ts";

/** The values that a tensor's dtype is stored in: float32, int32 or bool. */
export type Values = Float32Array | Int32Array | Uint8Array;

/**
 * The values of a tensor `[...]` in row-major order, on every backend.
 *
 * Nothing is awaited inside where the device reads synchronously, so that Stop in JupyterLab ends
 * a computation there. The tensor stays the caller's.
 */
export function read(tensor: tf.Tensor): Promise<Values> {
  return device.readsSynchronously
    ? Promise.resolve(tensor.dataSync() as Values)
    : tensor.data() as Promise<Values>;
}

/** The values of a tensor that nobody needs afterwards: reads it, then disposes of it. */
export async function take(tensor: tf.Tensor): Promise<Values> {
  const values = await read(tensor);
  tensor.dispose();
  return values;
}
