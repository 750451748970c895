import { type CalledKernel, constantInts, type Program } from "./program.ts";
import { Refused } from "./refused.ts";

/**
 * Keeps a kernel from running that would take the process down.
 *
 * @throws {Refused} for the gradient of the filter of a 1x1 convolution with a stride above 1 and
 * fewer than 16 channels: TensorFlow 2.21 with oneDNN writes outside of its memory there (measured:
 * channels 1 to 15 end in "corrupted size vs. prev_size" or a segmentation fault, 16 and 17 do not)
 */
export function refuseDefects({ op, attributes, inputs }: CalledKernel, program: Program): void {
  if (op !== "Conv2DBackpropFilter") return;
  const [height, width, channels] = constantInts(program, inputs[1]) ?? [];
  const strides = attributes.find(({ name }) => name === "strides")?.value as number[];
  if (!(height === 1 && width === 1 && channels < 16 && Math.max(...strides) > 1)) return;
  throw new Refused({
    what: `${op} of a 1x1 convolution with strides ${strides.slice(1, 3)} and ${channels} channels`,
    why: "corrupts the memory of the process (a defect of TensorFlow 2.21 with oneDNN)",
    instead:
      "take every other row and column first (tf.stridedSlice) and convolve with stride 1, " +
      "or use a 3x3 filter",
  });
}
