/**
 * Writes peers_agree_fixture.json: what PyTorch and JAX give for small works.
 *
 *     deno run -A tests/tools/bench/peers_agree_fixture.ts
 */
import { commandsOf, Crew } from "../../../tools/bench/crew.ts";
import type { Params } from "../../../tools/bench/works.ts";

const dense = { inputs: 7, width: 11, depth: 3, outputs: 5, batch: 13, seeds: 1, rate: 0.1 };
const images = { filters: 4, outputs: 5, batch: 7, rate: 0.1 };
const works: { work: string; params: Params }[] = [
  { work: "dense_bn", params: { ...dense, steps_per_call: 3 } },
  { work: "dense_bn", params: { ...dense, seeds: 2, steps_per_call: 3 } },
  { work: "conv_bn", params: { ...images, size: 9, depth: 3 } },
  { work: "resnet", params: { ...images, size: 12, blocks: 2, momentum: 0.9 } },
  {
    work: "autoencoder",
    params: { inputs: 17, hidden: 11, code: 3, batch: 13, rate: 1e-3, steps_per_call: 3 },
  },
  { work: "variance_forward", params: { width: 23, depth: 5, batch: 13 } },
];

const crew = new Crew(await commandsOf(["torch", "jax"], console.log));
const rows = [];
for (const { work, params } of works) {
  const values: Record<string, number[]> = {};
  for (const [peer, variant] of [["torch", "eager"], ["jax", "jit"]]) {
    values[peer] = await crew.ask(peer, (p) => p.check({ work, variant, params }, 300));
  }
  rows.push({ work, params, values });
}
const versions = { ...crew.versions("torch"), ...crew.versions("jax") };
await crew.end();
await Deno.writeTextFile(
  new URL("peers_agree_fixture.json", import.meta.url),
  JSON.stringify({ versions, rows }, null, 2) + "\n",
);
