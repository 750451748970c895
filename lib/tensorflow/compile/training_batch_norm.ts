import { engineState } from "../engine_state.ts";
import { tf } from "../tf.ts";
import { nativeBackend } from "./native_backend.ts";

/** A weight of a layer. */
export interface Weight {
  read(): tf.Tensor;
  write(value: tf.Tensor): void;
}

/** What `tf.layers.batchNormalization` is made of. */
interface BatchNormalization {
  axis: number;
  epsilon: number;
  momentum: number;
  gamma?: Weight;
  beta?: Weight;
  movingMean: Weight;
  movingVariance: Weight;
  call(inputs: tf.Tensor | tf.Tensor[], options: { training?: boolean }): tf.Tensor;
}

/** Whether images take TensorFlow's fused kernels: while a step is recorded for its session. */
export const imageKernels = { fused: false };

/**
 * The layer's `call` with {@linkcode trainingBatchNorm} in training, where the channels come last.
 * TensorFlow.js puts the gradient together from that of each operation, which takes three times as
 * many kernels. All else goes to the layer's own `call`.
 */
export function trainingCall({ call }: BatchNormalization): BatchNormalization["call"] {
  return function (this: BatchNormalization, inputs, options) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const channelsLast = this.axis === -1 || this.axis === x.rank - 1;
    const weighted = this.gamma && this.beta;
    if (!options?.training || !channelsLast || !weighted || engineState().gradientDepth > 1) {
      return call.call(this, inputs, options);
    }
    const { y, mean, variance } = trainingBatchNorm(x, {
      scale: this.gamma!.read() as tf.Tensor1D,
      offset: this.beta!.read() as tf.Tensor1D,
      epsilon: this.epsilon,
    });
    moveTowards(this.movingMean, mean, this.momentum);
    moveTowards(this.movingVariance, variance, this.momentum);
    return y;
  };
}

/** moving ← momentum·moving + (1 − momentum)·value, in the order of operations of TF.js. */
export function moveTowards(moving: Weight, value: tf.Tensor, momentum: number): void {
  moving.write(moving.read().sub(moving.read().sub(value).mul(1 - momentum)));
}

/** What the normalization needs besides the batch. */
export interface TrainingBatchNormOptions {
  /** γ `[channels]` */
  scale: tf.Tensor1D;
  /** β `[channels]` */
  offset: tf.Tensor1D;
  /** ε, which is added to the variance. */
  epsilon: number;
  /** Whether images may take TensorFlow's fused kernels; native backend only. Default `imageKernels`. */
  fused?: boolean;
}

/** A normalized batch, and the statistics it was normalized by. */
export interface NormalizedBatch<T extends tf.Tensor = tf.Tensor> {
  y: T;
  mean: tf.Tensor1D;
  /** The biased variance: the mean of (x − mean)². */
  variance: tf.Tensor1D;
}

/**
 * Normalizes each channel of x `[..., channels]` by the mean and the variance of this batch
 * (Ioffe & Szegedy 2015, algorithm 1), with the gradient in closed form. It has no second
 * derivative, and none with respect to the statistics that it returns.
 */
export function trainingBatchNorm<T extends tf.Tensor>(
  x: T,
  options: TrainingBatchNormOptions,
): NormalizedBatch<T> {
  const { scale, offset, epsilon, fused = imageKernels.fused } = options;
  let statistics!: { mean: tf.Tensor; variance: tf.Tensor };
  const normalize = tf.customGrad((...args) => {
    const [x, scale, offset] = args as tf.Tensor[];
    const save = args[3] as unknown as Save;
    const forward = fused && x.rank === 4 && epsilon > 0 ? fusedForward : forwardInSteps;
    const made = forward(x, { scale, offset, epsilon });
    statistics = { mean: tf.keep(made.mean), variance: tf.keep(made.variance) };
    save(made.saved);
    return { value: made.y, gradFunc: made.gradient };
  });
  const y = normalize(x, scale, offset) as T;
  const [mean, variance] = [statistics.mean.clone(), statistics.variance.clone()];
  tf.dispose([statistics.mean, statistics.variance]);
  return { y, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

type Save = (saved: tf.Tensor[]) => void;

/** A forward pass, and the gradients of x, scale and offset from that of y. */
interface Forward {
  y: tf.Tensor;
  mean: tf.Tensor;
  variance: tf.Tensor;
  saved: tf.Tensor[];
  gradient(dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[];
}

type Weights = { scale: tf.Tensor; offset: tf.Tensor; epsilon: number };

function forwardInSteps(x: tf.Tensor, { scale, offset, epsilon }: Weights): Forward {
  const axes = x.shape.map((_, axis) => axis).slice(0, -1);
  const count = x.size / x.shape[x.rank - 1];
  const mean = x.mean(axes);
  const centred = x.sub(mean);
  const variance = centred.square().mean(axes);
  const inverse = inverseRoot(variance, epsilon);
  const normalized = centred.mul(inverse);
  return {
    y: normalized.mul(scale).add(offset),
    mean,
    variance,
    saved: [normalized, inverse, scale],
    gradient(dy, [normalized, inverse, scale]) {
      const dOffset = dy.sum(axes);
      const dScale = dy.mul(normalized).sum(axes);
      // dL/dx = γ/σ·(dy − mean(dy) − x̂·mean(dy·x̂))
      const along = dOffset.add(normalized.mul(dScale)).div(count);
      return [dy.sub(along).mul(inverse.mul(scale)), dScale, dOffset];
    },
  };
}

/** 1/√(variance + ε); 0 where both are 0, so that what does not vary is normalized to 0. */
export function inverseRoot(variance: tf.Tensor, epsilon: number): tf.Tensor {
  if (epsilon > 0) return variance.add(epsilon).rsqrt();
  return tf.where(variance.greater(0), variance.rsqrt(), tf.zerosLike(variance));
}

/** TensorFlow's kernels for images: one forward, one backward. */
function fusedForward(x: tf.Tensor, { scale, offset, epsilon }: Weights): Forward {
  const backend = nativeBackend();
  const attributes = attributesOf(epsilon);
  const none = tf.tensor1d([], "float32");
  const inputs = [x, scale, offset, none, none];
  const [y, mean, unbiased, ...reserved] = backend.executeMultipleOutputs(
    "FusedBatchNormV3",
    attributes,
    inputs,
    6,
  );
  const count = x.size / x.shape[3]!;
  return {
    y,
    mean,
    variance: unbiased.mul(Math.max(count - 1, 1) / count),
    saved: [x, scale, ...reserved],
    gradient: (dy, saved) =>
      backend.executeMultipleOutputs("FusedBatchNormGradV3", attributes, [dy, ...saved], 5)
        .slice(0, 3),
  };
}

function attributesOf(epsilon: number) {
  const { TF_ATTR_BOOL, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_ATTR_TYPE, TF_FLOAT } =
    nativeBackend().binding;
  return [
    { name: "T", type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: "U", type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: "epsilon", type: TF_ATTR_FLOAT, value: epsilon },
    { name: "data_format", type: TF_ATTR_STRING, value: "NHWC" },
    { name: "is_training", type: TF_ATTR_BOOL, value: true },
  ];
}
