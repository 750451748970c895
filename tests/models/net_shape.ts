/** What the tests of convolutional nets count. */
import type { tf } from "../../lib/tensorflow/tf.ts";

/** Number of trained weights of some layers. */
export function countTrained(layers: readonly tf.layers.Layer[]): number {
  const sizes = layers.flatMap((layer) => layer.trainableWeights).map(({ shape }) =>
    shape.reduce((product, side) => product! * side!, 1)!
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Convolutions and dense layers between input and output, on the longest and on the shortest way. */
export function layersOnTheWay(model: tf.LayersModel): { longest: number; shortest: number } {
  const found = new Map<string, { longest: number; shortest: number }>();
  for (const layer of model.layers) {
    const own = /Conv|Dense/.test(layer.getClassName()) ? 1 : 0;
    const before = layer.inboundNodes[0].inboundLayers.map(({ name }) => found.get(name)!);
    found.set(layer.name, {
      longest: own + Math.max(0, ...before.map(({ longest }) => longest)),
      shortest: own + (before.length ? Math.min(...before.map(({ shortest }) => shortest)) : 0),
    });
  }
  return found.get(model.layers.at(-1)!.name)!;
}
