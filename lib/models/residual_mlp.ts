import { match } from "ts-pattern";
import { he, scaled } from "../initializers/initializers.ts";
import { seedFor } from "../random/seeds.ts";
import { tf } from "../tensorflow/tf.ts";
import { batchNorm } from "./batch_norm.ts";
import { scaleLayer } from "./scale_layer.ts";

/**
 * What a block makes of its input x, with F(x) = W·ReLU(x) + b and He's weights:
 * - `none`: x: there are no blocks;
 * - `plain`: F(x), no connection around it;
 * - `residual`: x + F(x);
 * - `halved`: (x + F(x))/√2;
 * - `scaled`: x + F(x)/√L, for L blocks;
 * - `skipInit`: x + α·F(x), with a learned α that begins at 0 (De & Smith 2020);
 * - `fixup`: x + α·F(x + a) + b with W = 0, α = 1 and learned numbers a, b that begin at 0 (Zhang et
 *   al. 2019, for branches of one layer);
 * - `zeroGamma`: x + BN(F(x)), whose γ begins at 0 (Goyal et al. 2017);
 * - `normalized`: x + F(BN(x)).
 */
export type BlockKind =
  | "none"
  | "plain"
  | "residual"
  | "halved"
  | "scaled"
  | "skipInit"
  | "fixup"
  | "zeroGamma"
  | "normalized";

/** All kinds, in the order in which they are shown. */
export const blockKinds: readonly BlockKind[] = [
  "none",
  "plain",
  "residual",
  "halved",
  "scaled",
  "skipInit",
  "fixup",
  "zeroGamma",
  "normalized",
];

/** A deep net of blocks. */
export interface ResidualMlpOptions {
  inputs: number;
  width: number;
  blocks: number;
  outputs: number;
  kind: BlockKind;
  seed: number;
}

/**
 * A net [N, inputs] -> logits [N, outputs]: a dense layer, the blocks, ReLU, and a dense layer. Where
 * blocks normalize, the last ReLU is behind a batch normalization too.
 *
 * @throws {RangeError} when width or the number of blocks is not a positive whole number
 */
export function residualMlp(options: ResidualMlpOptions): tf.LayersModel {
  const { inputs, width, blocks, outputs, kind, seed } = options;
  for (const [name, value] of Object.entries({ width, blocks })) {
    if (value >= 1 && Number.isInteger(value)) continue;
    throw new RangeError(`residualMlp(): ${name} must be a whole number from 1, received ${value}`);
  }
  const dense = (units: number, index: number, zero = false) =>
    tf.layers.dense({
      units,
      kernelInitializer: zero
        ? tf.initializers.zeros()
        : scaled({ law: he, seed: seedFor(seed, index) }),
    });
  const input = tf.input({ shape: [inputs] });
  let x = dense(width, 0).apply(input) as tf.SymbolicTensor;
  for (let l = 1; l <= blocks; l++) {
    x = block(x, { kind, blocks, dense: (zero) => dense(width, l, zero) });
  }
  if (kind === "normalized") x = batchNorm().apply(x) as tf.SymbolicTensor;
  const last = relu().apply(x);
  const logits = dense(outputs, blocks + 1).apply(last) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs: logits });
}

interface Block {
  kind: BlockKind;
  blocks: number;
  dense: (zero?: boolean) => tf.layers.Layer;
}

function block(x: tf.SymbolicTensor, { kind, blocks, dense }: Block): tf.SymbolicTensor {
  const chain = (...layers: tf.layers.Layer[]) =>
    layers.reduce((y, layer) => layer.apply(y) as tf.SymbolicTensor, x);
  const around = (branch: tf.SymbolicTensor) =>
    tf.layers.add().apply([x, branch]) as tf.SymbolicTensor;
  return match(kind)
    .with("none", () => x)
    .with("plain", () => chain(relu(), dense()))
    .with("residual", () => around(chain(relu(), dense())))
    .with("halved", () => {
      const sum = around(chain(relu(), dense()));
      return scaleLayer({ value: Math.SQRT1_2 }).apply(sum) as tf.SymbolicTensor;
    })
    .with(
      "scaled",
      () => around(chain(relu(), dense(), scaleLayer({ value: 1 / Math.sqrt(blocks) }))),
    )
    .with(
      "skipInit",
      () => around(chain(relu(), dense(), scaleLayer({ value: 0, trainable: true }))),
    )
    // The dense layer's own biases stand for the learned numbers a and b.
    .with(
      "fixup",
      () => around(chain(relu(), dense(true), scaleLayer({ value: 1, trainable: true }))),
    )
    .with("zeroGamma", () => around(chain(relu(), dense(), batchNorm({ gamma: 0 }))))
    .with("normalized", () => around(chain(batchNorm(), relu(), dense())))
    .exhaustive();
}

function relu(): tf.layers.Layer {
  return tf.layers.activation({ activation: "relu" });
}
