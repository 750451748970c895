import { claims as lesson00 } from "./00_start_here.ts";
import { claims as lesson01 } from "./01_activations.ts";
import { claims as lesson02 } from "./02_inputs.ts";
import { claims as lesson03 } from "./03_bad_initialization.ts";
import { claims as lesson04 } from "./04_variance_growth.ts";
import { claims as lesson05 } from "./05_good_initialization.ts";
import { claims as lesson06 } from "./06_limits_of_initialization.ts";
import { claims as lesson07 } from "./07_layerwise_pretraining.ts";
import { claims as lesson08 } from "./08_batch_normalization.ts";
import { claims as lesson09 } from "./09_why_it_works.ts";
import { claims as lesson10 } from "./10_other_normalizations.ts";
import { claims as lesson11 } from "./11_frozen_or_inference.ts";
import { claims as lesson12 } from "./12_momentum_and_domain.ts";
import { claims as lesson13 } from "./13_freeze_and_unfreeze.ts";
import { claims as lesson14 } from "./14_only_normalization.ts";
import type { Claim } from "./claim.ts";

/** The claims of each lesson, by the name of its notebook. */
export const claimsOfLessons: Readonly<Record<string, readonly Claim[]>> = {
  "00_start_here": Object.values(lesson00),
  "01_activations": Object.values(lesson01),
  "02_inputs": Object.values(lesson02),
  "03_bad_initialization": Object.values(lesson03),
  "04_variance_growth": Object.values(lesson04),
  "05_good_initialization": Object.values(lesson05),
  "06_limits_of_initialization": Object.values(lesson06),
  "07_layerwise_pretraining": Object.values(lesson07),
  "08_batch_normalization": Object.values(lesson08),
  "09_why_it_works": Object.values(lesson09),
  "10_other_normalizations": Object.values(lesson10),
  "11_frozen_or_inference": Object.values(lesson11),
  "12_momentum_and_domain": Object.values(lesson12),
  "13_freeze_and_unfreeze": Object.values(lesson13),
  "14_only_normalization": Object.values(lesson14),
};

/** All claims, in the order of the lessons. */
export const allClaims: readonly Claim[] = Object.values(claimsOfLessons).flat();

/**
 * The notebook that a claim or a lesson's number belongs to, such as `12-memory`.
 *
 * @throws {RangeError} when there is no such lesson
 */
export function notebookOf(id: string): string {
  const found = Object.keys(claimsOfLessons).find((name) => name.startsWith(id.slice(0, 2)));
  if (!found) throw new RangeError(`notebookOf(): there is no lesson of ${JSON.stringify(id)}`);
  return `${found}.ipynb`;
}
