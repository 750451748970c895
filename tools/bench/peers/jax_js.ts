/**
 * jax-js on WebAssembly, a peer of the bench. Its arrays are owned: a use gives them up, `.ref`
 * keeps them.
 * @module
 */
// deno-lint-ignore-file no-explicit-any -- its types do not follow trees of arrays
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, tree } from "@jax-js/jax";
import { valueAndGrad } from "@jax-js/jax";
import {
  type AutoencoderParams,
  autoencoderSizes,
  average,
  bnEpsilon,
  bnMomentum,
  checkSteps,
  type DenseParams,
  denseSizes,
  denseWeights,
  inputStream,
  labels,
  labelStream,
  seedStreams,
  spread,
  uniform,
  valuesOfCheck,
  type VarianceParams,
} from "./problem.ts";
import { type Asked, type Job, serve } from "./serve.ts";

/** A step with what it starts from; `running` finds the running statistics in a state. */
interface Program {
  /** (state, ...data) -> [state, loss] */
  step: (...trees: any[]) => any;
  state: any;
  data: any[];
  running?: (state: any) => any[];
}

/** Takes the WebAssembly backend, once. */
export async function start(): Promise<void> {
  await init();
  defaultDevice("wasm");
}

/**
 * A work of the bench in jax-js, after {@linkcode start}.
 *
 * @throws {RangeError} when there is no such work
 */
export function build({ work, params }: Asked): Job {
  if (work === "dense_bn") return training(denseNets(params));
  if (work === "autoencoder") return training([autoencoder(params)]);
  if (work === "variance_forward") return varianceForward(params);
  throw new RangeError(`jax_js.ts knows no work ${JSON.stringify(work)}: add it to build()`);
}

function denseNets(params: DenseParams): Program[] {
  return Array.from({ length: params.seeds }, (_, seed) => denseBn(params, seed));
}

function training(programs: Program[]): Job {
  // One compiled step serves all nets: they differ in their numbers only.
  const step = jit(programs[0].step as any) as any;
  const nets = programs.map(({ state, data }) => ({ state, data }));
  const advance = (net: Pick<Program, "state" | "data">) => {
    const [state, loss] = step(net.state, ...net.data.map((array) => array.ref));
    net.state = state;
    return loss;
  };
  const { running } = programs[0];
  return {
    unitsPerCall: 1,
    run: async (calls) => {
      for (let i = 0; i < calls; i++) for (const net of nets) advance(net).dispose();
      await blockUntilReady(nets.map((net) => tree.ref(net.state)) as any);
    },
    check: async () => {
      const losses: number[] = [];
      for (let i = 0; i < checkSteps; i++) {
        losses.push(
          average(await Promise.all(nets.map(async (net) => await number(advance(net))))),
        );
      }
      if (!running) return losses;
      return valuesOfCheck(losses, await readAll(nets.flatMap((net) => running(net.state))));
    },
    dispose: () => {
      for (const net of nets) tree.dispose([net.state, net.data] as any);
      step.dispose?.();
    },
  };
}

async function number(array: any): Promise<number> {
  return (await array.data())[0];
}

async function readAll(norms: any[]): Promise<{ means: number[]; variances: number[] }> {
  const read = async (key: string) =>
    (await Promise.all(norms.map((norm) => norm[key].ref.data()))).flatMap((v) => [...v]);
  return { means: await read("mean"), variances: await read("variance") };
}

function denseBn(params: DenseParams, seed: number): Program {
  const { batch, inputs, outputs, depth, width, rate } = params;
  const stream = seedStreams * seed;
  const sizes = denseSizes(params);
  const y = oneHot(labels(batch, outputs, stream + labelStream), outputs);
  const loss = (weights: any, running: any[], x: any, y: any) => {
    const after: any[] = [];
    for (let l = 0; l < depth; l++) {
      const { output, now } = batchNorm(nn.sigmoid(dense(weights.layers[l], x)), weights.norms[l], {
        running: running[l],
        batch,
      });
      after.push(now);
      x = output;
    }
    const logits = dense(weights.layers[depth], x);
    return [np.mean(np.sum(nn.logSoftmax(logits).mul(y), -1)).mul(-1), after];
  };
  const gradient = valueAndGrad(loss as any, { hasAux: true } as any) as any;
  return {
    step: ({ weights, running }, x, y) => {
      const [[value, after], slopes] = gradient(tree.ref(weights), running, x, y);
      return [{ weights: descended(weights, slopes, rate), running: after }, value];
    },
    state: {
      weights: {
        layers: sizes.slice(1).map((size, l) => denseState(sizes[l], size, stream + l + 1)),
        norms: Array.from({ length: depth }, () => ({
          scale: np.ones([width]),
          offset: np.zeros([width]),
        })),
      },
      running: Array.from({ length: depth }, () => ({
        mean: np.zeros([width]),
        variance: np.ones([width]),
      })),
    },
    data: [floats(spread(batch * inputs, stream + inputStream, 1), [batch, inputs]), y],
    running: (state) => state.running,
  };
}

function batchNorm(x: any, { scale, offset }: any, { running, batch }: any): any {
  const mean = np.mean(x.ref, 0) as any;
  const centred = x.sub(mean.ref);
  const variance = np.mean(np.square(centred.ref), 0) as any;
  const output = centred.div(np.sqrt(variance.ref.add(bnEpsilon))).mul(scale).add(offset);
  const now = {
    mean: blend(running.mean, mean),
    variance: blend(running.variance, variance.mul(batch / (batch - 1))),
  };
  return { output, now };
}

function blend(old: any, now: any): any {
  return old.mul(bnMomentum).add(now.mul(1 - bnMomentum));
}

function autoencoder(params: AutoencoderParams): Program {
  const { batch, inputs, rate } = params;
  const sizes = autoencoderSizes(params);
  const loss = (layers: any[], x: any) => {
    const h = layers.slice(0, -1).reduce((h, layer) => nn.relu(dense(layer, h)), x.ref);
    return np.mean(np.square(nn.sigmoid(dense(layers.at(-1), h)).sub(x)));
  };
  const weights = sizes.slice(1).map((size, l) => denseState(sizes[l], size, l + 1));
  const zeros = () =>
    sizes.slice(1).map((b, l) => ({ w: np.zeros([sizes[l], b]), b: np.zeros([b]) }));
  return {
    step: adamStep(valueAndGrad(loss as any) as any, rate),
    state: { weights, m: zeros(), v: zeros(), powers: [np.ones([]), np.ones([])] },
    data: [floats(Float32Array.from(uniform(batch * inputs, inputStream)), [batch, inputs])],
  };
}

/** Adam (Kingma and Ba 2015): β₁ = 0.9, β₂ = 0.999, ε = 1e-8; `powers` are β₁ᵗ and β₂ᵗ. */
function adamStep(gradient: any, rate: number): Program["step"] {
  return (state, x) => {
    const [value, slopes] = gradient(tree.ref(state.weights), x);
    const [first, second] = [state.powers[0].mul(0.9), state.powers[1].mul(0.999)];
    const m = tree.map((m: any, g: any) => m.mul(0.9).add(g.mul(0.1)), state.m, tree.ref(slopes));
    const squares = tree.map((g: any) => np.square(g), slopes);
    const v = tree.map((v: any, g: any) => v.mul(0.999).add(g.mul(0.001)), state.v, squares);
    const moved = (w: any, m: any, v: any) => {
      const root = np.sqrt(v.div(np.subtract(1, second.ref))).add(1e-8);
      return w.sub(m.div(np.subtract(1, first.ref)).div(root).mul(rate));
    };
    const weights = tree.map(moved, state.weights, tree.ref(m), tree.ref(v));
    return [{ weights, m, v, powers: [first, second] }, value];
  };
}

function varianceForward({ width, depth, batch }: VarianceParams): Job {
  const deviation = Math.sqrt(2 / width);
  const x: any = floats(spread(batch * width, inputStream, 1), [batch, width]);
  const weights: any[] = Array.from(
    { length: depth },
    (_, l) => floats(spread(width * width, l + 1, deviation), [width, width]),
  );
  const forward = jit(
    ((x: any, weights: any[]) => {
      let h = x;
      const variances = weights.map((w) => {
        const z = np.matmul(h, w) as any;
        h = nn.relu(z.ref);
        return np.var_(z);
      });
      h.dispose();
      return np.stack(variances);
    }) as any,
  ) as any;
  const call = () => forward(x.ref, tree.ref(weights as any));
  return {
    unitsPerCall: 1,
    run: async (calls) => {
      for (let i = 1; i < calls; i++) call().dispose();
      await call().data();
    },
    check: async () => Array.from(await call().data() as Float32Array),
    dispose: () => tree.dispose([x, weights] as any),
  };
}

function dense({ w, b }: any, x: any): any {
  return np.matmul(x, w).add(b);
}

function denseState(inputs: number, outputs: number, stream: number): any {
  return {
    w: floats(denseWeights(inputs, outputs, stream), [inputs, outputs]),
    b: np.zeros([outputs]),
  };
}

function descended(weights: any, slopes: any, rate: number): any {
  return tree.map((w: any, g: any) => w.sub(g.mul(rate)), weights, slopes);
}

function floats(values: Float32Array, shape: number[]): any {
  return np.array(values as any, { dtype: np.float32 } as any).reshape(shape);
}

function oneHot(classes: Int32Array, count: number): any {
  const values = new Float32Array(classes.length * count);
  classes.forEach((label, row) => values[row * count + label] = 1);
  return floats(values, [classes.length, count]);
}

if (import.meta.main) {
  await start();
  const manifest = new URL("../package.json", import.meta.resolve("@jax-js/jax"));
  const { version } = JSON.parse(await Deno.readTextFile(manifest));
  await serve({ "jax-js": version, device: "wasm" }, build);
}
