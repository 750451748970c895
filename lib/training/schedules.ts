/** The learning rate of each step, counted from 0; one that does not change is a number. */
export type Schedule = number | ((step: number) => number);

/** The rate of a step. */
export function rateAt(schedule: Schedule, step: number): number {
  return typeof schedule === "number" ? schedule : schedule(step);
}

/** The rate `from`, multiplied by `factor` at each of the steps `at`. */
export function stepDecay(
  from: number,
  { at, factor = 0.1 }: { at: readonly number[]; factor?: number },
): Schedule {
  return (step) => from * factor ** at.filter((drop) => step >= drop).length;
}

/**
 * Half a cosine from `from` at step 0 down to `to` (default 0) at step `steps`, and `to` from then
 * on (Loshchilov & Hutter 2017, equation 5, without restarts).
 */
export function cosine(from: number, { steps, to = 0 }: { steps: number; to?: number }): Schedule {
  return (step) => between(from, to, Math.min(1, step / steps));
}

/**
 * Up to `peak` and down again, each along half a cosine (Smith & Topin 2018, in the form of
 * PyTorch's `OneCycleLR`): from peak/25 at step 0 to `peak` after the share `warmUp` of the steps,
 * then to peak/25/10⁴ at the last one.
 */
export function oneCycle(
  peak: number,
  { steps, warmUp = 0.3 }: { steps: number; warmUp?: number },
): Schedule {
  const [start, end] = [peak / 25, peak / 25 / 1e4];
  const [top, last] = [warmUp * steps - 1, steps - 1];
  return (step) =>
    step <= top
      ? between(start, peak, step / top)
      : between(peak, end, Math.min(1, (step - top) / (last - top)));
}

/** A straight line from 0 up to the rate of `then` within `steps` steps, and `then` afterwards. */
export function warmUp(then: Schedule, { steps }: { steps: number }): Schedule {
  return (step) => rateAt(then, step) * Math.min(1, (step + 1) / steps);
}

/** From `a` at part 0 to `b` at part 1 along half a cosine. */
function between(a: number, b: number, part: number): number {
  return b + (a - b) * (1 + Math.cos(Math.PI * part)) / 2;
}
