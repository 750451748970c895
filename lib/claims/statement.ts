/** What somebody wrote, and what became of it here. */
export interface Statement {
  /** As the source has it, shortened. */
  says: string;
  source: string;
  verdict: "right" | "wrong" | "imprecise" | "not decided";
  /** Why, without numbers: those are in the claims. */
  because: string;
  /** The data that the verdict rests on. */
  data: string;
  /** Ids of the claims that bear it out; none where nothing was measured. */
  claims: readonly string[];
}
