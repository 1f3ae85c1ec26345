// A delivery is worked on once, and none is lost: over HTTP, in each dialect of routes.

import { createHmac } from "node:crypto";
import { createApp, memorySeen, verifyGithub } from "offprint";
import { expect, test } from "vitest";
import { appOf, writeProject } from "../project.ts";

const body = '{"id":"evt_1","type":"push"}';

function delivery(id: string, secret = "s"): RequestInit {
  return {
    method: "POST",
    body,
    headers: {
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
      "x-github-delivery": id,
    },
  };
}

/** A handler that counts its calls, and answers as `?` of the counted call says. */
const counting = (name: string, secret = "s") => `
import { verifyGithub, HttpError } from "offprint";
export async function POST({ request }) {
  await verifyGithub(request, { secret: "${secret}" });
  const calls = (globalThis["${name}"] = (globalThis["${name}"] ?? 0) + 1);
  if (calls === 1) throw new Error("The database is away");
  if (calls === 2) return new Response("busy", { status: 503 });
  if (calls === 3) throw new HttpError(429);
  return { calls };
}`;
const callsOf = (name: string) => (globalThis as Record<string, unknown>)[name];

test("a handler that fails, in whatever way, is called again; one that has answered is not", async () => {
  const app = await appOf({ "hook.ts": counting("once.fails") });
  const statuses = [];
  for (let attempt = 0; attempt < 6; attempt++) statuses.push((await app.get("/hook", delivery("d"))).status);
  expect(statuses).toEqual([500, 503, 429, 200, 204, 204]);
  expect(callsOf("once.fails")).toBe(4);
});

test("each endpoint and each secret has deliveries of its own", async () => {
  const handler = (secret: string) => `
import { verifyGithub } from "offprint";
export async function POST({ request }) {
  await verifyGithub(request, { secret: ${secret} });
  return "ok";
}`;
  const app = await appOf({ "a.ts": handler('"s"'), "b.ts": handler('"s"'), "c.ts": handler('["s", "t"]') });
  const statuses = [];
  for (const [path, secret] of [
    ["/a", "s"],
    ["/b", "s"],
    ["/c", "s"],
    ["/c", "t"],
    ["/c", "t"],
    ["/a", "s"],
  ] as const)
    statuses.push((await app.get(path, delivery("same", secret))).status);
  expect(statuses).toEqual([200, 200, 200, 200, 204, 204]);
});

test("while one is being worked on, its twin is told to come again, and does where the first fails", async () => {
  const app = await appOf({
    "hook.ts": `
import { verifyGithub } from "offprint";
export async function POST({ request }) {
  await verifyGithub(request, { secret: "s" });
  const told = await new Promise((resolve) => (globalThis["once.finish"] = resolve));
  if (told === "fail") throw new Error();
  return "ok";
}`,
  });
  const first = app.get("/hook", delivery("twin"));
  await expect.poll(() => callsOf("once.finish")).toBeTypeOf("function");
  const second = await app.get("/hook", delivery("twin"));
  expect(second.status).toBe(409);
  expect(second.headers.get("retry-after")).toBe("60");
  (callsOf("once.finish") as (how: string) => void)("fail");
  expect((await first).status).toBe(500);
  delete (globalThis as { [key: string]: unknown })["once.finish"];
  const third = app.get("/hook", delivery("twin"));
  await expect.poll(() => callsOf("once.finish")).toBeTypeOf("function");
  (callsOf("once.finish") as (how: string) => void)("succeed");
  expect((await third).status).toBe(200);
  expect((await app.get("/hook", delivery("twin"))).status).toBe(204);
});

test("a copy of the request is the same delivery, and release() lets it in again", async () => {
  const app = await appOf({
    "clone.ts": `
import { verifyGithub } from "offprint";
export async function POST({ request }) {
  await verifyGithub(request.clone(), { secret: "s" });
  if (!globalThis["once.cloned"]) throw new Error((globalThis["once.cloned"] = "yes"));
  return "ok";
}`,
    "release.ts": `
import { verifyGithub } from "offprint";
export async function POST({ request }) {
  const { release } = await verifyGithub(request, { secret: "s" });
  await release();
  return "ok";
}`,
  });
  for (const status of [500, 200, 204]) expect((await app.get("/clone", delivery("c"))).status).toBe(status);
  for (const status of [200, 200]) expect((await app.get("/release", delivery("r"))).status).toBe(status);
});

test("handlers of Next.js, React Router and TanStack Start lose none either", async () => {
  const call = (name: string, request = "request") => `
  await verifyGithub(${request}, { secret: "s" });
  if (!globalThis["${name}"]) throw new Error((globalThis["${name}"] = "failed"));
  return new Response("ok");`;
  const root = await writeProject({
    "app/next/route.ts": `import { verifyGithub } from "offprint";
export async function POST(request) {${call("once.next")}\n}`,
    "remix/remixed.ts": `import { verifyGithub } from "offprint";
export async function action({ request }) {${call("once.remix")}\n}`,
    "tanstack/start.ts": `import { createFileRoute } from "@tanstack/react-router";
import { verifyGithub } from "offprint";
export const Route = createFileRoute("/start")({ server: { handlers: { POST: async ({ request }) => {${call("once.tanstack")}\n} } } });`,
  });
  const app = await createApp({
    root,
    sources: [
      { dir: "app", convention: "next" },
      { dir: "remix", convention: "remix" },
      { dir: "tanstack", convention: "tanstack" },
    ],
  });
  for (const path of ["/next", "/remixed", "/start"]) {
    const statuses = [];
    for (let attempt = 0; attempt < 3; attempt++)
      statuses.push((await app.fetch(new Request(`http://test${path}`, delivery("d")))).status);
    expect([path, ...statuses]).toEqual([path, 500, 200, 204]);
  }
});

test("a request that no app has is done at once, and a mistyped option is an error", async () => {
  const seen = memorySeen();
  const verify = () => verifyGithub(new Request("http://test/x", delivery("z")), { secret: "s", seen });
  const { release } = await verify();
  await expect(verify()).rejects.toMatchObject({ status: 204 });
  await release();
  expect((await verify()).id).toBe("z");
  const options = { secret: "s", replaywindow: 3 };
  await expect(verifyGithub(new Request("http://test/x", delivery("z")), options)).rejects.toThrow(
    "verifyGithub(): `replaywindow` is not known. Did you mean `replayWindow`?",
  );
});
