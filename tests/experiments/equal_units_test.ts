import assert from "node:assert/strict";
import { begin, equalUnits, firstGradient } from "../../lib/experiments/equal_units.ts";
import { mlp } from "../../lib/models/mlp.ts";

Deno.test("begin() makes columns in and rows out equal, or only the columns", () => {
  const model = mlp({ inputs: 5, hidden: [7], outputs: 3, activation: "tanh", gain: 1, seed: 1 });
  const spreads = () => {
    const [w1, , w2] = model.getWeights();
    return [w1.max(1).sub(w1.min(1)), w2.max(0).sub(w2.min(0))].map((t) => t.max().dataSync()[0]);
  };
  begin(model, { start: "equal", seed: 2 });
  assert.deepEqual(spreads(), [0, 0]);
  begin(model, { start: "equal in, drawn out", seed: 2 });
  assert(spreads()[0] === 0 && spreads()[1] > 0.01);
  begin(model, { start: "drawn", seed: 2 });
  assert(spreads()[0] > 0.01);
});

Deno.test("equalUnits() keeps rank 1 from an equal start only", async () => {
  const options = { seeds: [1], steps: 5 };
  const [equal] = await equalUnits({ start: "equal", ...options });
  const [drawn] = await equalUnits({ start: "drawn", ...options });
  assert(equal.secondDirection < 1e-6 && drawn.secondDirection > 0.1);
});

Deno.test("firstGradient() differs between drawn units", async () => {
  assert((await firstGradient("drawn")).acrossUnits > 0.1);
});
