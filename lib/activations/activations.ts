import type { Activation } from "./activation.ts";
import { elu } from "./elu.ts";
import { gelu } from "./gelu.ts";
import { leakyRelu } from "./leaky_relu.ts";
import { relu } from "./relu.ts";
import { selu } from "./selu.ts";
import { sigmoidActivation } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { tanh } from "./tanh.ts";

/** The eight activations of the course, in the order in which lesson 01 shows them. */
export const activations: readonly Activation[] = [
  sigmoidActivation,
  tanh,
  relu,
  leakyRelu,
  elu,
  selu,
  gelu,
  silu,
];
