import { Claim, type ClaimOptions } from "./claim.ts";

/** A claim about trained nets, with a bound: it holds when the whole interval lies on one side of it. */
export function trainingClaim(
  options: Pick<ClaimOptions, "id" | "statement" | "expected" | "measure"> & Partial<ClaimOptions>,
): Claim {
  return new Claim({
    source: "this course; over 5 seeds, 95 % t interval",
    kind: "training",
    tolerance: 0,
    reason: "the whole interval lies on this side of the bound",
    ...options,
  });
}
