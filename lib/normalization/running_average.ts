/**
 * What a running average with a momentum remembers: after each step it is momentum · itself +
 * (1 − momentum) · the new value. (PyTorch calls 1 − this the momentum.)
 *
 * @module
 */

/** The share of the value at the start that is left after some steps: momentum^steps. */
export function shareLeft(momentum: number, steps: number): number {
  check(momentum);
  return momentum ** steps;
}

/**
 * The number of steps after which a share of the value at the start is left, not rounded: ln share / ln
 * momentum. With the share ½ it is the half-life.
 *
 * @throws {RangeError} when momentum or share is not between 0 and 1
 */
export function stepsUntil(share: number, momentum: number): number {
  check(momentum);
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`stepsUntil(): share must be between 0 and 1, received ${share}`);
  }
  return Math.log(share) / Math.log(momentum);
}

/**
 * The factor by which the variance of a running average of independent values is smaller than theirs, in
 * the long run: (1 − momentum)/(1 + momentum).
 */
export function varianceFactor(momentum: number): number {
  check(momentum);
  return (1 - momentum) / (1 + momentum);
}

function check(momentum: number): void {
  if (momentum > 0 && momentum < 1) return;
  throw new RangeError(
    `a running average needs a momentum between 0 and 1, received ${momentum}; usual are 0.9 to 0.999`,
  );
}
