import { tf } from "../tensorflow/tf.ts";

/**
 * An update rule. Unlike those of TensorFlow.js it takes the rate as a tensor in every step, so
 * that a compiled step can follow a schedule, and shows its state, so that a run can be saved.
 */
export interface Optimizer {
  /** Makes the state for these variables, so that a graph finds it. */
  prepare(variables: readonly tf.Variable[]): void;
  /** Sets the state to zero: a new run begins. */
  reset(): void;
  /** Moves each variable by its gradient. */
  update(variables: readonly tf.Variable[], gradients: readonly tf.Tensor[], rate: tf.Scalar): void;
  /** Momenta, averages and counters, in the order in which they were made. */
  readonly state: tf.Variable[];
  dispose(): void;
}

/** What every update rule can do besides. */
export interface DecayOptions {
  /** Decoupled weight decay (Loshchilov & Hutter 2019): each step also takes rate·decay·w off w. */
  weightDecay?: number;
}

/** Options of {@linkcode sgd}. */
export interface SgdOptions extends DecayOptions {
  /** m ← momentum·m + g, w ← w − rate·m. Default 0: plain gradient descent. */
  momentum?: number;
  /** Looks ahead: w ← w − rate·(g + momentum·m). */
  nesterov?: boolean;
}

/** Stochastic gradient descent: w ← w − rate·g, or with momentum (Sutskever et al. 2013). */
export function sgd({ momentum = 0, nesterov = false, weightDecay }: SgdOptions = {}): Optimizer {
  if (momentum === 0) return optimizer((_, g) => g, { weightDecay });
  return optimizer((slot, g) => {
    const m = slot("momentum");
    m.assign(m.mul(momentum).add(g));
    return nesterov ? g.add(m.mul(momentum)) : m;
  }, { weightDecay });
}

/** Options of {@linkcode adam}. */
export interface AdamOptions extends DecayOptions {
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1): w ← w − rate·m̂/(√v̂ + ε), with m̂ = m/(1 − β₁ᵗ) and
 * v̂ = v/(1 − β₂ᵗ) from the moving averages m of g and v of g².
 */
export function adam(options: AdamOptions = {}): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, weightDecay } = options;
  return optimizer((slot, g) => {
    const [m, v] = [slot("m"), slot("v")];
    const t = slot("t", []);
    t.assign(t.add(1));
    m.assign(m.mul(beta1).add(g.mul(1 - beta1)));
    v.assign(v.mul(beta2).add(g.square().mul(1 - beta2)));
    const mHat = m.div(tf.sub(1, tf.pow(beta1, t)));
    const vHat = v.div(tf.sub(1, tf.pow(beta2, t)));
    return mHat.div(vHat.sqrt().add(epsilon));
  }, { weightDecay });
}

/** Options of {@linkcode rmsprop}. */
export interface RmspropOptions extends DecayOptions {
  decay?: number;
  epsilon?: number;
}

/** RMSProp (Hinton 2012, lecture 6e): w ← w − rate·g/√(v + ε), v the moving average of g². */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const { decay = 0.9, epsilon = 1e-7, weightDecay } = options;
  return optimizer((slot, g) => {
    const v = slot("v");
    v.assign(v.mul(decay).add(g.square().mul(1 - decay)));
    return g.div(v.add(epsilon).sqrt());
  }, { weightDecay });
}

/** A variable of the optimizer's state, zeros at first; of the weight's shape unless told. */
type Slot = (name: string, shape?: number[]) => tf.Variable;

/** An optimizer from its direction: w ← w − rate·direction(g). */
function optimizer(
  direction: (slot: Slot, gradient: tf.Tensor) => tf.Tensor,
  { weightDecay = 0 }: DecayOptions,
): Optimizer {
  const slots = new Map<tf.Variable, Map<string, tf.Variable>>();
  const slotOf = (variable: tf.Variable): Slot => (name, shape = variable.shape) => {
    const own = slots.get(variable) ?? new Map<string, tf.Variable>();
    slots.set(variable, own);
    const known = own.get(name);
    if (known) return known;
    const made = tf.tidy(() => tf.variable(tf.zeros(shape), false));
    own.set(name, made);
    return made;
  };
  const state = () => [...slots.values()].flatMap((own) => [...own.values()]);
  return {
    prepare(variables) {
      tf.tidy(() => variables.forEach((v) => void direction(slotOf(v), tf.zeros(v.shape))));
      this.reset();
    },
    reset() {
      tf.tidy(() => state().forEach((slot) => slot.assign(tf.zeros(slot.shape))));
    },
    update(variables, gradients, rate) {
      tf.tidy(() =>
        variables.forEach((variable, k) => {
          const step = direction(slotOf(variable), gradients[k]);
          const whole = weightDecay === 0 ? step : step.add(variable.mul(weightDecay));
          variable.assign(variable.sub(whole.mul(rate)));
        })
      );
    },
    get state() {
      return state();
    },
    dispose() {
      tf.dispose(state());
      slots.clear();
    },
  };
}
