import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Crew } from "../../../tools/bench/crew.ts";
import { measure } from "../../../tools/bench/measure.ts";
import { Peer, PeerError } from "../../../tools/bench/peer.ts";
import { rowsOf } from "../../../tools/bench/record.ts";
import type { Work } from "../../../tools/bench/works.ts";

const script = fileURLToPath(new URL("fake_peer.ts", import.meta.url));

function command(name: string) {
  return { name, program: Deno.execPath(), args: ["run", script] };
}

function request(variant: string) {
  return { work: "dense_bn", variant, params: { seconds_per_unit: 0.25 } };
}

async function withPeer(test: (peer: Peer) => Promise<void>): Promise<void> {
  const peer = await Peer.start(command("fake"));
  try {
    await test(peer);
  } finally {
    await peer.end();
  }
}

Deno.test("a Peer tells its versions, its values and its times", () =>
  withPeer(async (peer) => {
    assert.deepEqual(peer.versions, { fake: "1.2.3" });
    assert.deepEqual(await peer.check(request("eager"), 60), [2, 1.5, 1.25]);
    assert.equal(await peer.time(request("eager"), 0.1, 60), 0.25);
    await peer.forget();
  }));

Deno.test("a Peer that answers with an error goes on", () =>
  withPeer(async (peer) => {
    const refusal = await peer.check(request("refuses"), 60).catch((error) => error);
    assert.equal(refusal.message, "no such variant");
    assert.ok(!(refusal instanceof PeerError));
    assert.equal((await peer.check(request("eager"), 60)).length, 3);
  }));

for (
  const [variant, seconds, message] of [
    ["dies", 60, /fake: it ended instead of an answer; it said: it is all over/],
    ["talks", 60, /it answered "Hello!", not JSON/],
    ["silent", 0.01, /did not answer within 0.01 s/],
    ["nan", 60, /positive "seconds_per_unit"/],
  ] as const
) {
  Deno.test(`a Peer that fails (${variant}) is ended and says how`, () =>
    withPeer(async (peer) => {
      await assert.rejects(peer.time(request(variant), 0.1, seconds), (error) => {
        assert.ok(error instanceof PeerError);
        assert.match(error.message, message);
        return true;
      });
    }));
}

const work: Work = {
  id: "dense_bn",
  title: "a dense net",
  unit: "step",
  program: "dense_bn",
  points: [],
  ours: ["step"],
  contestants: [],
};

Deno.test("measure() lets peers that fail or do other work fall out, and the rest goes on", async () => {
  const crew = new Crew(["ours", "torch", "jax"].map(command));
  const pairs = [
    ["ours", "step"],
    ["torch", "eager"],
    ["torch", "stops"],
    ["jax", "other"],
    ["jax", "jit"],
  ];
  try {
    const contestants = pairs.map(([peer, variant]) => ({ peer, variant, against: "step" }));
    const point = { params: { seconds_per_unit: 0.5 }, contestants };
    const outcomes = await measure(work, point, {
      crew,
      rounds: 3,
      seconds: 0.1,
      tell: () => {},
    });
    const rows = rowsOf(work, point.params, outcomes);
    assert.deepEqual(rows.map((row) => row.ratio), [null, 1, null, null, 1]);
    assert.deepEqual(rows.map((row) => row.rounds), [3, 3, 0, 0, 3]);
    assert.match(rows[2].error!, /ended instead of an answer/);
    assert.match(rows[3].error!, /value 1 of its check is 3, the others' 2/);
    assert.deepEqual(rows[4].versions, { fake: "1.2.3" });
  } finally {
    await crew.end();
  }
});
