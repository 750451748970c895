import type { tf } from "../tensorflow/tf.ts";
import type { Optimizer } from "./optimizers.ts";

/**
 * An optimizer that moves only some numbers of some variables: where a mask of a variable's shape is 1,
 * not where it is 0. Variables without a mask move as ever. Weight decay would go through the mask: use
 * it with optimizers that have none.
 */
export function masked(
  optimizer: Optimizer,
  masks: ReadonlyMap<tf.Variable, tf.Tensor>,
): Optimizer {
  return {
    prepare: (variables) => optimizer.prepare(variables),
    reset: () => optimizer.reset(),
    update(variables, gradients, rate) {
      const kept = gradients.map((gradient, k) => {
        const mask = masks.get(variables[k]);
        return mask ? gradient.mul(mask) : gradient;
      });
      optimizer.update(variables, kept, rate);
    },
    get state() {
      return optimizer.state;
    },
    dispose: () => optimizer.dispose(),
  };
}
