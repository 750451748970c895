/**
 * The peers of a bench: each started when it is first needed, and again when it died.
 * @module
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NoEnvironmentError, pythonOf } from "./environments.ts";
import { Peer, type PeerCommand, PeerError } from "./peer.ts";
import { ours } from "./works.ts";

/** Tells the reader what goes on. */
export type Tell = (text: string) => void;

/** Peers by name. */
export class Crew {
  readonly #commands: Map<string, PeerCommand>;
  readonly #running = new Map<string, Peer>();

  constructor(commands: readonly PeerCommand[]) {
    this.#commands = new Map(commands.map((command) => [command.name, command]));
  }

  /** Whether there is such a peer here. */
  has(name: string): boolean {
    return this.#commands.has(name);
  }

  /**
   * Asks a peer, which is started unless it runs.
   *
   * @throws {PeerError} when it fails as a process; the next call starts it anew
   */
  async ask<T>(name: string, question: (peer: Peer) => Promise<T>): Promise<T> {
    try {
      const peer = this.#running.get(name) ?? await Peer.start(this.#commands.get(name)!);
      this.#running.set(name, peer);
      return await question(peer);
    } catch (error) {
      if (error instanceof PeerError) this.#running.delete(name);
      throw error;
    }
  }

  /** Versions and device of a peer that runs. */
  versions(name: string): Record<string, string> {
    return this.#running.get(name)?.versions ?? {};
  }

  /** Lets all peers give back the memory of what they built. */
  async forget(): Promise<void> {
    for (const name of [...this.#running.keys()]) {
      // One that fails here is started anew by the next question.
      await this.ask(name, (peer) => peer.forget()).catch(() => this.#running.delete(name));
    }
  }

  /** Ends all processes. */
  async end(): Promise<void> {
    await Promise.all([...this.#running.values()].map((peer) => peer.end()));
    this.#running.clear();
  }
}

/** The names of all peers. */
export const peerNames = [ours, "torch", "jax", "jax_js", "tfjs"] as const;

/** How the peers named are started; one that cannot be had is told of and left out. */
export async function commandsOf(names: readonly string[], tell: Tell): Promise<PeerCommand[]> {
  const commands: PeerCommand[] = [];
  for (const name of names) {
    try {
      commands.push(await commandOf(name, tell));
    } catch (error) {
      if (!(error instanceof NoEnvironmentError)) throw error;
      tell(`${name} is skipped: ${error.message}`);
    }
  }
  return commands;
}

const scripts: Record<string, string> = {
  [ours]: "compiled.ts",
  tfjs: "tfjs_eager.ts",
  jax_js: "jax_js.ts",
  torch: "pytorch.py",
  jax: "jax_peer.py",
};

async function commandOf(name: string, tell: Tell): Promise<PeerCommand> {
  const script = fileURLToPath(new URL(`peers/${scripts[name]}`, import.meta.url));
  if (!existsSync(script)) {
    throw new NoEnvironmentError(`there is no ${script}: bring it back with \`git checkout\``);
  }
  if (script.endsWith(".ts")) {
    return { name, program: Deno.execPath(), args: ["run", "-A", script] };
  }
  const program = await pythonOf(name, tell);
  const cache = fileURLToPath(new URL("../../build/bench/inductor", import.meta.url));
  const env = {
    PYTHONDONTWRITEBYTECODE: "1",
    JAX_PLATFORMS: "cpu",
    TORCHINDUCTOR_CACHE_DIR: cache,
  };
  return { name, program, args: [script], env };
}
