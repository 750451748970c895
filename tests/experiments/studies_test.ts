import assert from "node:assert/strict";
import { studies } from "../../lib/experiments/studies.ts";
import { studyRows } from "../../lib/experiments/study_record.ts";
import { isStale } from "../../tools/study.ts";

for (const study of studies) {
  Deno.test(`the record of study ${study.name} was made by today's code`, async () => {
    assert.equal(await isStale(study), false, "`make study` measures it again");
    assert(studyRows(study.name).length > 0);
  });

  Deno.test(`the record of study ${study.name} counts as stale when its code is another`, async () => {
    assert.equal(
      await isStale({ ...study, module: "lib/experiments/histograms_nobody_wrote.ts" }),
      true,
    );
    assert.equal(await isStale({ ...study, module: "lib/activations/relu.ts" }), true);
  });
}

for (const { name } of [...studies, { name: "15_ledger" }]) {
  Deno.test(`the record ${name} says where it comes from`, async () => {
    const path = new URL(`../../data/results/${name}.json`, import.meta.url);
    const { machine, device, versions, date, seconds, command } = JSON.parse(
      await Deno.readTextFile(path),
    );
    assert.match(machine, /cores.*GiB/);
    assert.match(device, /^(native|webgpu|wasm) \(/);
    assert.deepEqual(Object.keys(versions).slice(0, 2), ["Deno", "TensorFlow.js"]);
    assert.match(date, /^\d{4}-\d\d-\d\d$/);
    assert(seconds > 0 && command.startsWith("deno run"));
  });
}

Deno.test("studyRows() says how to bring back a record that is missing", () => {
  assert.throws(() => studyRows("99_nothing"), /make study/);
});
