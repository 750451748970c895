import type { tf } from "../tensorflow/tf.ts";

/**
 * Gives the layers of a model the weights of those with the same name in another model. A layer may be of
 * another kind: it takes as many weights, of the same shapes and in the same order, as the other has, and
 * keeps what it has beyond. So a pre-trained model gets normalizations with another momentum, or of
 * another kind: build it anew with them, and copy.
 *
 * @throws {RangeError} when a layer with weights is missing, or its weights have other shapes
 */
export function copyWeights(from: tf.LayersModel, to: tf.LayersModel): void {
  for (const layer of from.layers) {
    const weights = layer.getWeights();
    if (weights.length === 0) continue;
    const other = to.layers.find(({ name }) => name === layer.name);
    const own = other?.getWeights() ?? [];
    const shapes = (some: tf.Tensor[]) => some.map(({ shape }) => `[${shape}]`).join(", ");
    const room = own.slice(0, weights.length);
    if (!other || shapes(room) !== shapes(weights)) {
      throw new RangeError(
        `copyWeights(): ${layer.name} must have weights ${
          shapes(weights)
        } in both models, but in the ` +
          `second one ${other ? `it has ${shapes(own)}` : "there is no such layer"}`,
      );
    }
    other.setWeights([...weights, ...own.slice(weights.length)]);
  }
}
