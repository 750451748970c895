/**
 * The only door to TensorFlow.js: `tf` with the best backend of this machine, and which one it is.
 *
 * @example The first cell of a lesson
 * ```ts
 * import { device, tf } from "./tf.ts";
 * import { read } from "./read.ts";
 * import { strict as assert } from "node:assert";
 * assert.deepEqual(await read(tf.tidy(() => tf.add([1, 2], [3, 4]))), new Float32Array([4, 6]));
 * console.log(device.name, device.reason);
 * ```
 *
 * @module
 */
import * as tf from "@tensorflow/tfjs";
import { decide, describe, type Device, type Facts } from "./device.ts";
import { watchForStops } from "./after_stop.ts";
import { findNative } from "./native.ts";
import { findWasm } from "./wasm.ts";
import { findWebgpu } from "./webgpu.ts";

export { tf };

const find = { native: findNative, webgpu: findWebgpu, wasm: findWasm };
const registeredAs = { native: "tensorflow", webgpu: "webgpu", wasm: "wasm" };

/** Where this process computes, chosen on import: `COURSE_BACKEND`, or the best there is. */
export const device: Device = await choose({ wish: Deno.env.get("COURSE_BACKEND") });

watchForStops();

async function choose(facts: Facts): Promise<Device> {
  const decision = decide(facts);
  if (decision.do === "refuse") throw decision.error;
  const { name } = decision;
  if (decision.do === "probe") return choose({ ...facts, [name]: await find[name]() });
  if (!(await tf.setBackend(registeredAs[name]))) throw new Error(didNotStart(name));
  return describe(decision);
}

function didNotStart(name: string): string {
  return `Starting the ${name} backend: it was found on this machine and must start, but ` +
    "TensorFlow.js did not start it: set COURSE_BACKEND to another one (native, webgpu, wasm).";
}
