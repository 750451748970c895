import { strict as assert } from "node:assert";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program that imports the door, in a process of its own, in the given tree. */
async function run(program: string, tree: string, backend: string): Promise<Outcome> {
  const file = `${tree}/lib/tensorflow/${crypto.randomUUID()}.ts`;
  await Deno.writeTextFile(file, program);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", "--cached-only", file],
    env: { COURSE_BACKEND: backend, NO_COLOR: "1" },
    cwd: tree,
  }).output().finally(() => Deno.remove(file));
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, stdout: out, stderr: err };
}

/** A copy of the project whose packages are hard links: deleting one there leaves ours alone. */
async function withCopy(body: (tree: string, addon: string) => Promise<void>): Promise<void> {
  await Deno.mkdir(`${root}/build`, { recursive: true });
  const tree = await Deno.makeTempDir({ dir: `${root}/build`, prefix: "tf_test_" });
  try {
    const copy = await new Deno.Command("cp", { args: ["-al", `${root}/node_modules`, tree] })
      .output();
    assert.equal(copy.code, 0, new TextDecoder().decode(copy.stderr));
    // "manual": Deno must not write into the packages, which would reach ours through the links.
    const config = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
    const own = JSON.stringify({ ...config, nodeModulesDir: "manual", lock: false });
    await Deno.writeTextFile(`${tree}/deno.json`, own);
    await Deno.mkdir(`${tree}/lib/tensorflow`, { recursive: true });
    for await (const { name, isFile } of Deno.readDir(`${root}/lib/tensorflow`)) {
      if (!isFile) continue;
      await Deno.copyFile(`${root}/lib/tensorflow/${name}`, `${tree}/lib/tensorflow/${name}`);
    }
    const addon = `${tree}/node_modules/@tensorflow/tfjs-node-gpu/lib/napi-v8/tfjs_binding.node`;
    await Deno.remove(addon).catch(() => {}); // absent where the native backend was not built
    await body(tree, addon);
  } finally {
    await Deno.remove(tree, { recursive: true });
  }
}

const show = `
import { device } from "./tf.ts";
console.log(device.name + ": " + device.reason);
`;

Deno.test("tf.ts refuses an unknown COURSE_BACKEND and names the known ones", async () => {
  const { code, stderr } = await run(show, root, "cuda");
  assert.equal(code, 1);
  assert.match(stderr, /COURSE_BACKEND must be native, webgpu or wasm .*received "cuda"/);
});

Deno.test("tf.ts imported twice keeps the backend, its tensors and the kernels", async () => {
  const program = `
import { device, tf } from "./tf.ts";
const before = tf.tensor1d([2, 3]);
const again = await import("./tf.ts?again");
const x = tf.ones([1, 5, 7, 2]), w = tf.ones([3, 3, 2, 1]);
const gradient = tf.grad((w) => tf.conv2d(x, w, 1, "valid"))(w);
console.log(again.device.name, again.device.readsSynchronously, again.tf === tf || again.tf.add === tf.add);
console.log(before.dataSync()[1], gradient.dataSync()[0]);
`;
  const { code, stdout, stderr } = await run(program, root, "wasm");
  assert.equal(code, 0, stderr);
  assert.equal(stdout, "wasm true true\n3 15\n");
});

Deno.test("tf.ts without the addon goes on, and says that `make` brings it", async () => {
  await withCopy(async (tree) => {
    const { code, stdout, stderr } = await run(show, tree, "");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^(webgpu|wasm): no native: .*run `make`/);
  });
});

Deno.test("tf.ts refuses COURSE_BACKEND=native when the addon is missing or broken", async () => {
  await withCopy(async (tree, addon) => {
    const missing = await run(show, tree, "native");
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /COURSE_BACKEND=native .*tfjs_binding.node is missing.*`make`/);
    await Deno.mkdir(addon.slice(0, addon.lastIndexOf("/")), { recursive: true });
    await Deno.writeTextFile(addon, "half of an addon");
    const broken = await run(show, tree, "native");
    assert.equal(broken.code, 1);
    assert.match(broken.stderr, /COURSE_BACKEND=native .*addon does not load: .*`make`/);
  });
});

Deno.test("tf.ts refuses COURSE_BACKEND=wasm when its binary is missing", async () => {
  await withCopy(async (tree) => {
    const folder = `${tree}/node_modules/@tensorflow/tfjs-backend-wasm/dist`;
    await Deno.remove(`${folder}/tfjs-backend-wasm-simd.wasm`);
    const { code, stderr } = await run(show, tree, "wasm");
    assert.equal(code, 1);
    assert.match(stderr, /COURSE_BACKEND=wasm .*tfjs-backend-wasm-simd.wasm is missing.*`make`/);
  });
});
