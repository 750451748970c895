import {
  compiledDifference,
  deepAndLonger,
  deepWithAdam,
  netsOfDepth,
} from "../experiments/lesson_00.ts";
import { read } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";
import { tInterval } from "../statistics/interval.ts";
import { Claim } from "./claim.ts";

/** Numbers in the sample whose mean square is taken. */
const draws = 100_000;
/** Steps after which eager and compiled weights are compared. */
const comparedSteps = 5;

/** What lesson 00 claims. */
export const claims = {
  shallowLearns: new Claim({
    id: "00-shallow-learns",
    statement: "a sigmoid net with one hidden layer learns to read digits: test accuracy",
    source: "this course; mean over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.8 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: () => meanAccuracy(netsOfDepth(1)),
  }),
  deepDoesNot: new Claim({
    id: "00-deep-does-not",
    statement: "with eight hidden layers and everything else equal it guesses: test accuracy",
    source: "this course; mean over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { below: 0.15 },
    tolerance: 0,
    reason: "the interval lies below the bound; the most frequent test digit is 0.1185 of them",
    measure: () => meanAccuracy(netsOfDepth(8)),
  }),
  longerDoesNot: new Claim({
    id: "00-longer-does-not",
    statement: "three times as many steps do not help: test accuracy",
    source: "this course; mean over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { below: 0.15 },
    tolerance: 0,
    reason: "the interval lies below the bound",
    measure: () => meanAccuracy(deepAndLonger()),
    seconds: 4,
  }),
  adamDoes: new Claim({
    id: "00-adam-does",
    statement: "with Adam in place of gradient descent it begins to learn: test accuracy",
    source: "this course; mean over 5 seeds, 95 % t interval",
    kind: "training",
    expected: { above: 0.2 },
    tolerance: 0,
    reason: "the interval lies above the bound",
    measure: () => meanAccuracy(deepWithAdam()),
    seconds: 6,
  }),
  standardNormal: new Claim({
    id: "00-mean-square",
    statement: "the mean square of numbers from N(0, 1) is 1",
    source: "E[z²] = Var(z) + E[z]² = 1 + 0",
    kind: "monte carlo",
    expected: 1,
    tolerance: 4 * Math.sqrt(2 / draws),
    reason: "4·σ/√N over 10⁵ numbers; z² has variance 2",
    measure: async () => {
      const square = tf.tidy(() => tf.randomNormal([draws], 0, 1, "float32", 5).square().mean());
      const [value] = await read(square);
      square.dispose();
      return value;
    },
  }),
  sameAsEager: new Claim({
    id: "00-same-as-eager",
    statement: "one graph computes what single kernels compute: largest difference of a weight " +
      "after 5 steps, over the largest weight",
    source: "this course; float32 rounds by 2⁻²⁴ of a number",
    kind: "exact",
    expected: 0,
    tolerance: comparedSteps * Math.sqrt(784) * 2 ** -24,
    reason: "5 steps, in each sums of 784 products: √784 roundings of 2⁻²⁴, if they were all of " +
      "the size of the largest weight",
    measure: () => compiledDifference({ steps: comparedSteps }),
  }),
};

async function meanAccuracy(runs: Promise<{ accuracy: number }[]>) {
  return tInterval((await runs).map(({ accuracy }) => accuracy));
}
