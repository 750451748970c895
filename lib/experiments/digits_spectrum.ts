import { type InputScaling, someDigits } from "../datasets/standardize.ts";
import { symmetricEigen } from "../statistics/symmetric_eigen.ts";
import { hessianOf, matrixOf } from "./condition_by_examples.ts";
import { remember } from "./remember.ts";
import { largestStableRate } from "./stable_rate.ts";

/** Which digits a linear unit gets, and how their pixels are scaled. */
export interface DigitsSpectrumOptions {
  scaling: InputScaling;
  examples: number;
}

/** The curvature that digits give to the loss of a linear unit. */
export interface DigitsSpectrumRow {
  /** The largest eigenvalue of XᵀX/n. */
  largest: number;
  /** The sum of all eigenvalues: the mean squared length of an input. */
  trace: number;
  /** The largest learning rate at which gradient descent was stable, found by trying. */
  stableRate: number;
}

/** The spectrum of digits, and the rate that gradient descent bears on them: one row. */
export const digitsSpectrum = remember(measure);

async function measure(
  { scaling, examples }: DigitsSpectrumOptions,
): Promise<DigitsSpectrumRow[]> {
  const x = someDigits(examples, { scaling });
  const hessian = hessianOf(x);
  const stableRate = await largestStableRate(hessian, { seed: 1 });
  const { values } = symmetricEigen(await matrixOf(hessian));
  x.dispose();
  return [{
    largest: values.at(-1)!,
    trace: values.reduce((sum, value) => sum + value, 0),
    stableRate,
  }];
}
