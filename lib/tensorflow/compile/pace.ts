/** One native call should not outlast this, so that Jupyter's Stop is not kept waiting. */
const secondsPerCall = 0.25;

/** How many steps go into the next native call, from what the last calls took. */
export class Pace {
  #calls = 0;
  #secondsPerStep = Infinity;

  /** The number of steps for a call with room for `room`: one, then a few, then as time allows. */
  next(room: number): number {
    if (this.#calls === 0) return 1;
    if (this.#calls === 1) return Math.min(room, 2);
    return Math.max(1, Math.min(room, Math.floor(secondsPerCall / this.#secondsPerStep)));
  }

  /** Notes what a call took; the first one also prepares the graph and does not count. */
  note(steps: number, seconds: number): void {
    if (this.#calls++ > 0) this.#secondsPerStep = seconds / steps;
  }
}
