/**
 * A peer: a child process that does works when asked, in JSON lines, and nothing in between.
 * @module
 */
import { linesOf } from "./lines.ts";

/** Thrown when a peer dies, is silent for too long, or says something that is no answer. */
export class PeerError extends Error {}

/** What starts a peer. */
export interface PeerCommand {
  name: string;
  program: string;
  args: string[];
  /** Added to the environment. */
  env?: Record<string, string>;
}

/** What is asked of a peer. */
export interface PeerRequest {
  work: string;
  variant: string;
  params: Record<string, number>;
}

const tailLength = 2000;

/** A running peer. */
export class Peer {
  readonly name: string;
  /** Versions and devices, as the peer says. */
  versions: Record<string, string> = {};
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #lines: AsyncGenerator<string>;
  readonly #stderrRead: Promise<void>;
  #tail = "";

  private constructor(command: PeerCommand) {
    this.name = command.name;
    this.#child = new Deno.Command(command.program, {
      args: command.args,
      env: command.env,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#lines = linesOf(this.#child.stdout);
    this.#stderrRead = this.#keepTail();
  }

  /**
   * Starts a peer and waits until it is ready.
   *
   * @throws {PeerError} when it does not get ready in time
   */
  static async start(command: PeerCommand, seconds = 120): Promise<Peer> {
    const peer = new Peer(command);
    const { ready, versions } = await peer.#answer(seconds, "get ready");
    if (ready !== true) throw await peer.#failure("its first line must say that it is ready");
    peer.versions = versions as Record<string, string> ?? {};
    return peer;
  }

  /** The number of its process. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The values that the first units of a work give. */
  async check(request: PeerRequest, seconds: number): Promise<number[]> {
    const { values } = await this.#ask({ check: true, ...request }, seconds);
    if (Array.isArray(values)) return values as number[];
    throw await this.#failure(`a check must be answered with "values"`);
  }

  /** Seconds per unit, measured for about `duration` seconds. */
  async time(request: PeerRequest, duration: number, seconds: number): Promise<number> {
    const answer = await this.#ask({ ...request, seconds: duration }, seconds);
    const spent = answer.seconds_per_unit;
    if (typeof spent === "number" && spent > 0) return spent;
    throw await this.#failure(`a measurement must be answered with positive "seconds_per_unit"`);
  }

  /** Lets it give back the memory of what it built. */
  async forget(): Promise<void> {
    await this.#ask({ forget: true }, 60);
  }

  /** Ends the process, whatever it does. */
  async end(): Promise<void> {
    try {
      this.#child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await this.#writer.close().catch(() => {});
    await this.#lines.return(undefined).catch(() => {});
    await this.#stderrRead;
    await this.#child.status;
  }

  async #ask(request: object, seconds: number): Promise<Record<string, unknown>> {
    const line = new TextEncoder().encode(JSON.stringify(request) + "\n");
    // A peer that died is found out by its missing answer.
    await this.#writer.write(line).catch(() => {});
    const answer = await this.#answer(seconds, "answer");
    if (typeof answer.error === "string") throw new Error(answer.error);
    return answer;
  }

  async #answer(seconds: number, what: string): Promise<Record<string, unknown>> {
    const line = await within(seconds, this.#lines.next());
    if (line === undefined) throw await this.#failure(`it did not ${what} within ${seconds} s`);
    if (line.done) throw await this.#failure(`it ended instead of an answer`);
    try {
      const answer = JSON.parse(line.value);
      if (answer !== null && typeof answer === "object") return answer;
    } catch {
      // Said below.
    }
    throw await this.#failure(`it answered ${JSON.stringify(line.value.slice(0, 200))}, not JSON`);
  }

  /** After a failure nothing it says can be matched to a question: it ends. */
  async #failure(what: string): Promise<PeerError> {
    await this.end();
    const tail = this.#tail.trim();
    return new PeerError(`${this.name}: ${what}` + (tail ? `; it said: ${tail}` : ""));
  }

  async #keepTail(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const part of this.#child.stderr) {
      this.#tail = (this.#tail + decoder.decode(part, { stream: true })).slice(-tailLength);
    }
  }
}

async function within<T>(seconds: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), seconds * 1000);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
