// Bodies that come at the wrong time, through each of the layers: nothing ends the server, and nobody is forgotten.

import { describe, expect, onTestFinished, test } from "vitest";
import { cutAtEachByte, HANDLERS, illTimed, MAX_BODY, play, type IllTimed } from "./ill-timed.ts";
import { playAll, startLayer, type Layer } from "./layers.ts";

async function start(layer: Layer, pace?: "quick") {
  const server = await startLayer(layer, pace);
  onTestFinished(() => server.stop());
  return server;
}

/** The kinds that differ most: `npm run chaos -- bodies` takes all of them through each layer. */
const FEW = ["never", "text", "half", "cloned", "passed", "thrown-half", "early"];

/** Of each fault one of its three ends, another one for the next fault and the next handler. */
const third = (cases: IllTimed[], shift: number) =>
  cases.filter((_, i) => i % 3 === (Math.floor(i / 3) + shift) % 3);

describe.each(["bare", "cache", "pool", "mounted"] as const)("under %s", (layer) => {
  test("nothing ends the server, and every connection is closed", async () => {
    const { port, uncaught, alive, resources } = await start(layer, "quick");
    const cases = (layer === "bare" ? HANDLERS : FEW).flatMap((handler, i) => third(illTimed(handler), i));
    if (layer === "bare") cases.push(...third(cutAtEachByte("passed"), 0));
    const forgotten = await playAll(port, cases);
    expect(uncaught).toEqual([]);
    expect(alive()).toBe(true);
    expect(forgotten).toEqual([]);
    const good = await fetch(`http://127.0.0.1:${port}/text.txt`, {
      method: "POST",
      body: "good",
      headers: { connection: "close" },
    });
    expect([good.status, await good.text()]).toEqual([200, "4"]);
    await expect.poll(async () => (await resources()).open).toBe(0);
  });
});

describe("what is answered", () => {
  const cases = (name: string, handler: string) => {
    const found = illTimed(handler).find((each) => each.name === `${handler}: ${name}, wait`);
    if (!found) throw new Error(name);
    return found;
  };

  test.each(["bare", "cache", "pool"] as const)(
    "a body that is too long is 413, whatever reads it: %s",
    async (layer) => {
      const { port } = await start(layer);
      for (const handler of ["text", "json", "blob", "bytes", "stream", "cloned"])
        for (const name of [
          "one byte too long by length",
          "far too long by length",
          "one byte too long by count",
          "far too long by count",
          "too long in one chunk",
          "too long, in many small chunks",
        ])
          expect([handler, name, (await play(port, cases(name, handler))).statuses]).toEqual([
            handler,
            name,
            [413],
          ]);
    },
  );

  test("who sends on after a refusal still reads it", async () => {
    const { port } = await start("bare");
    const chunks = Array.from({ length: 300 }, () => `4000\r\n${"x".repeat(0x4000)}\r\n`);
    const head = "POST /text.txt HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const seen = await play(port, { name: "", parts: [head, ...chunks, "0\r\n\r\n"], last: "wait" });
    expect(seen).toEqual({ statuses: [413], closed: true });
  });

  test("nobody is told to continue with what would be refused", async () => {
    const { port } = await start("bare");
    expect((await play(port, cases("a promise of too much", "text"))).statuses).toEqual([413]);
    expect((await play(port, cases("a promise kept when asked", "text"))).statuses).toEqual([100, 200]);
  });

  test("a body that nobody has read does not hold up the next request", async () => {
    const { port } = await start("bare");
    for (const handler of ["never", "half", "released", "cancelled", "half-cancelled", "half-cloned"]) {
      const body = "x".repeat(MAX_BODY);
      const first = `POST /${handler}.txt HTTP/1.1\r\nHost: a\r\nContent-Length: ${MAX_BODY}\r\n\r\n${body}`;
      const second = "GET /never.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      const seen = await play(port, {
        name: "",
        parts: [first.slice(0, 200), first.slice(200) + second],
        last: "wait",
      });
      expect([handler, seen]).toEqual([handler, { statuses: [200, 200], closed: true }]);
    }
  });
});
