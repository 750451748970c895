/** Random small training steps, for holding a compiled step against TensorFlow.js itself. */
import { tf } from "../../../lib/tensorflow/tf.ts";
import { Dice } from "./dice.ts";

/** A training step that a seed decides, with the batches to train on. */
export interface RandomProgram {
  /** What it is, for the message of a failure. */
  text: string;
  /** Steps after which the comparison is made: rounding grows faster in convolutional nets. */
  steps: number;
  batches: [tf.Tensor, tf.Tensor][];
  step(x: tf.Tensor, y: tf.Tensor): { loss: tf.Scalar; probe: tf.Tensor };
  optimizer: tf.Optimizer;
}

type Layer = tf.layers.Layer;
type Symbolic = tf.SymbolicTensor;

const widths = [2, 3, 5, 7, 11, 13] as const;
const activations = [
  "sigmoid",
  "tanh",
  "relu",
  "elu",
  "selu",
  "softplus",
  "relu6",
  "softsign",
  "hardSigmoid",
  "linear",
  "swish",
  "softmax",
] as const;

/** The program of a seed. */
export function randomProgram(seed: number): RandomProgram {
  const dice = new Dice(seed);
  const kind = dice.pick(["dense", "dense", "image", "sequence", "operations"] as const);
  if (kind === "operations") return operationsProgram(dice);
  const batch = dice.pick([3, 5, 7, 11]);
  const shape = {
    dense: () => [dice.pick(widths)],
    image: () => [dice.pick([5, 7, 11]), dice.pick([5, 7, 13]), dice.pick([1, 2, 3])],
    sequence: () => [dice.pick([3, 5]), dice.pick(widths)],
  }[kind]();
  const outputs = dice.pick([2, 3, 5]);
  const { model, names } = { dense, image, sequence }[kind](dice, { shape, outputs });
  drawWeights(model, dice);
  const steps = kind === "image" ? 5 : 20;
  const optimizer = randomOptimizer(dice);
  const loss = randomLoss(dice, outputs);
  return {
    text: `seed ${seed}: ${kind} [${batch}, ${shape}] ${names.join(" ")} -> ${outputs}, ` +
      `${loss.name}, ${optimizer.getClassName()}`,
    steps,
    optimizer,
    batches: dice.times(steps, () => [normal([batch, ...shape], dice), loss.target(batch, dice)]),
    step: (x, y) => trainStep({ model, optimizer, loss: loss.of }, [x, y]),
  };
}

function trainStep(
  { model, optimizer, loss }: {
    model: tf.LayersModel;
    optimizer: tf.Optimizer;
    loss: (y: tf.Tensor, output: tf.Tensor) => tf.Tensor;
  },
  [x, y]: [tf.Tensor, tf.Tensor],
) {
  let probe!: tf.Tensor;
  const value = optimizer.minimize(() => {
    const output = model.apply(x, { training: true }) as tf.Tensor;
    probe = tf.keep(output.clone());
    const penalty = model.calculateLosses().reduce((a, b) => a.add(b), tf.scalar(0));
    return loss(y, output).add(penalty).asScalar();
  }, true)!;
  const result = { loss: value, probe: probe.mean(0) };
  probe.dispose();
  return result;
}

interface Net {
  shape: number[];
  outputs: number;
}

function dense(dice: Dice, { shape, outputs }: Net) {
  const input = tf.input({ shape });
  const names: string[] = [];
  let x: Symbolic = input;
  for (let depth = dice.pick([1, 2, 3]); depth > 0; depth--) {
    x = apply(
      tf.layers.dense({
        units: dice.pick(widths),
        useBias: dice.chance(0.8),
        kernelRegularizer: dice.chance(0.2) ? "l1l2" : undefined,
      }),
      x,
      names,
    );
    x = between(dice, x, names);
  }
  return finish(dice, { input, x, outputs, names });
}

function image(dice: Dice, { shape, outputs }: Net) {
  const input = tf.input({ shape });
  const names: string[] = [];
  let x: Symbolic = input;
  for (let depth = 0, depths = dice.pick([1, 2]); depth < depths; depth++) {
    // Later layers may have little left to cut off.
    const padding = depth === 0 ? dice.pick(["same", "valid"] as const) : "same";
    x = apply(randomConvolution(dice, padding), x, names);
    x = between(dice, x, names);
    if (dice.chance(0.4)) x = apply(randomPooling(dice), x, names);
  }
  x = apply(dice.pick([tf.layers.flatten(), tf.layers.globalAveragePooling2d({})]), x, names);
  return finish(dice, { input, x, outputs, names });
}

function sequence(dice: Dice, { shape, outputs }: Net) {
  const input = tf.input({ shape });
  const names: string[] = [];
  const units = dice.pick([2, 3, 5]);
  const layer = dice.pick([
    () => tf.layers.simpleRNN({ units }),
    () => tf.layers.gru({ units }),
    () => tf.layers.lstm({ units }),
    () => tf.layers.conv1d({ filters: units, kernelSize: 2, padding: "same" }),
    () => tf.layers.timeDistributed({ layer: tf.layers.dense({ units }) }),
  ])();
  let x = apply(layer, input, names);
  x = between(dice, x, names);
  if (x.shape.length === 3) x = apply(tf.layers.flatten(), x, names);
  return finish(dice, { input, x, outputs, names });
}

function randomConvolution(dice: Dice, padding: "same" | "valid"): Layer {
  const filters = dice.pick([2, 3, 5]);
  const kernelSize = dice.pick([1, 2, 3]);
  return dice.pick([
    () => tf.layers.conv2d({ filters, kernelSize, padding, useBias: dice.chance(0.5) }),
    () => tf.layers.conv2d({ filters, kernelSize: dice.pick([2, 3]), padding, strides: 2 }),
    () => tf.layers.depthwiseConv2d({ kernelSize, padding }),
    () => tf.layers.separableConv2d({ filters, kernelSize, padding }),
    () => tf.layers.conv2dTranspose({ filters, kernelSize: 3, padding: "same", strides: 2 }),
  ])();
}

function randomPooling(dice: Dice): Layer {
  return dice.pick([
    () => tf.layers.maxPooling2d({ poolSize: 2, padding: "same" }),
    () => tf.layers.averagePooling2d({ poolSize: 2, padding: "same" }),
    () => tf.layers.averagePooling2d({ poolSize: 3, strides: 1, padding: "same" }),
    () => tf.layers.upSampling2d({ size: [2, 2] }),
    () => tf.layers.zeroPadding2d({ padding: [1, 2] }),
  ])();
}

/** What may stand between two weight layers. */
function between(dice: Dice, x: Symbolic, names: string[]): Symbolic {
  const normalize = dice.pick([
    undefined,
    () => tf.layers.batchNormalization({ momentum: 0.9 }),
    () => tf.layers.layerNormalization({}),
  ]);
  const activation = dice.pick(activations.slice(0, -1));
  const activate = dice.pick([
    () => tf.layers.activation({ activation }),
    () => tf.layers.activation({ activation }),
    () => tf.layers.leakyReLU({ alpha: 0.1 }),
    () => tf.layers.prelu({}),
  ]);
  const chosen = [normalize, activate].filter((make) => make !== undefined);
  const order = dice.chance(0.5) ? chosen : chosen.toReversed();
  const y = order.reduce((value, make) => apply(make(), value, names), x);
  if (!dice.chance(0.3)) return y;
  const joint = dice.pick([
    () => tf.layers.add(),
    () => tf.layers.multiply(),
    () => tf.layers.average(),
    () => tf.layers.maximum(),
    () => tf.layers.concatenate(),
  ])();
  names.push(joint.getClassName());
  return joint.apply([x, y]) as Symbolic;
}

function finish(
  dice: Dice,
  { input, x, outputs, names }: {
    input: Symbolic;
    x: Symbolic;
    outputs: number;
    names: string[];
  },
) {
  // One program in thirty draws on the host, which must be refused.
  if (dice.chance(1 / 30)) x = apply(tf.layers.dropout({ rate: 0.5 }), x, names);
  const last = apply(tf.layers.dense({ units: outputs }), x, names);
  return { model: tf.model({ inputs: input, outputs: last }), names };
}

function apply(layer: Layer, x: Symbolic, names: string[]): Symbolic {
  const { activation } = layer.getConfig();
  names.push(layer.getClassName() + (typeof activation === "string" ? `(${activation})` : ""));
  return layer.apply(x) as Symbolic;
}

function drawWeights(model: tf.LayersModel, dice: Dice): void {
  tf.tidy(() =>
    model.setWeights(
      model.getWeights().map((weight) => {
        const fanIn = weight.size / weight.shape[weight.shape.length - 1];
        return weight.rank < 2 ? weight : normal(weight.shape, dice).div(Math.sqrt(fanIn));
      }),
    )
  );
}

function randomOptimizer(dice: Dice): tf.Optimizer {
  return dice.pick([
    () => tf.train.sgd(0.05),
    () => tf.train.momentum(0.02, 0.9),
    () => tf.train.momentum(0.02, 0.8, true),
    // An epsilon that matters: else a gradient that is nothing but rounding becomes a full step.
    () => tf.train.adam(0.01, 0.9, 0.99, 1e-2),
    () => tf.train.rmsprop(0.005, 0.9, 0, 1e-2),
    () => tf.train.rmsprop(0.005, 0.9, 0.5, 1e-2),
    () => tf.train.adagrad(0.02),
    () => tf.train.adamax(0.01, 0.9, 0.99, 1e-2),
    () => tf.train.adadelta(0.1, 0.9, 1e-2),
  ])();
}

interface Loss {
  name: string;
  of(y: tf.Tensor, output: tf.Tensor): tf.Tensor;
  target(batch: number, dice: Dice): tf.Tensor;
}

function randomLoss(dice: Dice, outputs: number): Loss {
  const numbers = (batch: number, dice: Dice) => normal([batch, outputs], dice);
  const classes = (batch: number, dice: Dice) =>
    tf.tidy(() => tf.oneHot(dice.times(batch, () => dice.seed() % outputs), outputs).toFloat());
  return dice.pick<Loss>([
    { name: "softmaxCrossEntropy", of: tf.losses.softmaxCrossEntropy, target: classes },
    { name: "sigmoidCrossEntropy", of: tf.losses.sigmoidCrossEntropy, target: classes },
    { name: "meanSquaredError", of: tf.losses.meanSquaredError, target: numbers },
    { name: "huberLoss", of: tf.losses.huberLoss, target: numbers },
    { name: "hingeLoss", of: tf.losses.hingeLoss, target: classes },
  ]);
}

/** A chain of operations on matrices, with a variable between them. */
function operationsProgram(dice: Dice): RandomProgram {
  const [rows, columns] = [dice.pick([3, 5, 7]), dice.pick([2, 3, 5])];
  const scale = tf.tidy(() => tf.variable(normal([columns], dice).mul(0.1).add(1)));
  const count = tf.tidy(() => tf.variable(tf.scalar(1, "int32"), false));
  const chosen = dice.times(4, () => dice.pick(Object.keys(operations)));
  const optimizer = randomOptimizer(dice);
  const step: RandomProgram["step"] = (x, y) => {
    count.assign(count.add(tf.scalar(1, "int32")));
    let probe!: tf.Tensor;
    const loss = optimizer.minimize(() => {
      const start = x.mul(scale) as tf.Tensor2D;
      const end = chosen.reduce((value, name) => operations[name](value) as tf.Tensor2D, start);
      probe = tf.keep(end.clone());
      return end.sub(y).square().mean().asScalar();
    }, true)!;
    const result = { loss, probe: probe.mean(0).mul(count.toFloat()) };
    probe.dispose();
    return result;
  };
  return {
    text: `operations [${rows}, ${columns}] ${chosen.join(" ")}, ${optimizer.getClassName()}`,
    steps: 20,
    optimizer,
    batches: dice.times(20, () => [normal([rows, columns], dice), normal([rows, columns], dice)]),
    step,
  };
}

/** Operations [rows, columns] -> [rows, columns] with a gradient. */
const operations: Record<string, (x: tf.Tensor2D) => tf.Tensor> = {
  abs: (x) => x.abs(),
  atan: (x) => x.atan(),
  clip: (x) => x.clipByValue(-1, 1),
  concatSlice: (x) => tf.concat([x, x.neg()], 1).slice([0, 1], x.shape),
  cos: (x) => x.cos(),
  cumsum: (x) => x.cumsum(1),
  divide: (x) => x.div(x.square().add(1)),
  erf: (x) => x.erf(),
  exp: (x) => x.mul(0.3).exp(),
  fusedMatMul: (x) => tf.fused.matMul({ a: x, b: tf.eye(x.shape[1]), bias: tf.ones([x.shape[1]]) }),
  gather: (x) => tf.gather(x, tf.range(0, x.shape[0], 1, "int32").reverse()),
  logSoftmax: (x) => x.logSoftmax(),
  logSumExp: (x) => x.sub(x.logSumExp(1, true)),
  log1p: (x) => x.square().log1p(),
  max: (x) => x.sub(x.max(1, true)),
  maximum: (x) => tf.maximum(x, tf.scalar(0.2)),
  mean: (x) => x.sub(x.mean(0, true)),
  min: (x) => x.add(x.min(0, true)),
  moments: (x) => x.sub(tf.moments(x, 0).mean).div(tf.moments(x, 0).variance.add(0.1).sqrt()),
  outer: (x) => tf.matMul(x, tf.matMul(x, x, true)).mul(0.2),
  pad: (x) => x.pad([[1, 0], [0, 1]]).slice([1, 0], x.shape),
  pow: (x) => x.abs().add(0.1).pow(1.3),
  prelu: (x) => x.prelu(tf.scalar(0.2)),
  reverse: (x) => x.reverse(1),
  rsqrt: (x) => x.square().add(0.5).rsqrt(),
  selu: (x) => x.selu(),
  sin: (x) => x.sin(),
  softmax: (x) => x.softmax(),
  split: (x) => tf.concat(tf.split(x, x.shape[0], 0).toReversed(), 0),
  stack: (x) => tf.stack([x, x.mul(2)]).mean(0),
  sum: (x) => x.add(x.sum(1, true).mul(0.1)),
  tile: (x) => x.tile([2, 1]).slice([1, 0], x.shape),
  transpose: (x) => x.transpose().mul(2).transpose(),
  unstack: (x) => tf.stack(tf.unstack(x)),
};

function normal(shape: number[], dice: Dice): tf.Tensor {
  return tf.randomNormal(shape, 0, 1, "float32", dice.seed());
}
