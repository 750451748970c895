import { liveKernels, type Program, specOf } from "../../../lib/tensorflow/compile/program.ts";

/**
 * How many roundings one step makes on the way to a result: one for each kernel, and one more for
 * each term of the sums that a kernel takes.
 */
export function roundings(program: Program): number {
  return [...liveKernels(program)].reduce((sum, k) => sum + 1 + terms(program, k), 0);
}

/** The number of terms of a kernel's sums. */
function terms(program: Program, k: number): number {
  const { op, inputs, outputs } = program.kernels[k];
  const sizes = inputs.map((ref) => size(specOf(program, ref).shape));
  const result = Math.min(...outputs.map(({ shape }) => size(shape)).filter((n) => n > 0));
  const channels = outputs[0].shape.at(-1)!;
  switch (op) {
    // (rows·inner)·(inner·columns) = rows·columns·inner²
    case "BatchMatMulV2":
      return Math.sqrt(sizes[0] * sizes[1] / result);
    case "Conv2D":
    case "Conv2DBackpropInput":
    case "DepthwiseConv2dNative":
    case "DepthwiseConv2dNativeBackpropInput":
      return sizes[1] / channels;
    case "Conv2DBackpropFilter":
    case "DepthwiseConv2dNativeBackpropFilter":
      return sizes[2] / channels;
  }
  return Math.max(0, ...sizes) / result;
}

function size(shape: number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
