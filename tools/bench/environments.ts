/**
 * The Python environment of a peer in build/bench: made once, from pinned requirements.
 * @module
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const requirements = join(root, "tools", "bench");
const python = join(root, ".venv", "bin", "python");
const locked = ["--require-hashes", "--only-binary", ":all:"];
const torchIndex = ["--extra-index-url", "https://download.pytorch.org/whl/cpu"];

/** Thrown when an environment cannot be had here; the message says why and what to do. */
export class NoEnvironmentError extends Error {}

interface Installation {
  /** Files of requirements, in tools/bench. */
  files: string[];
  /** Arguments of `pip install`, one call after the other; of alternatives, the first that works. */
  steps: string[][][];
}

const installations: Record<string, Installation> = {
  torch: {
    files: ["torch_needs.txt", "torch.txt"],
    steps: [
      [[...locked, "-r", join(requirements, "torch_needs.txt")]],
      // A mirror, or a folder of wheels, that pip is configured with goes before PyTorch's own index.
      [[], torchIndex].map((index) => [
        "--no-deps",
        ...index,
        "-r",
        join(requirements, "torch.txt"),
      ]),
    ],
  },
  jax: {
    files: ["jax.txt"],
    steps: [[[...locked, "-r", join(requirements, "jax.txt")]]],
  },
};

/**
 * The Python of an environment, which is made if it is missing or was made from other requirements.
 *
 * @throws {NoEnvironmentError} when it cannot be installed here
 */
export async function pythonOf(name: string, tell: (text: string) => void): Promise<string> {
  const folder = join(root, "build", "bench", name);
  const program = join(folder, "bin", "python");
  const wanted = await digestOf(installations[name].files);
  const stamp = join(folder, "made_from");
  if (await Deno.readTextFile(stamp).catch(() => "") === wanted) return program;
  tell(`${name}: installing it into build/bench/${name} (once, some minutes)`);
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await call(name, python, ["-m", "venv", folder]);
  for (const alternatives of installations[name].steps) {
    await firstThatWorks(name, program, alternatives);
  }
  await Deno.writeTextFile(stamp, wanted);
  return program;
}

async function firstThatWorks(name: string, program: string, ways: string[][]): Promise<void> {
  for (const [i, way] of ways.entries()) {
    try {
      return await call(name, program, ["-m", "pip", "install", "--retries", "1", ...way]);
    } catch (error) {
      if (i === ways.length - 1) throw error;
    }
  }
}

async function call(name: string, program: string, args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { PIP_DISABLE_PIP_VERSION_CHECK: "1", PIP_PROGRESS_BAR: "off", PIP_USER: "0" },
  }).output().catch((error) => ({
    success: false,
    stderr: new TextEncoder().encode(`ERROR: ${error.message}`),
  }));
  if (success) return;
  const lines = new TextDecoder().decode(stderr).split("\n");
  const errors = lines.filter((line) => /^ERROR|rror:/.test(line));
  const why = (errors.at(-1) ?? lines.at(-2) ?? "pip failed").replace(/^ERROR: /, "");
  throw new NoEnvironmentError(
    `its environment cannot be made here (${why}): check the network and \`pip config list\`, ` +
      `then run the bench again; or leave it out with --peers (environment ${name})`,
  );
}

async function digestOf(files: string[]): Promise<string> {
  const hash = createHash("sha256").update(root);
  for (const file of files) hash.update(await Deno.readFile(join(requirements, file)));
  return hash.digest("hex");
}
