/** The peers that need no environment of their own do the same work as those that wrote the fixture. */
import assert from "node:assert/strict";
import { disagreements } from "../../../tools/bench/agreement.ts";
import { build as buildJaxJs, start } from "../../../tools/bench/peers/jax_js.ts";
import { build as buildCompiled } from "../../../tools/bench/peers/compiled.ts";
import { build as buildTfjs } from "../../../tools/bench/peers/tfjs_eager.ts";
import type { Build } from "../../../tools/bench/peers/serve.ts";
import fixture from "./peers_agree_fixture.json" with { type: "json" };

await start();

const peers: [string, Build, string[]][] = [
  ["compiled", buildCompiled, ["dense_bn", "conv_bn", "resnet", "autoencoder", "variance_forward"]],
  ["tfjs_eager", buildTfjs, ["dense_bn", "conv_bn", "resnet", "autoencoder", "variance_forward"]],
  ["jax_js", buildJaxJs, ["dense_bn", "autoencoder", "variance_forward"]],
];

for (const [name, build, programs] of peers) {
  for (const [i, { work, params, values: known }] of fixture.rows.entries()) {
    if (!programs.includes(work)) continue;
    Deno.test(`${name}: work ${i + 1}, ${work}, gives the values of PyTorch and JAX`, async () => {
      const job = await build({ work, variant: name === "jax_js" ? "jit" : "eager", params });
      const values = await job.check();
      job.dispose();
      const rows = [values, ...Object.values(known)];
      assert.deepEqual(disagreements(rows, work !== "variance_forward")[0], undefined);
    });
  }
}
