import * as tf from "@tensorflow/tfjs";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import util from "node:util";
import type { Finding } from "./device.ts";

/** Whether TensorFlow's C++ kernels can be had; looking loads and registers them, 0.8 s. */
export async function findNative(): Promise<Finding> {
  if (Deno.build.os !== "linux") {
    return { usable: false, why: "TensorFlow's addon needs Linux", remedy: "on Windows: use WSL" };
  }
  const remedy = "run `make`, which compiles the addon against the TensorFlow wheel";
  if (!existsSync(addonPath())) {
    return { usable: false, why: `the compiled addon ${addonPath()} is missing`, remedy };
  }
  try {
    await load();
    return { usable: true, hardware: hardware(), software: false };
  } catch (error) {
    const [line] = String((error as Error)?.message ?? error).split("\n");
    return { usable: false, why: `the compiled addon does not load: ${line}`, remedy };
  }
}

function addonPath(): string {
  const manifest = createRequire(import.meta.url).resolve("@tensorflow/tfjs-node-gpu/package.json");
  return join(dirname(manifest), "lib/napi-v8/tfjs_binding.node");
}

async function load(): Promise<void> {
  setUnlessSet("TF_CPP_MIN_LOG_LEVEL", "3");
  // Without it TensorFlow takes all memory of a card that other notebooks share.
  setUnlessSet("TF_FORCE_GPU_ALLOW_GROWTH", "true");
  // The package calls two functions of Node's util that newer runtimes no longer have.
  const old = util as unknown as Record<string, unknown>;
  old.isNullOrUndefined ??= (value: unknown) => value == null;
  old.isArray ??= Array.isArray;
  await import("@tensorflow/tfjs-node-gpu");
}

function setUnlessSet(name: string, value: string): void {
  if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
}

function hardware(): string {
  const backend = tf.backend() as unknown as { isUsingGpuDevice: boolean };
  if (backend.isUsingGpuDevice) return "CUDA GPU";
  const threads = Number(Deno.env.get("TF_NUM_INTRAOP_THREADS")) || navigator.hardwareConcurrency;
  // TensorFlow's wheels switch oneDNN on by themselves on x86-64 only.
  const oneDnn = Deno.build.arch === "x86_64" && Deno.env.get("TF_ENABLE_ONEDNN_OPTS") !== "0";
  return `CPU, ${oneDnn ? "oneDNN, " : ""}${threads} ${threads === 1 ? "thread" : "threads"}`;
}
