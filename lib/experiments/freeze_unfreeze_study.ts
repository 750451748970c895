import { imagenetScale } from "../datasets/augment.ts";
import { loadImages } from "../datasets/load_images.ts";
import {
  FreezeUnfreeze,
  type FreezeUnfreezeRow,
  type Tasks,
  type Way,
  type WayPhase,
} from "./freeze_unfreeze.ts";
import { preset } from "./scale.ts";
import type { RunAll } from "./study_runs.ts";

const naive = (learningRate: number): WayPhase => ({ learns: "all", epochs: 5, learningRate });

/** The ways of the study: how nets come from one task to the next. */
export const ways: readonly Way[] = [
  { name: "no BN", beginning: "random, no BN", phases: [naive(0.001)] },
  { name: "no BN, branches from 0", beginning: "random, no BN, from 0", phases: [naive(0.003)] },
  {
    name: "no BN, branches from 0, pre-trained",
    beginning: "pre-trained, no BN, from 0",
    phases: [naive(0.003)],
  },
  { name: "BN taken out", beginning: "pre-trained, BN taken out", phases: [naive(0.001)] },
  { name: "BN, at a small rate", beginning: "random", phases: [naive(0.003)] },
  { name: "BN", beginning: "random", phases: [naive(0.1)] },
  { name: "BN, pre-trained", beginning: "pre-trained", phases: [naive(0.1)] },
  { name: "BN, pre-trained, at a tenth", beginning: "pre-trained", phases: [naive(0.01)] },
  {
    name: "head, then all",
    beginning: "pre-trained",
    phases: [{ learns: "head", epochs: 3, learningRate: 0.1 }, naive(0.01)],
  },
  {
    name: "head and BN, then all",
    beginning: "pre-trained",
    phases: [{ learns: "head and BN", epochs: 3, learningRate: 0.1 }, naive(0.01)],
  },
  {
    name: "head, then all at ten times",
    beginning: "pre-trained",
    phases: [{ learns: "head", epochs: 3, learningRate: 0.1 }, naive(0.1)],
  },
  {
    name: "head and BN, then all at ten times",
    beginning: "pre-trained",
    phases: [{ learns: "head and BN", epochs: 3, learningRate: 0.1 }, naive(0.1)],
  },
];

/** Runs the study: from Pets, or Imagenette in its place, to the dogs of Imagewoof. */
export async function runFreezeUnfreezeStudy(
  seeds: readonly number[],
  runAll: RunAll,
): Promise<FreezeUnfreezeRow[]> {
  const size = preset({ tiny: 32, laptop: 64, gpu: 128 });
  const names = preset(
    {
      tiny: ["imagenette2-64", "imagewoof2-64"],
      laptop: ["imagenette2-64", "imagewoof2-64"],
      gpu: ["oxford-iiit-pet", "imagewoof2-160"],
    } as const,
  );
  const [source, target] = await Promise.all(names.map((name) => loadImages(name, { size })));
  const tasks: Tasks = {
    ...{ source, target, scale: imagenetScale, augmentation: { flip: true }, batchSize: 64 },
    ...{
      sourceRates: { normalized: 0.1, bare: 0.003 },
      sourceEpochs: preset({ tiny: 1, laptop: 6, gpu: 40 }),
    },
    width: preset({ tiny: 1 / 16, laptop: 1 / 8, gpu: 1 }),
    stepsPerEpoch: preset({ tiny: 2, laptop: undefined, gpu: undefined }),
    judgedOn: preset({ tiny: 20, laptop: 1000, gpu: 3929 }),
  };
  const nets = new Map<number, FreezeUnfreeze>();
  const rows = await runAll(seeds.flatMap((seed) =>
    ways.map((way) => ({
      name: `${way.name} ${seed}`,
      run: ({ shared: kept }) => {
        const own = nets.get(seed) ?? new FreezeUnfreeze(tasks, { seed, kept });
        nets.set(seed, own);
        return own.go(way);
      },
    }))
  ));
  return rows.map(rounded);
}

/** Four digits of each number in the lists: there are many. */
function rounded(row: FreezeUnfreezeRow): FreezeUnfreezeRow {
  const short = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(short)
      : typeof value === "number"
      ? Number(value.toPrecision(4))
      : value;
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key, short(value)]),
  ) as unknown as FreezeUnfreezeRow;
}
