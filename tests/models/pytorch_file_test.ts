import assert from "node:assert/strict";
import { readPyTorchFile } from "../../lib/models/pytorch_file.ts";
import fixture from "./pytorch_file_fixture.json" with { type: "json" };

const bytes = Uint8Array.from(atob(fixture.file), (c) => c.charCodeAt(0));

Deno.test("readPyTorchFile() reads names, shapes and numbers as PyTorch wrote them", () => {
  const found = readPyTorchFile(bytes);
  const plain = [...found].map((
    [name, { shape, values }],
  ) => [name, { shape, values: [...values] }]);
  assert.deepEqual(Object.fromEntries(plain), fixture.tensors);
});

Deno.test("readPyTorchFile() refuses a file that is cut off anywhere", () => {
  for (let length = 0; length < bytes.length; length += 7) {
    assert.throws(() => readPyTorchFile(bytes.subarray(0, length)), Error, `${length} bytes`);
  }
});

Deno.test("readPyTorchFile() calls no other function than tensors need", () => {
  const text = "\x80\x02cposix\nsystem\nX\x04\x00\x00\x00ls .\x85R.";
  const evil = Uint8Array.from(text, (c) => c.charCodeAt(0));
  assert.throws(() => readPyTorchFile(evil), /asks for the function posix.system/);
});

Deno.test("readPyTorchFile() refuses what is no pickle", () => {
  assert.throws(() => readPyTorchFile(new TextEncoder().encode("PK zip")), TypeError);
});
