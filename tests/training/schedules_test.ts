import assert from "node:assert/strict";
import { cosine, oneCycle, rateAt, stepDecay, warmUp } from "../../lib/training/schedules.ts";

function near(found: number, expected: number): void {
  assert(Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected)), `${found}`);
}

Deno.test("rateAt() of a number is that number at every step", () => {
  assert.equal(rateAt(0.3, 17), 0.3);
});

Deno.test("stepDecay() drops at the given steps and not before", () => {
  const rate = stepDecay(0.8, { at: [3, 7], factor: 0.5 });
  const rates = [0, 2, 3, 6, 7, 100].map((step) => rateAt(rate, step));
  assert.deepEqual(rates, [0.8, 0.8, 0.4, 0.4, 0.2, 0.2]);
});

Deno.test("cosine() is half a cosine, and stays at its end", () => {
  const rate = cosine(0.9, { steps: 12, to: 0.3 });
  // cos(π/3) = 1/2, cos(π/2) = 0: three quarters and half of the way are left.
  near(rateAt(rate, 0), 0.9);
  near(rateAt(rate, 4), 0.3 + 0.6 * 0.75);
  near(rateAt(rate, 6), 0.6);
  near(rateAt(rate, 12), 0.3);
  near(rateAt(rate, 50), 0.3);
});

Deno.test("oneCycle() gives the rates of PyTorch's OneCycleLR", () => {
  // torch.optim.lr_scheduler.OneCycleLR(max_lr=0.5, total_steps=10, pct_start=0.3), PyTorch 2.13.
  const expected = {
    0: 0.02,
    1: 0.26,
    2: 0.5,
    3: 0.4752422,
    4: 0.4058725,
    9: 2e-6,
  };
  const rate = oneCycle(0.5, { steps: 10 });
  for (const [step, value] of Object.entries(expected)) {
    assert(Math.abs(rateAt(rate, Number(step)) - value) < 1e-6, `step ${step}`);
  }
});

Deno.test("warmUp() rises in a straight line, then follows the schedule that it was given", () => {
  const rate = warmUp(stepDecay(0.6, { at: [5] }), { steps: 3 });
  [0.2, 0.4, 0.6, 0.6, 0.6].forEach((expected, step) => near(rateAt(rate, step), expected));
  near(rateAt(rate, 5), 0.06);
});
