import assert from "node:assert/strict";
import { preset, scale } from "../../lib/experiments/scale.ts";

Deno.test("scale() takes SCALE and names the three when it is another", () => {
  const before = Deno.env.get("SCALE");
  try {
    Deno.env.set("SCALE", "gpu");
    assert.equal(scale(), "gpu");
    assert.equal(preset({ tiny: 1, laptop: 2, gpu: 3 }), 3);
    Deno.env.set("SCALE", "huge");
    assert.throws(() => scale(), /one of tiny, laptop, gpu, received "huge"/);
  } finally {
    if (before === undefined) Deno.env.delete("SCALE");
    else Deno.env.set("SCALE", before);
  }
});
