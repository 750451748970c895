import { tf } from "../tf.ts";
import { nativeBackend } from "./native_backend.ts";

/** A weight of a layer. */
interface Weight {
  read(): tf.Tensor1D;
  write(value: tf.Tensor): void;
}

type Save = (saved: tf.Tensor[]) => void;

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

/**
 * The layer's `call` with TensorFlow's fused kernel for what it was made for: images `[batch,
 * height, width, channels]` in training. All else goes to the layer's own `call`. The kernel makes
 * a step of a convolutional network twice as fast; on matrices it is slower than the separate
 * operations.
 */
export function fusedBatchNormCall({ call }: BatchNormalization): BatchNormalization["call"] {
  return function (this: BatchNormalization, inputs, options) {
    const x = Array.isArray(inputs) ? inputs[0] : inputs;
    const channelsLast = x.rank === 4 && (this.axis === -1 || this.axis === 3);
    if (!options?.training || !channelsLast || !this.gamma || !this.beta || gradientDepth() > 1) {
      return call.call(this, inputs, options);
    }
    const { y, mean, variance } = fusedBatchNorm(x as tf.Tensor4D, {
      scale: this.gamma.read(),
      offset: this.beta.read(),
      epsilon: this.epsilon,
    });
    moveTowards(this.movingMean, mean, this.momentum);
    moveTowards(this.movingVariance, variance, this.momentum);
    return y;
  };
}

/** moving ← momentum·moving + (1 − momentum)·value, in the order of operations of TF.js. */
function moveTowards(moving: Weight, value: tf.Tensor, momentum: number): void {
  moving.write(moving.read().sub(moving.read().sub(value).mul(1 - momentum)));
}

/**
 * Normalizes each channel of x `[batch, height, width, channels]` by the mean and the (biased)
 * variance of this batch, in one kernel, with its gradient in another.
 */
export function fusedBatchNorm(
  x: tf.Tensor4D,
  options: { scale: tf.Tensor1D; offset: tf.Tensor1D; epsilon: number },
): { y: tf.Tensor4D; mean: tf.Tensor1D; variance: tf.Tensor1D } {
  const backend = nativeBackend();
  const attributes = attributesOf(options.epsilon);
  let mean!: tf.Tensor, unbiased!: tf.Tensor;
  const normalize = tf.customGrad(
    ((...[x, scale, offset, save]: [...tf.Tensor[], Save]) => {
      const none = tf.tensor1d([], "float32");
      const inputs = [x, scale, offset, none, none] as tf.Tensor[];
      const made = backend.executeMultipleOutputs("FusedBatchNormV3", attributes, inputs, 6);
      [mean, unbiased] = made.slice(1, 3).map((t) => tf.keep(t));
      (save as Save)([x, scale, ...made.slice(3)] as tf.Tensor[]);
      const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
        backend.executeMultipleOutputs("FusedBatchNormGradV3", attributes, [dy, ...saved], 5)
          .slice(0, 3);
      return { value: made[0], gradFunc };
    }) as Parameters<typeof tf.customGrad>[0],
  );
  const y = normalize(x, options.scale, options.offset) as tf.Tensor4D;
  const count = x.size / x.shape[3];
  const variance = unbiased.mul(Math.max(count - 1, 1) / count) as tf.Tensor1D;
  const result = { y, mean: mean.clone() as tf.Tensor1D, variance };
  tf.dispose([mean, unbiased]);
  return result;
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

function gradientDepth(): number {
  return (tf.engine() as unknown as { state: { gradientDepth: number } }).state.gradientDepth;
}
