/**
 * TensorFlow.js op by op, a peer of the bench.
 * @module
 */
import { device, tf } from "../../../lib/tensorflow/tf.ts";
import { average, checkSteps, type VarianceParams } from "./problem.ts";
import { type Asked, type Job, serve } from "./serve.ts";
import {
  autoencoder,
  checkedValues,
  convBn,
  denseNets,
  disposeNets,
  type Net,
  resnet,
  varianceNet,
} from "./tfjs_models.ts";

/**
 * A work of the bench in TensorFlow.js.
 *
 * @throws {RangeError} when there is no such work
 */
export function build({ work, params }: Asked): Job {
  if (work === "dense_bn") return training(denseNets(params));
  if (work === "conv_bn") return training([convBn(params)]);
  if (work === "resnet") return training([resnet(params)]);
  if (work === "autoencoder") return training([autoencoder(params)]);
  if (work === "variance_forward") return varianceForward(params);
  throw new RangeError(`tfjs_eager.ts knows no work ${JSON.stringify(work)}: add it to build()`);
}

function training(nets: Net[]): Job {
  const steps = nets.map(({ loss, optimizer }) => () => optimizer.minimize(loss, true)!);
  return {
    unitsPerCall: 1,
    run: (calls) => {
      for (let i = 0; i < calls; i++) for (const step of steps) step().dispose();
      // Reading one number waits for a backend that works behind our back.
      return wait(nets[0].tensors.at(-1)!);
    },
    check: async () => {
      const losses: number[] = [];
      for (let i = 0; i < checkSteps; i++) {
        losses.push(average(await Promise.all(steps.map(taken))));
      }
      return checkedValues(losses, nets);
    },
    dispose: () => disposeNets(nets),
  };
}

async function taken(step: () => tf.Scalar): Promise<number> {
  const loss = step();
  const [value] = await loss.data();
  loss.dispose();
  return value;
}

async function wait(tensor: tf.Tensor): Promise<void> {
  const first = tf.tidy(() => tensor.flatten().slice(0, 1));
  await first.data();
  first.dispose();
}

function varianceForward(params: VarianceParams): Job {
  const net = varianceNet(params);
  const variances = () => tf.tidy(net.variances);
  const values = async () => {
    const stacked = variances();
    const read = await stacked.data();
    stacked.dispose();
    return Array.from(read);
  };
  return {
    unitsPerCall: 1,
    run: async (calls) => {
      for (let i = 1; i < calls; i++) variances().dispose();
      await values();
    },
    check: values,
    dispose: () => tf.dispose(net.tensors),
  };
}

if (import.meta.main) {
  const versions = {
    "TensorFlow.js": tf.version.tfjs,
    device: `${device.name}, ${device.hardware}`,
  };
  await serve(versions, build);
}
