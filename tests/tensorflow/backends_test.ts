import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { findNative } from "../../lib/tensorflow/native.ts";
import { findWasm } from "../../lib/tensorflow/wasm.ts";
import { findWebgpu } from "../../lib/tensorflow/webgpu.ts";

const suite = fileURLToPath(new URL("backend_suite.ts", import.meta.url));
const find = { native: findNative, webgpu: findWebgpu, wasm: findWasm };

// A process has one backend for good, so that each backend gets a process of its own.
for (const [name, lookFor] of Object.entries(find)) {
  const found = await lookFor();
  const skipped = found.usable ? "" : ` (skipped: ${found.why}; ${found.remedy})`;
  Deno.test({
    name: `backend_suite.ts passes on ${name}${skipped}`,
    ignore: !found.usable,
    fn: async () => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["test", "-A", "--no-check", suite],
        env: { COURSE_BACKEND: name, NO_COLOR: "1" },
      }).output();
      const text = new TextDecoder().decode(stdout);
      assert.equal(code, 0, text + new TextDecoder().decode(stderr));
      assert(Number(/(\d+) passed/.exec(text)?.[1]) >= 18, `too few tests ran: ${text}`);
    },
  });
}
