import { reluCorrelation } from "./correlation_map.ts";

/** Two examples behind some blocks of a wide net. */
export interface ResidualRow {
  block: number;
  /** E[x²], the mean over the draws of the weights. */
  secondMoment: number;
  /** E[xx']/E[x²] of two examples. */
  correlation: number;
}

/** How much of a branch is added, and to what. */
export interface ResidualOptions {
  blocks: number;
  /** Factor of the branch; default 1. 0 for `identity` makes a plain net of the branch alone. */
  branch?: number;
  /** Factor of the connection around it; default 1. */
  identity?: number;
  /** E[xx']/E[x²] of the inputs. */
  correlation: number;
}

/**
 * Blocks x ← s·x + a·W·ReLU(x) with He's weights and inputs symmetric about 0: E[x²] is multiplied by
 * s² + a², and c ← (s²·c + a²·κ(c))/(s² + a²), since the branch is uncorrelated with x.
 */
export function residualMap(options: ResidualOptions): ResidualRow[] {
  const { blocks, branch = 1, identity = 1, correlation } = options;
  const [kept, added] = [identity ** 2, branch ** 2];
  const rows = [{ block: 0, secondMoment: 1, correlation }];
  for (let block = 1; block <= blocks; block++) {
    const { secondMoment, correlation: c } = rows[block - 1];
    rows.push({
      block,
      secondMoment: secondMoment * (kept + added),
      correlation: (kept * c + added * reluCorrelation(c)) / (kept + added),
    });
  }
  return rows;
}

/**
 * By which factor such a block, s = a = 1, multiplies the variance between examples, E[x²](1 − c):
 * 1 + (1 − κ(c))/(1 − c), from 1.68 at c = 0 towards 2 at c = 1.
 */
export function varianceGrowth(correlation: number): number {
  return 1 + (1 - reluCorrelation(correlation)) / (1 - correlation);
}
