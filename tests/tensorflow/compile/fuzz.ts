/**
 * Holds compile() against TensorFlow.js on random programs: `fuzz.ts [COUNT] [FIRST SEED]`.
 *
 * Programs run in child processes, so that one that takes its process down is counted and named.
 * The exit status is 1 when a program differs, crashes, or too many are refused.
 */
import { compareWithEager, type Comparison } from "./compare_with_eager.ts";

/** Programs of one child process. */
const perProcess = 25;
/** The largest share of programs that may be refused, or be too ill-conditioned to tell. */
const mostRefused = 0.05;
/** A tolerance above this tells nothing: the program makes chaos of one rounding. */
const telling = 0.1;

type Outcome = Comparison["outcome"] | "ill-conditioned" | "crashed" | "error";

if (Deno.args[0] === "child") child(Number(Deno.args[1]), Number(Deno.args[2]));
else Deno.exit(await main(Number(Deno.args[0] ?? 1000), Number(Deno.args[1] ?? 0)));

/** Compares the programs from `seed` to before `end`, one line each. */
function child(seed: number, end: number): void {
  for (; seed < end; seed++) {
    console.log(`BEGIN ${seed}`);
    try {
      console.log(`END ${JSON.stringify(compareWithEager(seed))}`);
    } catch (error) {
      console.log(`FAIL ${String(error).replaceAll("\n", " ")}`);
    }
  }
}

async function main(count: number, first: number): Promise<number> {
  const counts: Partial<Record<Outcome, number>> = {};
  for (let seed = first; seed < first + count;) {
    const end = Math.min(seed + perProcess, first + count);
    const lines = await run(seed, end);
    let next = seed;
    lines.forEach((line, k) => {
      if (!line.startsWith("BEGIN ")) return;
      next = Number(line.slice(6)) + 1;
      const { outcome, text } = judge(lines[k + 1]);
      counts[outcome] = (counts[outcome] ?? 0) + 1;
      if (outcome !== "equal") console.log(`${next - 1} ${outcome}: ${text}`);
    });
    if (next === seed) throw new Error(`seed ${seed}: the child process did not start`);
    seed = next;
    console.log(`${seed - first} of ${count}: ${JSON.stringify(counts)}`);
  }
  const { equal = 0, refused = 0 } = counts;
  const vague = (counts["ill-conditioned"] ?? 0) + (counts["not finite"] ?? 0);
  return equal + refused + vague === count && Math.max(refused, vague) < mostRefused * count
    ? 0
    : 1;
}

async function run(seed: number, end: number): Promise<string[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", import.meta.filename!, "child", `${seed}`, `${end}`],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).split("\n");
}

function judge(line = ""): { outcome: Outcome; text: string } {
  if (line.startsWith("FAIL ")) return { outcome: "error", text: line.slice(5) };
  if (!line.startsWith("END ")) return { outcome: "crashed", text: "the process ended" };
  const { outcome, text, how, difference, tolerance, message = "" } = JSON.parse(line.slice(4));
  const vague = outcome === "equal" && tolerance > telling;
  return {
    outcome: vague ? "ill-conditioned" : outcome,
    text: `${text}; ${how}; ${difference} of ${tolerance} ${message}`,
  };
}
