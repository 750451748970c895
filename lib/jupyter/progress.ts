/** How far a computation has come. */
export interface ProgressState {
  done: number;
  of: number;
  /** Says more, such as the loss; called only when the line is really drawn. */
  note?: () => string;
}

/** At most this many milliseconds pass without a new line, and no line comes sooner. */
const everyMs = 250;

interface Line {
  /** Tells a line from that of an earlier computation of the same title, which keeps its last words. */
  id: string;
  done: number;
  started: number;
  drawn: number;
  shown: boolean;
}
const lines = new Map<string, Line>();

/**
 * One line of progress, live: in a notebook below the running cell (also while nothing awaits),
 * in a terminal on standard error, elsewhere nowhere. A computation shorter than a quarter of a
 * second shows none.
 */
export function progress(title: string, state: ProgressState): void {
  const now = performance.now();
  const line = lineOf(title, { done: state.done, now });
  line.done = state.done;
  const finished = state.done >= state.of;
  if (finished) lines.delete(title);
  if (now - line.drawn < everyMs && !(finished && line.shown)) return;
  draw(line.id, { text: describe(title, state, now - line.started), first: !line.shown, finished });
  line.drawn = now;
  line.shown = true;
}

/** The line of this computation; a new one when it has begun again after it was stopped. */
function lineOf(title: string, { done, now }: { done: number; now: number }): Line {
  const found = lines.get(title);
  if (found && found.done <= done) return found;
  const line = {
    id: `progress-${crypto.randomUUID()}`,
    done,
    started: now,
    drawn: now,
    shown: false,
  };
  lines.set(title, line);
  return line;
}

function describe(title: string, { done, of, note }: ProgressState, elapsedMs: number): string {
  const bar = "█".repeat(Math.round(20 * done / of)).padEnd(20, "░");
  const seconds = (elapsedMs / 1000).toFixed(1);
  const left = (elapsedMs / 1000 * (of / done - 1)).toFixed(0);
  const time = done >= of ? `${seconds} s` : `${seconds} s, about ${left} s left`;
  return `${title} ${bar} ${done}/${of}, ${time}${note ? `, ${note()}` : ""}`;
}

interface Drawing {
  text: string;
  first: boolean;
  finished: boolean;
}

function draw(id: string, { text, first, finished }: Drawing): void {
  if (inNotebook()) {
    // Not awaited: while a computation runs, what it broadcasts still reaches the reader.
    Deno.jupyter.broadcast(first ? "display_data" : "update_display_data", {
      data: { "text/plain": text },
      metadata: {},
      transient: { display_id: id },
    });
  } else if (Deno.stderr.isTerminal()) {
    Deno.stderr.writeSync(new TextEncoder().encode(`\r\x1b[K${text}${finished ? "\n" : ""}`));
  }
}

/** True inside a Jupyter kernel; elsewhere even looking at `Deno.jupyter` throws. */
export function inNotebook(): boolean {
  try {
    return typeof Deno.jupyter.broadcast === "function";
  } catch {
    return false;
  }
}
