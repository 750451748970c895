import type { Engine } from "./emit_step.ts";
import type { Program } from "./program.ts";

/** Kernels for which TensorFlow's session has code that XLA on a CPU does not reach. */
const sessionKernels = /^(Conv|Depthwise|MaxPool|AvgPool)/;

/** The faster engine for a program that runs once a call, or many times a call. */
export function chooseEngine(program: Program, { many }: { many: boolean }): Engine {
  if (!many) return "session";
  return program.kernels.some(({ op }) => sessionKernels.test(op)) ? "session" : "xla";
}
