/**
 * Does the second thread keep up? Steps of ResNet-18 on images of 64 x 64 pixels, batches of 64, fresh
 * batches (random crops, flips) beside one batch again and again, in turns.
 *
 *     deno run -A tools/bench/feeding.ts
 *
 * @module
 */
import { imagenetScale } from "../../lib/datasets/augment.ts";
import { emptyImageSet } from "../../lib/datasets/image_set.ts";
import { resNet18 } from "../../lib/models/resnet18.ts";
import { seedFor } from "../../lib/random/seeds.ts";
import { median } from "./statistics.ts";
import { ImageTrainer } from "../../lib/training/image_trainer.ts";

const rounds = 5;
const stepsPerRound = 6;

const set = emptyImageSet(2000, { size: 64, classes: ["noise"] });
set.pixels.forEach((_, k) => set.pixels[k] = seedFor(1, k) >>> 24);
const augmentation = { flip: true, resizedCrop: { scale: [0.35, 1] as [number, number] } };
const options = { batchSize: 64, learningRate: 0.01, seed: 1, scale: imagenetScale };

const net = () => resNet18({ outputs: 10, seed: 1 });
using fresh = new ImageTrainer(net(), set, { ...options, augmentation });
using plain = new ImageTrainer(net(), set, options);
const trainers = { "random crops and flips": fresh, "as they are": plain };
const times: Record<string, number[]> = {};
for (let round = 0; round <= rounds; round++) {
  for (const [name, trainer] of Object.entries(trainers)) {
    const start = performance.now();
    trainer.run({ steps: (round + 1) * stepsPerRound });
    // The first round compiles.
    if (round > 0) (times[name] ??= []).push((performance.now() - start) / stepsPerRound);
  }
}
for (const [name, trainer] of Object.entries(trainers)) {
  const step = median(times[name]);
  const waited = trainer.waitedMs / ((rounds + 1) * stepsPerRound);
  console.log(`${name}: ${step.toFixed(0)} ms a step, ${waited.toFixed(1)} ms of them waiting`);
}
