// What waits may wait, to the route's `maxDuration`; then 504 for that request alone.

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { patientTimeout, sharedTimer } from "../src/process/patience.ts";
import { openNext, openRemix, openTanstack } from "./conventions/open.ts";
import { appOf, type TestApp } from "./project.ts";

const told = globalThis as typeof globalThis & { told: string[] };
beforeEach(() => void (told.told = []));

/** A handler's body for each way of keeping somebody waiting; `signal` is the request's. */
const WAYS = {
  "a handler that waits": "await new Promise(() => {});",
  "a handler that ends with the signal":
    "await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));",
  "a body that is silent":
    "return new Response(new ReadableStream({ cancel() { told.push('cancelled'); } }));",
  "an answer that comes after all": `
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    return new Response(new ReadableStream({ cancel() { told.push('cancelled'); } }));`,
};
const watched = (body: string) =>
  `const { signal } = request; signal.addEventListener('abort', () => told.push(signal.reason.name)); ${body}`;
const max = (seconds: string) => `export const maxDuration = ${seconds};`;

const CONVENTIONS: Record<string, (body: string, seconds?: string) => Promise<TestApp>> = {
  native: (body, seconds = "0.05") =>
    appOf({ "slow.ts": `${max(seconds)} export async function GET({ request }) { ${body} }` }),
  next: (body, seconds = "0.05") =>
    openNext({ "slow/route.ts": `${max(seconds)} export async function GET(request) { ${body} }` }),
  remix: (body, seconds = "0.05") =>
    openRemix({ "slow.ts": `${max(seconds)} export async function loader({ request }) { ${body} }` }),
  tanstack: (body, seconds = "0.05") =>
    openTanstack({
      "slow.ts": `import { createFileRoute } from "@tanstack/react-router"; ${max(seconds)}
        export const Route = createFileRoute("/slow")({ server: { handlers: { GET: async ({ request }) => { ${body} } } } });`,
    }),
};

describe.each(Object.keys(CONVENTIONS))("%s", (convention) => {
  test.each(Object.entries(WAYS))("%s: 504, aborted, and the body cancelled", async (_what, body) => {
    const app = await CONVENTIONS[convention]!(watched(body));
    const response = await app.get("/slow");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      504,
      "application/problem+json",
    ]);
    const cancels = body.includes("cancelled");
    await expect
      .poll(() => told.told.toSorted())
      .toEqual(cancels ? ["TimeoutError", "cancelled"] : ["TimeoutError"]);
  });

  test.each(["'30'", "0", "-1", "NaN", "1e9"])("`maxDuration = %s` is a mistake", async (value) => {
    const opened = CONVENTIONS[convention]!("", value);
    await expect(opened).rejects.toThrow(/`maxDuration` must be a number of seconds/);
  });
});

test("the configuration's holds where a route says nothing, and only for the answer's beginning", async () => {
  const app = await appOf(
    {
      "wait.ts": "export const GET = () => new Promise(() => {});",
      "own.ts":
        "export const maxDuration = 60; export const GET = async () => { await ready(); return 'own'; }; const ready = () => new Promise((resolve) => setTimeout(resolve, 200));",
      "long.ts":
        "export async function* GET() { yield 'a'; await new Promise((resolve) => setTimeout(resolve, 200)); yield 'b'; }",
      "quick.ts": "export const GET = () => 'quick';",
    },
    { maxDuration: 0.1 },
  );
  const waiting = app.get("/wait");
  expect(await (await app.get("/quick")).text()).toBe("quick");
  expect(await (await app.get("/own")).text()).toBe("own");
  expect(await (await app.get("/long")).text()).toBe("ab");
  expect((await waiting).status).toBe(504);
  expect(app.logged).toEqual([expect.objectContaining({ path: "/wait", route: "routes/wait.ts" })]);
});

test("a client that leaves cancels a body that is silent", async () => {
  const app = await appOf({ "slow.ts": `export async function GET() { ${WAYS["a body that is silent"]} }` });
  const gone = new AbortController();
  const answer = app.get("/slow", { signal: gone.signal });
  await new Promise((resolve) => setImmediate(resolve));
  gone.abort();
  await answer;
  expect(told.told).toEqual(["cancelled"]);
});

/** Watches one who may wait so long; returns the function that calls it off. */
function watch(timer: ReturnType<typeof sharedTimer>, ms: number, expired: () => void): () => void {
  const patient = { ms, due: undefined, at: -1, expired };
  timer.watch(patient);
  return () => timer.callOff(patient);
}

describe("patience", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("time that was lost is given again", () => {
    let lost = 0;
    const expired = vi.fn<() => void>();
    patientTimeout(1_000, () => lost, expired);
    lost = 800;
    vi.advanceTimersByTime(1_000);
    lost = 900;
    vi.advanceTimersByTime(899);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    // 1,000 of its own, and the 900 that were lost in all.
    expect(expired).toHaveBeenCalledOnce();
  });

  test("it can be called off", () => {
    const expired = vi.fn<() => void>();
    patientTimeout(10, () => 0, expired)();
    vi.advanceTimersByTime(1_000);
    expect(expired).not.toHaveBeenCalled();
  });

  test("many share one timer, and each expires after its own time, at most half a second late", () => {
    const timer = sharedTimer(() => 0);
    const from = performance.now();
    const late: number[] = [];
    const times = Array.from({ length: 100 }, (_, n) => 1 + n * 37);
    for (const ms of times) watch(timer, ms, () => late.push(performance.now() - from - ms));
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(10_000);
    expect(late).toHaveLength(times.length);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThanOrEqual(500);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("those who share a timer are given again what was lost", () => {
    let lost = 0;
    const expired = vi.fn<() => void>();
    watch(
      sharedTimer(() => lost),
      1_000,
      expired,
    );
    vi.advanceTimersByTime(500);
    lost = 2_000;
    vi.advanceTimersByTime(2_500);
    expect(expired).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(expired).toHaveBeenCalledOnce();
  });

  test("any of those who share a timer can be called off, twice and by another that expires", () => {
    const timer = sharedTimer(() => 0);
    const expired: number[] = [];
    const callOffs = Array.from({ length: 9 }, (_, n) => watch(timer, 1_000, () => expired.push(n)));
    for (const n of [0, 8, 4, 4, 0]) callOffs[n]!();
    const last = watch(timer, 1_000, () => expired.push(9));
    watch(timer, 500, last);
    vi.advanceTimersByTime(5_000);
    expect(expired.toSorted()).toEqual([1, 2, 3, 5, 6, 7]);
  });
});
