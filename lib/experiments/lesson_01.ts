/**
 * The runs that lesson 01 shows and its claims judge.
 *
 * @module
 */
import type { LearningByGainRow } from "./learning_by_gain.ts";
import { studyRows } from "./study_record.ts";

/** The committed study of the lesson: tanh and sigmoid nets over ten gains. */
export function gainStudy(): GainStudyRow[] {
  return studyRows("01_learning_by_gain");
}

/** A trained net of the study. */
export type GainStudyRow = Pick<LearningByGainRow, "activation" | "gain" | "seed" | "accuracy">;

/** The gains that the lesson trains: too peaky, good, too spread out. */
export const comparedGains = [0.01, 1, 100];
