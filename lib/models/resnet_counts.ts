import type { Shortcut } from "./cifar_resnet.ts";

/** What a residual net of {@linkcode cifarResNet} consists of. */
export interface ResNetCountsOptions {
  /** 6N + 2. */
  depth: number;
  /** Default 1. */
  width?: number;
  /** Default `projection`. */
  shortcut?: Shortcut;
}

/** Numbers that training may change. */
export interface ResNetCounts {
  all: number;
  /** γ and β. */
  norms: number;
  /** Of the dense layer behind the last average. */
  last: number;
}

/**
 * The number of weights of a CIFAR ResNet with ten classes. N = (depth − 2)/6 blocks in a stage, and a, b, c
 * channels, make 9·(3a + 2N·(a² + b² + c²) − b² + ab − c² + bc) weights of 3 × 3 convolutions and
 * 2·(a + 2N·(a + b + c)) of γ and β. Projections add ab + bc and 2·(b + c).
 */
export function resNetCounts(
  { depth, width = 1, shortcut = "projection" }: ResNetCountsOptions,
): ResNetCounts {
  const n = (depth - 2) / 6;
  const [a, b, c] = [16, 32, 64].map((channels) => Math.round(channels * width));
  const convolutions = 9 * (3 * a + 2 * n * (a ** 2 + b ** 2 + c ** 2) - b ** 2 - c ** 2 + a * b +
    b * c);
  const projections = shortcut === "projection" ? a * b + b * c : 0;
  const projected = shortcut === "projection" ? 2 * (b + c) : 0;
  const norms = 2 * (a + 2 * n * (a + b + c)) + projected;
  const last = 10 * c + 10;
  return { all: convolutions + projections + norms + last, norms, last };
}
