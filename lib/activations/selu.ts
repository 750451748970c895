import type { Activation } from "./activation.ts";

/** α of SELU (Klambauer et al. 2017, eq. 2), to float64. */
export const seluAlpha = 1.6732632423543772;
/** λ of SELU (Klambauer et al. 2017, eq. 2), to float64. */
export const seluLambda = 1.0507009873554805;

/** The scaled ELU λ · (u above zero, α (eᵘ − 1) below): keeps mean 0 and variance 1 of a standard normal input. */
export const selu: Activation = {
  name: "selu",
  title: "SELU",
  value: (u) => seluLambda * (u > 0 ? u : seluAlpha * Math.expm1(u)),
  derivative: (u) => seluLambda * (u > 0 ? 1 : seluAlpha * Math.exp(u)),
};
