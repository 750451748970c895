/** Looks for the backend that the command line names and prints what was found, as JSON. */
import { findNative } from "../../lib/tensorflow/native.ts";
import { findWasm } from "../../lib/tensorflow/wasm.ts";
import { findWebgpu } from "../../lib/tensorflow/webgpu.ts";

const find = { native: findNative, webgpu: findWebgpu, wasm: findWasm };
console.log(JSON.stringify(await find[Deno.args[0] as keyof typeof find]()));
