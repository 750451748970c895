import type { Activation } from "./activation.ts";

/** The rectified linear unit max(0, u); its derivative jumps from 0 to 1 at the kink u = 0. */
export const relu: Activation = {
  name: "relu",
  title: "ReLU",
  value: (u) => Math.max(0, u),
  derivative: (u) => u > 0 ? 1 : 0,
};
