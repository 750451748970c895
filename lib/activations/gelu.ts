import type { Activation } from "./activation.ts";
import { normalDensity, normalShareBelow } from "./normal_distribution.ts";

/** The Gaussian error linear unit u · Φ(u), exact form (Hendrycks & Gimpel 2016). */
export const gelu: Activation = {
  name: "gelu",
  title: "GELU",
  value: (u) => u * normalShareBelow(u),
  derivative: (u) => normalShareBelow(u) + u * normalDensity(u),
};
