import { mean } from "../statistics/moments.ts";

/**
 * The runs with the learning rate that has the best mean score, in their order; none of none.
 * Higher scores are better.
 */
export function runsAtBestRate<Run extends { learningRate: number }>(
  runs: readonly Run[],
  score: (run: Run) => number,
): Run[] {
  const rates = [...new Set(runs.map(({ learningRate }) => learningRate))];
  const byRate = rates.map((rate) => runs.filter(({ learningRate }) => learningRate === rate));
  const scores = byRate.map((own) => mean(own.map(score)));
  return byRate[scores.indexOf(Math.max(...scores))] ?? [];
}

/** The rows that have all the values of `fit`, in their order. */
export function rowsThatFit<Row extends object>(rows: readonly Row[], fit: Partial<Row>): Row[] {
  const keys = Object.keys(fit) as (keyof Row)[];
  return rows.filter((row) => keys.every((key) => row[key] === fit[key]));
}
