import { studyRows } from "./study_record.ts";

/** Twenty steps of a small net in PyTorch, with everything but batch normalization frozen at some time. */
export interface FreezeOrderRow {
  /** Before training, or after each step of the optimizer. */
  frozen: "before" | "after";
  /** What the gradients are set to before a step. */
  zero_grad: "to None" | "to zeros";
  optimizer: string;
  /** How far each has moved, as a share of its length. */
  "kernel after 1": number;
  "last layer after 1": number;
  "γ after 1": number;
  "kernel after 20": number;
  "last layer after 20": number;
  "γ after 20": number;
}

/** The committed record of tools/freeze_order.py. */
export function freezeOrders(): FreezeOrderRow[] {
  return studyRows<FreezeOrderRow>("14_freeze_order");
}

/**
 * How many times its first step a weight moves in so many steps, when its gradient is zero after the
 * first one but the optimizer goes on with its momentum m: 1 + m + … + mˢᵗᵉᵖˢ⁻¹.
 */
export function coastedSteps(momentum: number, steps: number): number {
  return (1 - momentum ** steps) / (1 - momentum);
}
