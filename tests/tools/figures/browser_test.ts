import assert from "node:assert/strict";
import { join } from "node:path";
import { findChromium, NoBrowserError, start } from "../../../tools/figures/browser.ts";

/** Only there does npm carry a browser. */
const ignore = Deno.build.os !== "linux" || Deno.build.arch !== "x86_64";

async function withCache(test: (cache: string) => Promise<void>): Promise<void> {
  const cache = await Deno.makeTempDir({ prefix: "browser_test_" });
  try {
    await test(cache);
  } finally {
    await Deno.remove(cache, { recursive: true });
  }
}

async function makePartial(cache: string, name: string, ageInHours: number): Promise<void> {
  await Deno.mkdir(join(cache, name), { recursive: true });
  await Deno.writeTextFile(join(cache, name, "chromium"), "half of it");
  const then = new Date(Date.now() - ageInHours * 3_600_000);
  await Deno.utime(join(cache, name), then, then);
}

Deno.test({
  name: "findChromium() unpacks a browser that starts, once, and takes no half-made one",
  ignore,
  fn: () =>
    withCache(async (cache) => {
      await makePartial(cache, "killed.partial", 2);
      await makePartial(cache, "busy.partial", 0);
      const chromium = await findChromium(cache);
      const names = (await Array.fromAsync(Deno.readDir(cache))).map(({ name }) => name).sort();
      assert.deepEqual(names.map((name) => name.replace(/[\d.]+$/, "")), [
        "busy.partial",
        "chromium-",
      ]);
      const unpacked = (await Deno.stat(chromium.executable)).mtime;
      assert.deepEqual((await Deno.stat((await findChromium(cache)).executable)).mtime, unpacked);
      const browser = await start(chromium);
      assert.match(await browser.version(), /Chrome/);
      await browser.close();
    }),
});

Deno.test("findChromium() says which CHROME is not there", async () => {
  const before = Deno.env.get("CHROME");
  Deno.env.set("CHROME", "/no/such/chrome");
  try {
    const message = /no file \/no\/such\/chrome/;
    await assert.rejects(
      findChromium("unused"),
      (error) => error instanceof NoBrowserError && message.test(error.message),
    );
  } finally {
    if (before === undefined) Deno.env.delete("CHROME");
    else Deno.env.set("CHROME", before);
  }
});
