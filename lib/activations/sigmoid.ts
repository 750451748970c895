import type { Activation } from "./activation.ts";

// #region sigmoid
/** The logistic sigmoid σ(u) = 1 / (1 + e⁻ᵘ), between 0 and 1. */
export function sigmoid(u: number): number {
  return 1 / (1 + Math.exp(-u));
}

/** σ'(u) = σ(u) (1 − σ(u)), largest at u = 0. */
export function sigmoidDerivative(u: number): number {
  return sigmoid(u) * (1 - sigmoid(u));
}
// #endregion

/** The logistic sigmoid as an {@link Activation}. */
export const sigmoidActivation: Activation = {
  name: "sigmoid",
  title: "sigmoid",
  value: sigmoid,
  derivative: sigmoidDerivative,
};
