/** Functions of other people's objects that are replaced for a while, and put back. */
export class Hooks {
  readonly #undo: (() => void)[] = [];

  /** Replaces a property, on the object itself, until {@linkcode restore}. */
  replace<Target extends object, Name extends keyof Target>(
    target: Target,
    name: Name,
    replacement: (original: Target[Name]) => Target[Name],
  ): void {
    const own = Object.getOwnPropertyDescriptor(target, name);
    this.#undo.push(() => {
      if (own) Object.defineProperty(target, name, own);
      else delete target[name];
    });
    target[name] = replacement(target[name]);
  }

  /** Remembers something else to undo. */
  onRestore(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Undoes everything, last first. */
  restore(): void {
    for (let undo = this.#undo.pop(); undo; undo = this.#undo.pop()) undo();
  }
}
