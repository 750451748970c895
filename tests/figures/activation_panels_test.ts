import assert from "node:assert/strict";
import { activations } from "../../lib/activations/activations.ts";
import { activationPanels } from "../../lib/figures/activation_panels.ts";

Deno.test("activationPanels() draw function and derivative of each activation in a panel of its own", () => {
  const { data, layout } = activationPanels(activations.slice(0, 3));
  assert.equal(data.length, 6);
  const [value, derivative] = data.slice(2, 4) as { x: number[]; y: number[]; xaxis: string }[];
  assert.equal(value.xaxis, "x2");
  const at = value.x.indexOf(1);
  assert(Math.abs(value.y[at] - Math.tanh(1)) < 1e-4);
  assert(Math.abs(derivative.y[at] - (1 - Math.tanh(1) ** 2)) < 1e-4);
  assert.deepEqual(layout.annotations!.map((a) => a.text), [
    "<b>sigmoid</b>",
    "<b>tanh</b>",
    "<b>ReLU</b>",
  ]);
});
