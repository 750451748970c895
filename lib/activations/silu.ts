import type { Activation } from "./activation.ts";
import { sigmoid } from "./sigmoid.ts";

/** The sigmoid linear unit u · σ(u), also called swish (Elfwing et al. 2018). */
export const silu: Activation = {
  name: "swish",
  title: "SiLU",
  value: (u) => u * sigmoid(u),
  derivative: (u) => sigmoid(u) * (1 + u * (1 - sigmoid(u))),
};
