import { dtypes, liveKernels, type Program, specOf } from "./program.ts";

/**
 * Kernels for which TensorFlow's session has oneDNN, which XLA on a CPU does not reach; the fused
 * batch normalization, whose variance XLA computes as E[x²] − E[x]²; and random draws, of which XLA
 * makes others from the same seed.
 */
const sessionKernels = /^(Conv|Depthwise|MaxPool|AvgPool|FusedBatchNormV3|StatelessRandom)/;

/**
 * XLA spares what every small kernel costs the session. With fewer of them than this for each
 * matrix product the two are level, and compiling does not pay (measured; see README.md).
 */
const kernelsPerProduct = 15;

/** XLA compiles for some 3 ms a kernel and saves some 1.5 µs a kernel in each step. */
export const stepsThatRepayCompiling = 2000;

/**
 * Whether the program asks float32 numbers for equality, as the gradients of max and min do: XLA
 * computes a number again wherever it is needed, and rounds it differently each time.
 */
export function comparesFloats(program: Program): boolean {
  return [...liveKernels(program)].map((k) => program.kernels[k]).some(({ op, inputs }) =>
    (op === "Equal" || op === "NotEqual") && specOf(program, inputs[0]).dtype === dtypes.float32
  );
}

/** Whether XLA runs a program faster than the session, and gives the same. */
export function xlaIsFaster(program: Program): boolean {
  const live = [...liveKernels(program)].map((k) => program.kernels[k].op);
  if (live.some((op) => sessionKernels.test(op)) || comparesFloats(program)) return false;
  const products = live.filter((op) => op === "BatchMatMulV2").length;
  return live.length > kernelsPerProduct * products;
}
