import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";
import { backendNames, type Finding } from "../../lib/tensorflow/device.ts";

const beside = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const suite = beside("backend_suite.ts");

/**
 * What a process of its own finds: software Vulkan brings an LLVM whose functions TensorFlow's
 * compiler then takes for its own, and the process crashes at the next loop that is compiled.
 */
async function lookFor(name: string): Promise<Finding> {
  const args = ["run", "-A", "--no-check", beside("look_for.ts"), name];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

// A process has one backend for good, so that each backend gets a process of its own.
for (const name of backendNames) {
  const found = await lookFor(name);
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
