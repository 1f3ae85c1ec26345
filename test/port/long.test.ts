// Long answers: whole, cut off cleanly, and in turns with others.

import { once } from "node:events";
import { expect, test } from "vitest";
import { takeTurn } from "../../src/port/turns.ts";
import { standstill } from "../wait.ts";
import { openServer, openSocket } from "./open-server.ts";

const long = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 7 + (i >> 8)) & 255);

const streamed = () =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (let at = 0; at < long.length; at += 300_000) controller.enqueue(long.subarray(at, at + 300_000));
      controller.close();
    },
  });

test.each([
  ["bytes", () => long],
  ["a stream", streamed],
])("%s arrive whole, at many readers at once", async (_what, body) => {
  const headers = { "content-length": String(long.length) };
  const server = await openServer(() => new Response(body(), { headers }));
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => new Uint8Array(await (await server.get("/")).arrayBuffer())),
  );
  for (const answer of answers) expect(Buffer.compare(answer, long)).toBe(0);
  const head = await server.get("/", { method: "HEAD" });
  expect(head.headers.get("content-length")).toBe(String(long.length));
});

test("what fails in the middle is no whole answer", async () => {
  let count = 0;
  const failing = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        if (++count > 3) throw new Error("no more");
        controller.enqueue(long.subarray(0, 100_000));
      },
    });
  const server = await openServer(() => new Response(failing()));
  await expect(server.get("/").then((answer) => answer.arrayBuffer())).rejects.toThrow();
});

test("a reader that leaves while it does not read cancels the source", async () => {
  let pulled = 0;
  let cancel = () => {};
  const cancelled = new Promise<void>((resolve) => (cancel = resolve));
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(long);
      },
      cancel,
    });
  const server = await openServer(() => new Response(endless()));
  const socket = openSocket(server);
  socket.write("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  await once(socket, "data");
  socket.pause();
  await standstill(() => pulled);
  socket.destroy();
  await cancelled;
});

test("one piece is sent in each turn of the event loop, and none waits for nothing", async () => {
  const done: string[] = [];
  for (const name of ["a", "b", "c"]) takeTurn(() => done.push(name));
  expect(done).toEqual(["a"]);
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  expect(done).toEqual(["a", "b"]);
  await turn();
  expect(done).toEqual(["a", "b", "c"]);
  await turn();
  takeTurn(() => done.push("d"));
  expect(done).toEqual(["a", "b", "c", "d"]);
});
