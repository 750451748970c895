import * as tf from "@tensorflow/tfjs";
import type { Finding } from "./device.ts";

/** Whether WebGPU finds a graphics card, or a CPU that plays one (`software`); registers it. */
export async function findWebgpu(): Promise<Finding> {
  const remedy = "install the graphics card's Vulkan driver";
  try {
    const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) return { usable: false, why: "WebGPU finds no graphics card", remedy };
    if (!tf.findBackend("webgpu")) await register(adapter);
    return { usable: true, hardware: hardware(adapter.info), software: isSoftware(adapter.info) };
  } catch (error) {
    return { usable: false, why: `WebGPU does not start: ${error}`, remedy };
  }
}

async function register(adapter: GPUAdapter): Promise<void> {
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  // The package's own factory asks for a feature in a form that Deno refuses: replaced by ours.
  const device = await adapter.requestDevice({ requiredLimits: limits(adapter) });
  tf.removeBackend("webgpu");
  tf.registerBackend("webgpu", () => new WebGPUBackend(device, adapter.info));
}

function limits({ limits }: GPUAdapter): Record<string, number> {
  return {
    maxComputeWorkgroupStorageSize: limits.maxComputeWorkgroupStorageSize,
    maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
    maxBufferSize: limits.maxBufferSize,
    maxComputeWorkgroupSizeX: limits.maxComputeWorkgroupSizeX,
    maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
  };
}

function hardware(info: GPUAdapterInfo): string {
  return info.description || `${info.vendor} ${info.architecture}`.trim() || "unnamed adapter";
}

/** Whether a CPU plays the card; Deno 2.8 leaves `isFallbackAdapter` false, so names decide too. */
export function isSoftware(
  info: Pick<GPUAdapterInfo, "isFallbackAdapter" | "description">,
): boolean {
  return info.isFallbackAdapter ||
    /llvmpipe|lavapipe|softpipe|swiftshader|basic render/i.test(info.description);
}
