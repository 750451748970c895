import assert from "node:assert/strict";
import { device } from "../../../lib/tensorflow/tf.ts";

/** Resident memory may move by so much, MiB: the collector works when it likes. */
const bound = 16;

/** What memory_use.ts prints. */
interface Use {
  tensors: number;
  megabytes: number;
}

Deno.test({
  name: "10,000 calls and 200 compilations leave no tensor and no memory behind",
  ignore: device.name !== "native",
  async fn() {
    const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--no-check",
        "--v8-flags=--expose-gc",
        new URL("memory_use.ts", import.meta.url).pathname,
      ],
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const uses: Record<string, Use> = JSON.parse(new TextDecoder().decode(stdout));
    for (const [what, { tensors, megabytes }] of Object.entries(uses)) {
      assert.equal(tensors, 0, what);
      assert(megabytes < bound, `${what}: ${megabytes} MiB more`);
    }
  },
});
