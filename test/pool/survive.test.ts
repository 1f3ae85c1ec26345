// What a child may do to itself, and that the next request is answered all the same.

import { fork } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { markAwaited } from "../../src/http/stand-in-request.ts";
import { openPool, until, type TestPool } from "./open-pool.ts";

const MIB = 1024 * 1024;

// On a busy machine starts and full garbage collections take their time.
vi.setConfig({ testTimeout: 240_000 });

async function pidOf(pooled: TestPool): Promise<string> {
  const response = await pooled.get("/pid");
  expect(response.status).toBe(200);
  return response.text();
}

describe("a child that misbehaves is replaced, and the next request succeeds", () => {
  test.each([
    ["exits", "/exit", "crash"],
    ["aborts in native code", "/abort", "crash"],
    ["loops for ever", "/spin", "stuck"],
    ["works for ever, although its event loop turns", "/burn", "stuck"],
    ["stands still without working", "/block", "stuck"],
    ["throws where nobody catches", "/throw-later", "crash"],
    ["rejects where nobody catches", "/reject-later", "crash"],
  ])("%s", async (_what, path, reason) => {
    const pooled = await openPool(reason === "stuck" ? { stuckAfter: 1_000 } : {});
    const before = await pidOf(pooled);
    const response = await pooled.get(path);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await pidOf(pooled)).not.toBe(before);
    const end = pooled.logged.find(({ message }) => message === "A child has ended");
    // Tried once more on another child.
    await until(() => pooled.logged.filter(({ message }) => message === "A child has ended").length === 2);
    expect(end).toMatchObject({ reason });
    if (reason === "crash")
      expect(end).toMatchObject({ serving: [{ method: "GET", path }], lastWords: expect.any(String) });
    if (path.includes("later")) expect(end!.lastWords).toContain("where nobody catches");

    // It has ended two children: it is not let near a third.
    const alive = await pidOf(pooled);
    const refused = await pooled.get(path);
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(30);
    expect(await pidOf(pooled)).toBe(alive);
  });

  test.each([
    ["of the heap", "/heap"],
    ["beside the heap", "/hog"],
  ])("eats memory %s", async (_what, path) => {
    const pooled = await openPool({ maxRss: 400 * MIB });
    const before = await pidOf(pooled);
    // An allocation that the system refuses may be an error first.
    expect([500, 503]).toContain((await pooled.get(path)).status);
    await until(() => pooled.logged.some(({ pid, reason }) => String(pid) === before && reason === "memory"));
    await pidOf(pooled);
  });

  test("a request with side effects is not repeated", async () => {
    const pooled = await openPool();
    const response = await pooled.get("/exit", { method: "POST", body: "x" });
    expect(response.status).toBe(503);
    await pidOf(pooled);
    expect(pooled.logged.filter(({ message }) => message === "A child has ended")).toHaveLength(1);
  });

  test("an answer that dies on the way is an error, never a short success", async () => {
    const pooled = await openPool();
    await expect((await pooled.get("/die-midway")).arrayBuffer()).rejects.toThrow();
    await pidOf(pooled);
  });

  test("those who stood beside the culprit are answered", async () => {
    const pooled = await openPool({ spare: 1 });
    await until(() => pooled.stats().ready === 2);
    const beside = Array.from({ length: 3 }, (_, i) => pooled.get(`/sleep?ms=700&beside=${i}`));
    await until(() => pooled.stats().running === 3);
    const culprit = pooled.get("/abort");
    expect((await Promise.all(beside)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await culprit).status).toBe(503);
    await pidOf(pooled);
  });

  test("killed from outside, a request is tried again and nobody is blamed", async () => {
    const pooled = await openPool({ spare: 1 });
    await until(() => pooled.stats().ready === 2);
    for (let i = 0; i < 4; i++) {
      const pid = Number(await pidOf(pooled));
      const answer = pooled.get("/sleep?ms=300");
      await until(() => pooled.stats().running === 1);
      process.kill(pid, "SIGKILL");
      expect((await answer).status).toBe(200);
    }
    await pidOf(pooled);
  });
});

describe("children are replaced before they are retired", () => {
  test("after a number of requests", async () => {
    const pooled = await openPool({ maxRequests: 5 });
    const pids = new Set<string>();
    for (let i = 0; i < 100 && pids.size < 3; i++) {
      pids.add(await pidOf(pooled));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(pids.size).toBe(3);
    expect(pooled.logged.some(({ reason }) => reason === "crash")).toBe(false);
  });

  test("when they have grown", async () => {
    const pooled = await openPool({ softRss: 300 * MIB });
    const grown = await (await pooled.get("/grow?mib=300")).text();
    await until(async () => (await pidOf(pooled)) !== grown);
    await until(() => pooled.logged.some(({ reason }) => reason === "recycled"));
  });

  test("on reload, and what they serve is finished", async () => {
    const pooled = await openPool();
    const before = await pidOf(pooled);
    const answer = pooled.get("/sleep?ms=900");
    await until(() => pooled.stats().running === 1);
    pooled.reload("when ready");
    expect(await (await answer).text()).toBe("slept");
    await until(async () => (await pidOf(pooled)) !== before);
  });

  test("at once, by one that has waited for it", async () => {
    const pooled = await openPool({ warm: true });
    await until(() => pooled.stats().children.length === 2);
    for (let i = 0; i < 2; i++) {
      const before = await pidOf(pooled);
      const waiting = pooled.stats().children.find(({ pid }) => String(pid) !== before)!;
      const answer = pooled.get("/sleep?ms=500");
      await until(() => pooled.stats().running === 1);
      pooled.reload("at once");
      expect(await pidOf(pooled)).toBe(String(waiting.pid));
      expect(await (await answer).text()).toBe("slept");
      await until(() => pooled.stats().children.length === 2);
    }
  });

  test("what they serve is not waited for without end", async () => {
    const pooled = await openPool({ retireWithin: 300 });
    const before = await pidOf(pooled);
    const answer = pooled.get("/sleep?ms=2000");
    await until(() => pooled.stats().running === 1);
    pooled.reload("when ready");
    await until(async () => (await pidOf(pooled)) !== before);
    await until(() => !pooled.stats().children.some(({ pid }) => String(pid) === before));
    // Tried again on the new one.
    expect(await (await answer).text()).toBe("slept");
  });

  test("background work is finished first", async () => {
    const pooled = await openPool();
    const file = join(await emptyFolder(), "done");
    await (await pooled.get(`/background?file=${file}`)).text();
    await pooled.close(60_000);
    expect(existsSync(file)).toBe(true);
  });
});

describe("bounded work", () => {
  test("beyond places and queue: 503 with Retry-After, and room again afterwards", async () => {
    const pooled = await openPool({ concurrency: 2, maxWaiting: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => pooled.get("/sleep?ms=300")));
    const answered = answers.filter(({ status }) => status === 200).length;
    // Three that wait, and those with a place: where others have the processor, one at a time.
    expect([4, 5]).toContain(answered);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(10 - answered);
    for (const answer of answers)
      if (answer.status === 503) {
        expect(answer.headers.get("retry-after")).toBe("1");
        expect(answer.headers.get("content-type")).toBe("application/problem+json");
      }
    await pidOf(pooled);
  });

  test("many at once wait their turn where turns are short", async () => {
    const pooled = await openPool();
    const answers = await Promise.all(Array.from({ length: 300 }, () => pooled.get("/sleep?ms=5")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test("one who waits too long is turned away, one who leaves is forgotten", async () => {
    const pooled = await openPool({ concurrency: 1, maxWait: 200, stuckAfter: 60_000 });
    const { answer, finish } = await work(pooled);
    const gone = new AbortController();
    const left = pooled.get("/pid", { signal: gone.signal });
    const late = pooled.get("/pid");
    gone.abort();
    await expect(left).rejects.toThrow(/abort/i);
    expect((await late).status).toBe(503);
    finish();
    expect((await answer).status).toBe(200);
    await pidOf(pooled);
  });

  test("what several wait for goes before the others, and may wait longer", async () => {
    const pooled = await openPool({ concurrency: 1, maxWait: 400, stuckAfter: 60_000 });
    const order: string[] = [];
    const shared = new Request("http://test/pid?shared");
    markAwaited(shared);
    const { answer, finish } = await work(pooled);
    const late = pooled.get("/pid");
    const waited = pooled(shared).then(({ status }) => order.push(`shared ${status}`));
    expect((await late).status).toBe(503);
    const single = pooled.get("/pid?single").then(() => order.push("single"));
    finish();
    await Promise.all([answer, waited, single]);
    expect(order[0]).toBe("shared 200");
  });

  test("who prefetches waits behind who asks", async () => {
    const pooled = await openPool({ concurrency: 1 });
    const order: string[] = [];
    const ask = (name: string, headers: HeadersInit = {}) =>
      pooled.get("/sleep?ms=50", { headers }).then(() => order.push(name));
    const all = [ask("first"), ask("prefetch", { "sec-purpose": "prefetch" }), ask("second"), ask("third")];
    await Promise.all(all);
    expect(order).toEqual(["first", "second", "third", "prefetch"]);
  });

  test("of readers that pause, the longest pause ends first", async () => {
    const pooled = await openPool({ maxPaused: 2, concurrency: 10 });
    const readers = [];
    for (let i = 0; i < 3; i++) {
      const reader = (await pooled.get(`/stream?chunks=1000&n=${i}`)).body!.getReader();
      await reader.read();
      readers.push(reader);
      await until(() => pooled.stats().paused === Math.min(i + 1, 2));
    }
    await expect(readers[0]!.closed).rejects.toThrow();
    expect((await readers[2]!.read()).done).toBe(false);
    for (const reader of readers) await reader.cancel().catch(() => {});
    await pidOf(pooled);
  });
});

test("no child outlives its parent, not even one that loops", async () => {
  const holder = fork(fileURLToPath(new URL("../fixtures/pool/holder.mjs", import.meta.url)));
  const pids = await new Promise<number[]>((resolve) =>
    holder.once("message", (sent) => resolve(sent as number[])),
  );
  expect(pids).toHaveLength(2);
  holder.kill("SIGKILL");
  const lives = (pid: number) => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await until(() => !pids.some(lives));
});

test.runIf(process.platform === "linux")("a child that is ready gives way with all its threads", async () => {
  const pooled = await openPool({ nice: 19 });
  const [child] = pooled.stats().children;
  const tasks = `/proc/${child!.pid}/task`;
  // proc(5): the seventeenth field after the name, which may have spaces in it.
  const niceOf = (thread: string) =>
    readFileSync(`${tasks}/${thread}/stat`, "latin1").split(") ").at(-1)!.split(" ")[16];
  expect(new Set(readdirSync(tasks).map(niceOf))).toEqual(new Set(["19"]));
});

test("a child that is not ready in time is given up", async () => {
  const { pool } = await import("../../src/pool/pool.ts");
  const app = new URL("../fixtures/pool/app.ts", import.meta.url);
  const late = pool({ app, args: { slowStart: 60_000 }, size: 1, spare: 0, startWithin: 1_500 });
  await expect(late.ready()).rejects.toThrow("It was not ready in 1.5 s.");
  await late.close();
});

test("an app that cannot start says why", async () => {
  const { pool } = await import("../../src/pool/pool.ts");
  const broken = pool({
    app: new URL("../fixtures/pool/app.ts", import.meta.url),
    args: { fail: "routes/a.ts exports Get: did you mean GET?" },
    size: 1,
    maxWait: 500,
  });
  await expect(broken.ready()).rejects.toThrow("routes/a.ts exports Get: did you mean GET?");
  expect(broken.alive()).toBe(false);
  expect(broken.failure()).toMatchObject({ name: "RoutesError" });
  expect((await broken(new Request("http://test/"))).status).toBe(503);
  await broken.close();
});

test("a body that comes slowly holds neither a place nor anybody up", async () => {
  const pooled = await openPool({ concurrency: 1, stuckAfter: 2_000 });
  const before = await pidOf(pooled);
  const finish: (() => void)[] = [];
  const slow = Array.from({ length: 3 }, () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode("begun "));
        finish.push(() => {
          controller.enqueue(new TextEncoder().encode("ended"));
          controller.close();
        });
      },
    });
    return pooled.get("/echo", { method: "POST", body, duplex: "half" } as RequestInit);
  });
  expect(await pidOf(pooled)).toBe(before);
  for (const end of finish) end();
  for (const answer of await Promise.all(slow))
    expect(((await answer.json()) as { body: string }).body).toBe("begun ended");
  expect(await pidOf(pooled)).toBe(before);
});

describe("what waits for its data", () => {
  test("is waited for, and others have its place", async () => {
    const pooled = await openPool({ concurrency: 1, stuckAfter: 2_000 });
    const before = await pidOf(pooled);
    const answer = pooled.get("/wait");
    await until(() => pooled.stats().running === 1);
    await until(() => pooled.stats().running === 0);
    // Twice as long as a child may be stuck.
    await new Promise((resolve) => setTimeout(resolve, 4_500));
    expect(await (await pooled.get("/go")).text()).toBe("1");
    expect(await (await answer).text()).toBe("waited");
    expect(await pidOf(pooled)).toBe(before);
  });

  test.each(["/quiet", "/quiet?first"])(
    "%s: the head comes at once, the rest when it is there",
    async (path) => {
      const pooled = await openPool({ concurrency: 1, stuckAfter: 2_000 });
      const before = await pidOf(pooled);
      const response = await pooled.get(path);
      expect(response.headers.get("content-type")).toBe("text/event-stream");
      const text = response.text();
      await until(() => pooled.stats().running === 0);
      await new Promise((resolve) => setTimeout(resolve, 4_500));
      for (let got: unknown; typeof got !== "string";) got = await Promise.race([text, pooled.get("/go")]);
      expect(await text).toBe("ab");
      expect(await pidOf(pooled)).toBe(before);
    },
  );

  test("a connection that the child breaks off is neither tried again nor blamed on the URL", async () => {
    const pooled = await openPool();
    for (let i = 0; i < 3; i++) {
      const answer = pooled.get("/break").then((response) => response.arrayBuffer());
      await expect(answer).rejects.toThrow();
    }
    expect(await (await pooled.get("/count")).json()).toMatchObject({ count: 4 });
    expect(pooled.logged).toEqual([]);
  });
});

test("an upload that ends children refuses nobody else's", async () => {
  const pooled = await openPool();
  const upload = (body: string) => pooled.get("/upload", { method: "POST", body });
  for (let i = 0; i < 3; i++) expect((await upload("bad")).status).toBe(503);
  const good = await upload("good");
  expect([good.status, await good.text()]).toEqual([200, "taken"]);
});

/** A request that works until it is told to finish. */
async function work(pooled: TestPool) {
  const file = join(await emptyFolder(), "finish");
  const answer = pooled.get(`/work?until=${file}`);
  await until(() => pooled.stats().running === 1);
  return { answer, finish: () => writeFileSync(file, "") };
}

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "offprint-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
