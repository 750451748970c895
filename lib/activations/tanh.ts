import type { Activation } from "./activation.ts";

/** The hyperbolic tangent, between −1 and 1; tanh'(u) = 1 − tanh²(u). */
export const tanh: Activation = {
  name: "tanh",
  title: "tanh",
  value: Math.tanh,
  derivative: (u) => 1 - Math.tanh(u) ** 2,
};
