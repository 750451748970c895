import { match, P } from "ts-pattern";

/** The backends of the course, in the order in which they are preferred. */
export const backendNames = ["native", "webgpu", "wasm"] as const;

/** A backend of the course: TensorFlow's C++ kernels, Deno's WebGPU, or WebAssembly. */
export type BackendName = (typeof backendNames)[number];

/** Hardware that a backend found on this machine; `software`: a CPU that plays a graphics card. */
export interface Hardware {
  usable: true;
  hardware: string;
  software: boolean;
}

/** What a backend found on this machine: hardware, or why there is none and what brings it. */
export type Finding = Hardware | { usable: false; why: string; remedy: string };

/** What is known so far: findings by backend (absent: not looked at yet), and the reader's wish. */
export interface Facts extends Partial<Record<BackendName, Finding>> {
  /** The value of `COURSE_BACKEND`; undefined or empty means "the best there is". */
  wish?: string;
}

/** The next move of the choice: look at one more backend, use one, or give up with an error. */
export type Decision =
  | { do: "probe"; name: BackendName }
  | { do: "use"; name: BackendName; found: Hardware; reason: string }
  | { do: "refuse"; error: Error };

/** Where this process computes, why there, and what follows from it; shows itself in Jupyter. */
export interface Device {
  readonly name: BackendName;
  /** The processor or card, for people: `CPU, oneDNN, 2 threads`. */
  readonly hardware: string;
  /** Why this backend, and for each better one why not and which command brings it. */
  readonly reason: string;
  /** Whether `tensor.dataSync()` works: everywhere but on WebGPU. */
  readonly readsSynchronously: boolean;
  /** The size of experiments that this device computes within a lesson's patience. */
  readonly defaultScale: "tiny" | "laptop";
  readonly [display]: () => Record<string, string>;
}

const display = Symbol.for("Jupyter.display");

/** The next move in choosing a backend; pure, so that every machine can be imagined in a test. */
export function decide(facts: Facts): Decision {
  const { native, webgpu, wasm } = facts;
  return match({ wish: facts.wish || undefined, native, webgpu, wasm })
    .with({ wish: P.union(...backendNames) }, ({ wish }) => decideAsked(wish, facts[wish]))
    .with({ wish: P.string }, ({ wish }) => refuse(unknownBackend(wish)))
    .with({ native: undefined }, () => probe("native"))
    .with({ native: usable }, ({ native }) => use("native", native, "the fastest backend is here"))
    .with({ webgpu: undefined }, () => probe("webgpu"))
    .with({ webgpu: card }, ({ webgpu }) => use("webgpu", webgpu, whyNot(facts)))
    .with({ wasm: undefined }, () => probe("wasm"))
    .with({ wasm: usable }, ({ wasm }) => use("wasm", wasm, whyNot(facts)))
    .otherwise(() => refuse(`Choosing a backend: one must be usable, but ${whyNot(facts)}.`));
}

/** A decision to use a backend, as the device that lessons see. */
export function describe({ name, found, reason }: Decision & { do: "use" }): Device {
  return {
    name,
    hardware: found.hardware,
    reason,
    readsSynchronously: name !== "webgpu",
    defaultScale: name === "wasm" || found.software ? "tiny" : "laptop",
    [display]: () => ({
      "text/plain": `${name} on ${found.hardware}: ${reason}`,
      "text/markdown": `**${name}** on ${found.hardware}: ${reason}`,
    }),
  };
}

const usable = { usable: true } as const;
const card = { usable: true, software: false } as const;

function decideAsked(name: BackendName, found?: Finding): Decision {
  return match(found)
    .with(undefined, () => probe(name))
    .with(usable, (found) => use(name, found, `asked for by COURSE_BACKEND=${name}`))
    .with({ usable: false }, ({ why, remedy }) =>
      refuse(
        `COURSE_BACKEND=${name} asks for a backend that must be usable here, but ${why}. ` +
          `To get it: ${remedy}; or unset COURSE_BACKEND to take the best backend there is.`,
      ))
    .exhaustive();
}

/** For each backend that was looked at and not taken: why, and what brings it. */
function whyNot(facts: Facts): string {
  return backendNames.flatMap((name) =>
    match(facts[name])
      .with({ usable: false }, ({ why, remedy }) => [`no ${name}: ${why} (${remedy})`])
      .with({ software: true }, () => [`no ${name}: ${softwareIsSlow}`])
      .otherwise(() => [])
  ).join("; ");
}

const softwareIsSlow = "its card is played by the CPU, slower than wasm " +
  "(set COURSE_BACKEND=webgpu to take it anyway)";

function unknownBackend(wish: string): string {
  return `COURSE_BACKEND must be native, webgpu or wasm (or unset), received "${wish}": ` +
    "set it to one of these, or unset it to take the best backend there is.";
}

function probe(name: BackendName): Decision {
  return { do: "probe", name };
}

function use(name: BackendName, found: Hardware, reason: string): Decision {
  return { do: "use", name, found, reason };
}

function refuse(message: string): Decision {
  return { do: "refuse", error: new Error(message) };
}
