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

Deno.test("studyRows() says how to bring back a record that is missing", () => {
  assert.throws(() => studyRows("99_nothing"), /make study/);
});
