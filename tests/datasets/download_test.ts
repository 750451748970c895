import assert from "node:assert/strict";
import { download, type PublishedFile } from "../../lib/datasets/download.ts";
import { sha256, temporaryFolder } from "./made_archives.ts";

/** 100 kB that no two parts of are alike. */
const content = Uint8Array.from({ length: 100_000 }, (_, k) => (k * k + (k >> 8)) % 251);
const impatient = { stallSeconds: 0.3, pauseSeconds: 0.01, attempts: 3 };

type Answer = (from: number, request: number) => Response | Promise<Response>;

/** A server that answers in its own way, and counts what it was asked. */
function server(answer: Answer): AsyncDisposable & { source: PublishedFile; asked: number[] } {
  const asked: number[] = [];
  const stop = new AbortController();
  const quiet = {
    signal: stop.signal,
    onListen: () => {},
    onError: () => new Response("", { status: 500 }),
  };
  const running = Deno.serve({ port: 0, hostname: "127.0.0.1", ...quiet }, (request) => {
    const range = request.headers.get("Range");
    asked.push(Number(range?.match(/\d+/)?.[0] ?? 0));
    return answer(asked.at(-1)!, asked.length);
  });
  const url = `http://127.0.0.1:${running.addr.port}/some.tgz`;
  const source = { file: "some.tgz", url, bytes: content.length, sha256: [sha256(content)] };
  return {
    source,
    asked,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await running.finished;
    },
  };
}

/** The rest of the content, as an honest server gives it. */
const honest: Answer = (from) =>
  from === 0 ? new Response(content) : new Response(content.subarray(from), {
    status: 206,
    headers: { "Content-Range": `bytes ${from}-${content.length - 1}/${content.length}` },
  });

/** So many bytes, and then what `then` does to the open connection. */
function begun(
  bytes: Uint8Array<ArrayBuffer>,
  then: (controller: ReadableStreamDefaultController) => void,
  init: ResponseInit = {},
): Response {
  const body = new ReadableStream({
    async start(controller) {
      controller.enqueue(bytes);
      // Lets the bytes leave before the connection breaks.
      await new Promise((resolve) => setTimeout(resolve, 50));
      then(controller);
    },
  });
  return new Response(body, init);
}

const breaksOff = (controller: ReadableStreamDefaultController) =>
  controller.error(new Error("cut"));

Deno.test("download() brings the file, once", async () => {
  await using folder = temporaryFolder();
  await using far = server(honest);
  const path = await download(far.source, folder.path, impatient);
  assert.equal(path, `${folder.path}/some.tgz`);
  assert.deepEqual(await Deno.readFile(path), content);
  await download(far.source, folder.path, impatient);
  assert.deepEqual(far.asked, [0]);
});

Deno.test("download() goes on where the server broke off", async () => {
  await using folder = temporaryFolder();
  await using far = server((from, request) =>
    request === 1 ? begun(content.slice(0, 30_000), breaksOff) : honest(from, request)
  );
  const path = await download(far.source, folder.path, impatient);
  assert.deepEqual(await Deno.readFile(path), content);
  assert.deepEqual(far.asked, [0, 30_000]);
});

Deno.test("download() goes on in a later run, and begins again where a server cannot", async () => {
  for (
    const [answer, expected] of [[honest, [40_000]], [() => new Response(content), [
      40_000,
    ]]] as const
  ) {
    await using folder = temporaryFolder();
    await Deno.writeFile(`${folder.path}/some.tgz.part`, content.subarray(0, 40_000));
    await using far = server(answer);
    assert.deepEqual(
      await Deno.readFile(await download(far.source, folder.path, impatient)),
      content,
    );
    assert.deepEqual(far.asked, expected);
  }
});

Deno.test("download() gives up on a server that goes silent, and keeps what came", async () => {
  await using folder = temporaryFolder();
  let from = 0;
  await using far = server((asked) => {
    from = asked;
    return begun(
      content.slice(asked, asked + 10_000),
      () => {},
      asked === 0 ? {} : {
        status: 206,
        headers: { "Content-Range": `bytes ${asked}-${content.length - 1}/${content.length}` },
      },
    );
  });
  await assert.rejects(
    download(far.source, folder.path, impatient),
    /3 attempts.*silent for 0.3 s.*it goes on.*COURSE_DATA/,
  );
  assert.equal(from, 20_000);
  assert.equal((await Deno.stat(`${folder.path}/some.tgz.part`)).size, 30_000);
  await assert.rejects(Deno.stat(`${folder.path}/some.tgz`), Deno.errors.NotFound);
});

Deno.test("download() refuses another file, and keeps nothing of it", async () => {
  const other = content.slice().fill(7, 50_000, 50_001);
  const answers: [Answer, RegExp][] = [
    [() => new Response(other), /must have the SHA-256 .* removed: try again/],
    [() => new Response(new Uint8Array(100_001)), /must give 100000 bytes, but gives more/],
  ];
  for (const [answer, message] of answers) {
    await using folder = temporaryFolder();
    await using far = server(answer);
    await assert.rejects(download(far.source, folder.path, impatient), message);
    const left = [...Deno.readDirSync(folder.path)].map(({ name }) => name);
    const part = left.includes("some.tgz.part") &&
      (await Deno.stat(`${folder.path}/some.tgz.part`)).size > 0;
    assert(!left.includes("some.tgz") && !part, left.join());
  }
});

Deno.test("download() refuses a range that was not asked for", async () => {
  await using folder = temporaryFolder();
  await Deno.writeFile(`${folder.path}/some.tgz.part`, content.subarray(0, 40_000));
  await using far = server(() =>
    new Response(content.subarray(10), {
      status: 206,
      headers: { "Content-Range": `bytes 10-${content.length - 1}/${content.length}` },
    })
  );
  await assert.rejects(download(far.source, folder.path, impatient), /what follows byte 40000/);
});

Deno.test("download() takes a short answer for broken off, and says so", async () => {
  await using folder = temporaryFolder();
  await using far = server((from) =>
    from === 0 ? new Response(content.subarray(0, 60_000)) : new Response("", {
      status: 206,
      headers: { "Content-Range": `bytes ${from}-${content.length - 1}/${content.length}` },
    })
  );
  await assert.rejects(download(far.source, folder.path, impatient), /ended after 60000 bytes/);
});

Deno.test("download() asks again when the server is busy, not when there is no such file", async () => {
  await using folder = temporaryFolder();
  await using busy = server((from, request) =>
    request < 3 ? new Response("", { status: 503 }) : honest(from, request)
  );
  await download(busy.source, folder.path, impatient);
  assert.equal(busy.asked.length, 3);
  await using missing = server(() => new Response("", { status: 404 }));
  const other = { ...missing.source, file: "other.tgz" };
  await assert.rejects(download(other, folder.path, impatient), /answers 404.*COURSE_DATA/);
  assert.equal(missing.asked.length, 1);
});

Deno.test("download() says what to do without a network or an address", async () => {
  await using folder = temporaryFolder();
  const source = { file: "some.tgz", bytes: 7, sha256: ["0"] };
  // Nobody listens at port 1.
  const far = { ...source, url: "http://127.0.0.1:1/some.tgz" };
  await assert.rejects(
    download(far, folder.path, { ...impatient, attempts: 2 }),
    /2 attempts.*some.tgz by other means into a folder, and set COURSE_DATA/,
  );
  await assert.rejects(download(source, folder.path), /no public address.*COURSE_DATA/);
});

Deno.test("download() lets two runs at once bring one file", async () => {
  await using folder = temporaryFolder();
  await using far = server(honest);
  const paths = await Promise.all(
    [1, 2].map(() => download(far.source, folder.path, impatient)),
  );
  assert.equal(paths[0], paths[1]);
  assert.deepEqual(far.asked, [0]);
});

Deno.test("download() says when there is no room, and goes on from there", async () => {
  await using folder = temporaryFolder();
  // Every write to this file fails, as on a full disk.
  await Deno.symlink("/dev/full", `${folder.path}/some.tgz.part`);
  await using far = server(honest);
  await assert.rejects(
    download(far.source, folder.path, impatient),
    /needs 1 MB and cannot be written .*make room and try again/,
  );
});
