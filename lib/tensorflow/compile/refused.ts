/** A step that cannot become a graph: which kernel or variable, why, and what to do instead. */
export class Refused extends Error {
  override name = "Refused";

  constructor({ what, why, instead }: { what: string; why: string; instead: string }) {
    super(`compile(): ${what} ${why}. Instead: ${instead}.`);
  }
}
