// What a child writes, however much it is, and what the parent passes on of it.

import fc from "fast-check";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { serve } from "../../src/port/serve.ts";
import { openPool, until } from "./open-pool.ts";
import { OUTPUT_BYTES, OUTPUT_LINE, OutputLimit } from "../../src/pool/output.ts";

/** What is passed on of real children's output. */
const written = vi.hoisted<string[]>(() => []);
vi.mock("../../src/log.ts", async (original) => ({
  ...(await original<typeof import("../../src/log.ts")>()),
  bufferedStderr: () => ({ write: (text: string) => void written.push(text) }),
}));

function scene() {
  let time = 0;
  let text = "";
  const limit = new OutputLimit(
    "child 7",
    (more) => (text += more),
    () => time,
  );
  return {
    limit,
    wait: (ms: number) => (time += ms),
    read: () => text,
  };
}

describe("a child's output", () => {
  it("of the usual kind passes unchanged, however it is cut into chunks", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: "grapheme", maxLength: 50 }).map((line) => `${line.replaceAll("\n", "")}\n`),
        ),
        fc.nat(20),
        (lines, size) => {
          const { limit, read } = scene();
          const all = Buffer.from(lines.join(""));
          for (let at = 0; at < all.length; at += size + 1) limit.take(all.subarray(at, at + size + 1));
          limit.flush();
          expect(read()).toBe(Buffer.from(lines.join("")).toString());
        },
      ),
    );
  });

  it("of one huge line is cut, and the line says by how much", () => {
    const { limit, read } = scene();
    limit.take(Buffer.from(`${"x".repeat(20_000)}\nnext\n`));
    expect(read()).toBe(
      `${"x".repeat(OUTPUT_LINE)} … (${20_000 - OUTPUT_LINE} bytes of this line left out)\nnext\n`,
    );
  });

  it("of a line that never ends is cut as well", () => {
    const { limit, wait, read } = scene();
    for (let i = 0; i < 1_000; i++) {
      limit.take(Buffer.alloc(1_000, "x"));
      wait(100);
    }
    expect(read().length).toBeLessThan(2 * OUTPUT_LINE);
  });

  it("in a flood is dropped, and a line says how much", () => {
    const { limit, wait, read } = scene();
    const line = Buffer.from(`${"y".repeat(99)}\n`.repeat(640));
    for (let i = 0; i < 100; i++) limit.take(line);
    wait(1_000);
    limit.take(Buffer.from("after\n"));
    const text = read();
    expect(text.length).toBeLessThan(OUTPUT_BYTES + 200);
    expect(text).toMatch(/\nchild 7 wrote 6334464 bytes more than 65536 in a second: left out\.\nafter\n$/);
  });

  it("holds no more than it passes on: what is left is said at the end", () => {
    const { limit, read } = scene();
    limit.take(Buffer.alloc(OUTPUT_BYTES * 3, "\n"));
    limit.flush();
    expect(read().endsWith("child 7 wrote 131072 bytes more than 65536 in a second: left out.\n")).toBe(true);
  });
});

describe("a child that floods its output", () => {
  it("holds up no answer, and little of it is passed on", async () => {
    const taken = vi.spyOn(OutputLimit.prototype, "take");
    onTestFinished(() => taken.mockRestore());
    const pooled = await openPool({});
    const server = await serve(pooled, { port: 0, hostname: "127.0.0.1" });
    onTestFinished(() => server.close());
    const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);
    const pid = await (await get("/pid")).text();
    expect(await (await get("/flood?kib=1024")).text()).toBe("flooding");
    const bytes = () => taken.mock.calls.reduce((sum, [chunk]) => sum + chunk.length, 0);
    for (let mib = 4; mib <= 32; mib += 4) {
      await until(() => bytes() > mib * 1024 * 1024);
      const response = await get("/pid");
      expect([response.status, await response.text()]).toEqual([200, pid]);
    }
    await until(() => written.join("").includes(" in a second: left out.\n"));
    const lines = written.join("").split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(OUTPUT_LINE + 100);
  });
});
