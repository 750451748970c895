import type { Activation } from "./activation.ts";

/** Slope of {@link leakyRelu} below zero: the default of tf.layers.leakyReLU. */
export const leakySlope = 0.3;

/** A leaky ReLU: u above zero, `slope` · u below (Maas et al. 2013). */
export function leakyReluWith(slope: number): Activation {
  return {
    name: "leakyrelu",
    title: `leaky ReLU (${slope})`,
    value: (u) => u > 0 ? u : slope * u,
    derivative: (u) => u > 0 ? 1 : slope,
  };
}

/** The leaky ReLU with the slope that tf.layers takes by default. */
export const leakyRelu: Activation = leakyReluWith(leakySlope);
