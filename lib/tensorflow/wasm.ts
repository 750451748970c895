import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Finding } from "./device.ts";
import { registerComposedKernels } from "./wasm_kernels.ts";

/** Whether the WebAssembly kernels are installed (any processor runs them); registers them. */
export async function findWasm(): Promise<Finding> {
  const remedy = "run `make`, which installs the npm packages";
  try {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    const folder = dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"));
    const binary = join(folder, "tfjs-backend-wasm-simd.wasm");
    if (!existsSync(binary)) return { usable: false, why: `${binary} is missing`, remedy };
    setWasmPaths(`${folder}/`);
    registerComposedKernels();
    return { usable: true, hardware: "CPU, WebAssembly, 1 thread", software: false };
  } catch (error) {
    return { usable: false, why: `its npm package does not load: ${error}`, remedy };
  }
}
