/**
 * This project: the nets of TensorFlow.js, their steps compiled.
 * @module
 */
import { compile, type Compiled } from "../../../lib/tensorflow/compile/compile.ts";
import { trainingBatchNorm } from "../../../lib/tensorflow/compile/training_batch_norm.ts";
import { device, tf } from "../../../lib/tensorflow/tf.ts";
import { average, bnEpsilon, checkSteps, type VarianceParams } from "./problem.ts";
import { type Asked, type Job, serve } from "./serve.ts";
import {
  autoencoder,
  BatchNorm,
  blend,
  checkedValues,
  convBn,
  denseNets,
  disposeNets,
  type Net,
  resnet,
  varianceNet,
} from "./tfjs_models.ts";

/** Long enough for any compilation to pay. */
const expectedSteps = 1e6;

/** Batch normalization as a compiled layer has it: with its gradient in closed form, or fused. */
class CompiledBatchNorm extends BatchNorm {
  override apply<T extends tf.Tensor>(x: T): T {
    const { y, mean, variance } = trainingBatchNorm(x, {
      scale: this.scale as unknown as tf.Tensor1D,
      offset: this.offset as unknown as tf.Tensor1D,
      epsilon: bnEpsilon,
      fused: true,
    });
    const count = x.size / x.shape.at(-1)!;
    blend(this.mean, mean);
    blend(this.variance, variance.mul(count / (count - 1)));
    return y;
  }
}

/**
 * A work of the bench with compiled steps.
 *
 * @throws {RangeError} when there is no such work
 */
export function build({ work, variant, params }: Asked): Job {
  if (work === "dense_bn") return training(denseNets(params, CompiledBatchNorm), variant, params);
  if (work === "conv_bn") return training([convBn(params, CompiledBatchNorm)], variant, params);
  if (work === "resnet") return training([resnet(params, CompiledBatchNorm)], variant, params);
  if (work === "autoencoder") return training([autoencoder(params)], variant, params);
  if (work === "variance_forward") return varianceForward(params);
  if (work === "call_overhead") return callOverhead(params);
  throw new RangeError(`compiled.ts knows no work ${JSON.stringify(work)}: add it to build()`);
}

/** All nets in one graph: the losses [nets] of a step. */
function training(nets: Net[], variant: string, params: { steps_per_call: number }): Job {
  const step = compile(
    () => tf.stack(nets.map(({ loss, optimizer }) => optimizer.minimize(loss, true)!)),
    { expectedSteps },
  );
  const steps = variant === "loop" ? params.steps_per_call : 1;
  const call = () => variant === "loop" ? step.many([], { steps }) : step();
  return {
    unitsPerCall: steps,
    run: (calls) => {
      for (let i = 0; i < calls; i++) call().dispose();
    },
    check: () => checkedValues(firstLosses(step, variant), nets),
    dispose: () => {
      step.dispose();
      disposeNets(nets);
    },
  };
}

/** The mean loss over the nets of each of the first steps. */
function firstLosses(step: Compiled<[], tf.Tensor>, variant: string): number[] {
  const losses = variant === "loop"
    ? step.many([], { steps: checkSteps })
    : tf.tidy(() => tf.stack(Array.from({ length: checkSteps }, () => step())));
  const each = losses.arraySync() as number[][];
  losses.dispose();
  return each.map(average);
}

function varianceForward(params: VarianceParams): Job {
  const net = varianceNet(params);
  const variances = compile(net.variances, { expectedSteps });
  return {
    unitsPerCall: 1,
    run: (calls) => {
      for (let i = 0; i < calls; i++) variances().dispose();
    },
    check: () => {
      const values = variances();
      const read = [...values.dataSync()];
      values.dispose();
      return read;
    },
    dispose: () => {
      variances.dispose();
      tf.dispose(net.tensors);
    },
  };
}

/** A call that reads and writes so many small variables. */
function callOverhead({ variables }: { variables: number }): Job {
  const all = Array.from({ length: variables }, () => tf.tidy(() => tf.variable(tf.zeros([10]))));
  const step = compile(() => all.forEach((v) => v.assign(v.add(1))));
  return {
    unitsPerCall: 1,
    run: (calls) => {
      for (let i = 0; i < calls; i++) step();
    },
    check: () => {
      step();
      return [...all[0].dataSync()];
    },
    dispose: () => {
      step.dispose();
      tf.dispose(all);
    },
  };
}

if (import.meta.main) {
  const versions = {
    "this project with TensorFlow.js": tf.version.tfjs,
    device: `${device.name}, ${device.hardware}`,
  };
  await serve(versions, build);
}
