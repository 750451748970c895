/**
 * Whether peers did the same work: the values of the first steps, compared.
 * @module
 */
import { median } from "./statistics.ts";

/**
 * How far the value of step 1, 2, 3 (and what comes after) may lie from the others', as a share.
 *
 * A mean of N float32 numbers that are added one after the other is off by about √N · 2⁻²⁴: 2e-5 for
 * the 10⁵ outputs of the widest layer. Five times that is allowed; and each step of gradient descent
 * stretches the differences, in ResNet-20 (3e-7, 3e-6, 5e-5 measured) the most: in three steps ten
 * times more is allowed. Another ε, bias or momentum moves the values by more than a percent.
 */
export function tolerance(index: number, isTraining: boolean): number {
  if (!isTraining) return 1e-4;
  return [1e-4, 3e-4][index] ?? 1e-3;
}

/**
 * What is wrong with each peer's values; undefined for those that agree. The truth is the median of
 * all peers, value by value.
 */
export function disagreements(
  values: readonly (readonly number[])[],
  isTraining: boolean,
): (string | undefined)[] {
  const lengths = values.map((row) => row.length);
  const length = median(lengths);
  const complete = values.filter((row) => row.length === length && row.every(Number.isFinite));
  const middle = Array.from({ length }, (_, i) => median(complete.map((row) => row[i])));
  return values.map((row) => disagreement(row, middle, isTraining));
}

function disagreement(
  row: readonly number[],
  middle: readonly number[],
  isTraining: boolean,
): string | undefined {
  if (row.length !== middle.length) {
    return `it gave ${row.length} values, the others ${middle.length}`;
  }
  const wrong = row.findIndex((value, i) =>
    !(Math.abs(value - middle[i]) <= tolerance(i, isTraining) * Math.abs(middle[i]))
  );
  if (wrong < 0) return undefined;
  return `value ${wrong + 1} of its check is ${row[wrong]}, the others' ${middle[wrong]}: ` +
    "it does other work and is not timed; make its program the same";
}
