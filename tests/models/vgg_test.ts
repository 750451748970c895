import assert from "node:assert/strict";
import { pytorchBatchNorm } from "../../lib/models/conv_norm.ts";
import { vgg } from "../../lib/models/vgg.ts";
import { countTrained, layersOnTheWay } from "./net_shape.ts";

Deno.test("vgg() has the convolutions of VGG-11", () => {
  const model = vgg({ outputs: 10, seed: 1 });
  // Simonyan & Zisserman (2015), table 1, A: torchvision's vgg11().features has 9,220,480.
  assert.equal(countTrained(model.layers), 9_220_480 + 512 * 10 + 10);
  assert.deepEqual(layersOnTheWay(model), { longest: 9, shortest: 9 });
  assert.deepEqual(model.layers.at(-3)!.outputShape, [null, 2, 2, 512]);
  model.dispose();
});

Deno.test("vgg() can be normalized: then γ and β are there, and no biases", () => {
  const stages = [[5], [7, 7]];
  const model = vgg({ outputs: 3, stages, norm: pytorchBatchNorm, seed: 1 });
  const expected = 9 * (3 * 5 + 5 * 7 + 7 * 7) + 2 * (5 + 7 + 7) + 3 * 7 + 3;
  assert.equal(countTrained(model.layers), expected);
  model.dispose();
});
