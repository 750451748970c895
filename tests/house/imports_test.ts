/** Who may import whom: a room of lib/ knows only the rooms below it. */
import assert from "node:assert/strict";
import { walk } from "./walk.ts";

/** Each room with the rooms that it may import from; nothing else of lib. */
const mayImport: Record<string, string[]> = {
  tensorflow: [],
  jupyter: [],
  random: [],
  statistics: [],
  activations: [],
  datasets: ["tensorflow", "jupyter", "random"],
  initializers: ["tensorflow", "random", "activations"],
  normalization: ["tensorflow", "random"],
  models: ["tensorflow", "random", "initializers", "activations", "normalization"],
  training: ["tensorflow", "jupyter", "random", "datasets", "models"],
  experiments: [
    "tensorflow",
    "random",
    "statistics",
    "activations",
    "initializers",
    "normalization",
    "datasets",
    "models",
    "training",
  ],
  figures: ["statistics", "activations"],
  claims: [
    "tensorflow",
    "statistics",
    "activations",
    "initializers",
    "normalization",
    "datasets",
    "experiments",
  ],
};

for (const path of walk("lib", ".ts")) {
  const room = path.split("/")[1];
  Deno.test(`${path} imports only what room ${room} may know`, () => {
    const text = Deno.readTextFileSync(path);
    const rooms = [...text.matchAll(/from "\.\.\/(\w+)\//g)].map((match) => match[1]);
    const allowed = mayImport[room];
    assert(allowed, `room ${room} is not in the plan: add it with what it may import`);
    for (const other of rooms) assert(allowed.includes(other), `${room} must not import ${other}`);
  });
}
