import type { Activation } from "./activation.ts";

/** The exponential linear unit: u above zero, eᵘ − 1 below (Clevert et al. 2016, α = 1). */
export const elu: Activation = {
  name: "elu",
  title: "ELU",
  value: (u) => u > 0 ? u : Math.expm1(u),
  derivative: (u) => u > 0 ? 1 : Math.exp(u),
};
