/**
 * What is measured: the works with their parameters, and who does each.
 * @module
 */
import type {
  AutoencoderParams,
  ConvParams,
  DenseParams,
  ResnetParams,
  VarianceParams,
} from "./peers/problem.ts";

/** Numbers that say how large a work is; a peer gets them as they are. */
export type Params = Record<string, number>;

/** A peer in one of its ways to do a work. */
export interface Contestant {
  peer: string;
  variant: string;
  /** Which variant of ours it is compared with: the one with as many steps in a call. */
  against: string;
}

/** One work, at one size or more. */
export interface Work {
  id: string;
  title: string;
  /** What is counted: a step of training, a pass, a call. */
  unit: string;
  /** What a peer is told to do. */
  program: string;
  /** The sizes; several in a sweep. */
  points: Params[];
  /** The parameter that a sweep varies. */
  sweep?: string;
  /** Variants of ours. */
  ours: string[];
  contestants: Contestant[];
}

/** The name of our own peer. */
export const ours = "ours";

const dense: DenseParams & Params = {
  inputs: 64,
  width: 100,
  depth: 3,
  outputs: 10,
  batch: 60,
  seeds: 1,
  rate: 0.1,
  steps_per_call: 100,
};
const conv: ConvParams & Params = {
  size: 32,
  filters: 16,
  depth: 7,
  outputs: 10,
  batch: 128,
  rate: 0.1,
};
const resnet20: ResnetParams & Params = {
  size: 32,
  filters: 16,
  blocks: 3,
  outputs: 10,
  batch: 128,
  rate: 0.1,
  momentum: 0.9,
};
const autoencoder: AutoencoderParams & Params = {
  inputs: 784,
  hidden: 256,
  code: 64,
  batch: 128,
  rate: 1e-3,
  steps_per_call: 100,
};
const variances: VarianceParams & Params = { width: 1000, depth: 50, batch: 100 };

const tfjs = rival("tfjs", "eager");
const torch = rival("torch", "eager");
const compiled = rival("torch", "compile");
// PyTorch has no loop inside a call: beside ours with one it is at its own best.
const torchAtBest = [rival("torch", "eager", "loop"), rival("torch", "compile", "loop")];
const channelsLast = rival("torch", "channels_last");
const jit = rival("jax", "jit");
const scan = rival("jax", "scan", "loop");
const jaxJs = rival("jax_js", "jit");

/** All works, in the order in which they are measured. */
export const works: readonly Work[] = [
  {
    id: "dense_bn",
    title: "64-100-100-100-10, sigmoid and batch norm",
    unit: "step",
    program: "dense_bn",
    points: [dense],
    ours: ["step", "loop"],
    contestants: [...torchAtBest, jit, scan, jaxJs, tfjs],
  },
  {
    id: "conv7",
    title: "7 convolutions with batch norm, 32 × 32",
    unit: "step",
    program: "conv_bn",
    points: [conv],
    ours: ["step"],
    contestants: [torch, compiled, channelsLast, jit, tfjs],
  },
  {
    id: "resnet20",
    title: "ResNet-20, 32 × 32",
    unit: "step",
    program: "resnet",
    points: [resnet20],
    ours: ["step"],
    contestants: [torch, compiled, channelsLast, jit, tfjs],
  },
  {
    id: "autoencoder",
    title: "autoencoder 784-256-64-256-784, Adam",
    unit: "step",
    program: "autoencoder",
    points: [autoencoder],
    ours: ["step", "loop"],
    contestants: [...torchAtBest, jit, scan, jaxJs, tfjs],
  },
  {
    id: "seeds8",
    title: "8 seeds of the dense net",
    unit: "step of all eight",
    program: "dense_bn",
    points: [{ ...dense, seeds: 8 }],
    ours: ["step", "loop"],
    contestants: [...torchAtBest, jit, scan, jaxJs],
  },
  {
    id: "variance_forward",
    title: "forward pass, width 1000, depth 50",
    unit: "pass",
    program: "variance_forward",
    points: [variances],
    ours: ["step"],
    contestants: [torch, compiled, jit, jaxJs, tfjs],
  },
  {
    id: "call_overhead",
    title: "a call that does next to nothing",
    unit: "call",
    program: "call_overhead",
    points: [1, 20, 100, 300].map((variables) => ({ variables })),
    sweep: "variables",
    ours: ["step"],
    contestants: [],
  },
  sweep("depth", "hidden layers of the dense net", [2, 4, 8, 16, 32]),
  sweep("width", "width of the dense net", [50, 100, 200, 400, 800]),
  sweep("batch", "batch of the dense net", [30, 60, 120, 240, 480, 960]),
  sweep("seeds", "seeds of the dense net", [1, 2, 4, 8, 16]),
];

/** A ratio that was aimed at when the compiled step was written. */
export interface Aim {
  work: string;
  peer: string;
  variant: string;
  /** Time of the peer over ours, at least. */
  ratio: number;
}

/** What was aimed at. */
export const aims: readonly Aim[] = [
  { work: "dense_bn", peer: "torch", variant: "eager", ratio: 3 },
  { work: "dense_bn", peer: "jax", variant: "scan", ratio: 0.95 },
  { work: "conv7", peer: "torch", variant: "eager", ratio: 1.8 },
  { work: "conv7", peer: "jax", variant: "jit", ratio: 4 },
  { work: "resnet20", peer: "torch", variant: "eager", ratio: 1.5 },
  { work: "resnet20", peer: "torch", variant: "channels_last", ratio: 1.1 },
  { work: "seeds8", peer: "torch", variant: "eager", ratio: 4.5 },
];

/** Everyone who does a work, ours first. */
export function entrants(work: Work): Contestant[] {
  const own = work.ours.map((variant) => ({ peer: ours, variant, against: variant }));
  return [...own, ...work.contestants];
}

/** What readers call a contestant. */
export function contestantName({ peer, variant }: Pick<Contestant, "peer" | "variant">): string {
  return names[`${peer} ${variant}`] ?? `${peer} ${variant}`;
}

/** What a check is asked to do: a loop does as many steps as are compared. */
export function checkParams(params: Params, steps: number): Params {
  return "steps_per_call" in params ? { ...params, steps_per_call: steps } : params;
}

const names: Record<string, string> = {
  "ours step": "this project",
  "ours loop": "this project, many steps a call",
  "torch eager": "PyTorch",
  "torch compile": "torch.compile",
  "torch channels_last": "PyTorch, channels_last",
  "jax jit": "JAX, jit",
  "jax scan": "JAX, scan",
  "jax_js jit": "jax-js",
  "tfjs eager": "TensorFlow.js, eager",
};

function rival(peer: string, variant: string, against = "step"): Contestant {
  return { peer, variant, against };
}

function sweep(parameter: keyof DenseParams & string, title: string, sizes: number[]): Work {
  return {
    id: `scaling_${parameter}`,
    title,
    unit: "step",
    program: "dense_bn",
    points: sizes.map((size) => ({ ...dense, [parameter]: size })),
    sweep: parameter,
    ours: ["loop"],
    contestants: [torchAtBest[0]],
  };
}
