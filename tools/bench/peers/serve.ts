/**
 * A peer as a process: JSON lines in, JSON lines out, and no work in between.
 * @module
 */
import { linesOf } from "../lines.ts";

/** A work that is built and can be timed. */
export interface Job {
  /** Units of work in one call: 1, or the steps of a loop inside. */
  unitsPerCall: number;
  /** Makes so many calls; when it is over, their results are there. */
  run(calls: number): void | Promise<void>;
  /** The values to compare, after the first units from the start. */
  check(): number[] | Promise<number[]>;
  /** Gives back its memory. */
  dispose(): void;
}

/** What is asked of {@linkcode Build}. */
export interface Asked {
  /** The program: `dense_bn`, `conv_bn`, `resnet`, `autoencoder`, `variance_forward`, … */
  work: string;
  variant: string;
  // deno-lint-ignore no-explicit-any
  params: any;
}

/** Builds a work; throws when it does not know the work or the variant. */
export type Build = (asked: Asked) => Job | Promise<Job>;

interface Request extends Partial<Asked> {
  seconds?: number;
  check?: boolean;
  forget?: boolean;
}

const warmCalls = 3;

/** Answers the driver until it closes the pipe, then ends the process. */
export async function serve(versions: Record<string, string>, build: Build): Promise<void> {
  // What libraries print goes to standard error.
  console.log = console.info = console.error;
  say({ ready: true, versions });
  const jobs = new Map<string, TimedJob>();
  for await (const line of linesOf(Deno.stdin.readable)) {
    say(
      await answer(JSON.parse(line), build, jobs).catch((error) => ({
        error: String(error?.message ?? error).slice(0, 2000),
      })),
    );
  }
  // Workers of a library would keep the process.
  Deno.exit(0);
}

async function answer(
  request: Request,
  build: Build,
  jobs: Map<string, TimedJob>,
): Promise<object> {
  if (request.forget) {
    for (const { job } of jobs.values()) job.dispose();
    jobs.clear();
    return { forgotten: true };
  }
  const { work = "", variant = "", params } = request;
  const key = JSON.stringify([work, variant, params]);
  if (request.check) jobs.get(key)?.job.dispose();
  if (request.check || !jobs.has(key)) {
    jobs.set(key, new TimedJob(await build({ work, variant, params })));
  }
  const timed = jobs.get(key)!;
  if (request.check) return { values: Array.from(await timed.job.check()) };
  return await timed.measure(request.seconds!);
}

/** A job with the number of calls that make up a part of a measurement. */
class TimedJob {
  readonly job: Job;
  #calls = 0;

  constructor(job: Job) {
    this.job = job;
  }

  /** Seconds per unit, over as many parts as fill these seconds. */
  async measure(seconds: number): Promise<{ seconds_per_unit: number; units: number }> {
    if (this.#calls === 0) this.#calls = await this.#warm(seconds);
    let spent = 0;
    let calls = 0;
    while (spent < seconds) {
      spent += await this.#time(this.#calls);
      calls += this.#calls;
    }
    const units = calls * this.job.unitsPerCall;
    return { seconds_per_unit: spent / units, units };
  }

  /** The calls of a part: one clock reading, and one wait for results, in an eighth of the time. */
  async #warm(seconds: number): Promise<number> {
    await this.#time(warmCalls);
    let calls = 1;
    while (await this.#time(calls) < seconds / 16) calls *= 2;
    return calls;
  }

  async #time(calls: number): Promise<number> {
    const start = performance.now();
    await this.job.run(calls);
    return (performance.now() - start) / 1000;
  }
}

function say(answer: object): void {
  const bytes = new TextEncoder().encode(JSON.stringify(answer) + "\n");
  for (let sent = 0; sent < bytes.length;) sent += Deno.stdout.writeSync(bytes.subarray(sent));
}
