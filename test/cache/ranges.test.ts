// Parts and heads of answers: behind the cache they are what the app alone gives, whether or not they may be stored.

import { gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { cache } from "../../src/cache/cache.ts";
import { useFastResponse } from "../../src/http/fast-response.ts";
import type { Fetch } from "../../src/routing/route.ts";
import { appOf } from "../project.ts";
import { scene } from "./origin.ts";

beforeAll(useFastResponse);

const ROUTES: Record<string, string> = {
  "stored.pdf.ts": `export const cache = { maxAge: "1h" }; export const GET = () => new Uint8Array(5000).map((_, i) => i);`,
  "validated.pdf.ts": `export const GET = () => new Uint8Array(5000).map((_, i) => i);`,
  "private.pdf.ts": `export const cache = { private: true }; export const GET = () => new Uint8Array(5000).map((_, i) => i);`,
  "nostore.pdf.ts": `export const GET = () => new Response(new Uint8Array(5000).fill(65), { headers: { "content-type": "application/pdf", "cache-control": "private, no-store" } });`,
  "cookie.pdf.ts": `export const GET = () => new Response(new Uint8Array(5000).fill(65), { headers: { "set-cookie": "a=b" } });`,
  "text.txt.ts": `export const cache = { private: true }; export const GET = () => "long enough to be compressed ".repeat(100);`,
  "shared.txt.ts": `export const cache = { maxAge: "1h" }; export const GET = () => "long enough to be compressed ".repeat(100);`,
  "small.txt.ts": `export const cache = { noStore: true }; export const GET = () => "small";`,
  "streamed.txt.ts": `export const cache = { private: true }; export async function* GET() { for (let i = 0; i < 3; i++) { yield "piece "; await new Promise((done) => setTimeout(done)); } }`,
  "own.mp3.ts": `const data = new Uint8Array(5000).fill(66);
    export function GET({ request }) {
      const asked = /bytes=(\\d+)-(\\d+)/.exec(request.headers.get("range") ?? "");
      const fields = { "accept-ranges": "bytes", "content-type": "audio/mpeg", "cache-control": "private, max-age=3600" };
      if (!asked) return new Response(data, { headers: fields });
      const [, first, last] = asked.map(Number);
      return new Response(data.slice(first, last + 1), { status: 206, headers: { ...fields, "content-range": \`bytes \${first}-\${last}/5000\`, "x-own": "yes" } });
    }`,
};

const ASKED: Record<string, string>[] = [
  {},
  { range: "bytes=0-99" },
  { range: "bytes=100-" },
  { range: "bytes=-7" },
  { range: "bytes=9000-" },
  { range: "bytes=0-1, 5-9" },
  { range: "lines=0-1" },
  { range: "bytes=0-99", "if-range": '"another"' },
  { range: "bytes=0-99", "accept-encoding": "gzip" },
  { "accept-encoding": "gzip" },
  { range: "bytes=0-99", cookie: "a=b" },
  { range: "bytes=0-99", authorization: "Bearer x" },
  { range: "bytes=0-99", "cache-control": "no-store" },
];

/** What a client can tell of an answer, but for the fields of the moment and of the cache itself. */
async function seen(fetch: Fetch, path: string, method: string, headers: Record<string, string>) {
  const response = await fetch(new Request(`http://localhost/${path}`, { method, headers }));
  const fields = Object.fromEntries(response.headers);
  for (const name of ["age", "cache-status", "date", "server-timing", "offprint-reads"]) delete fields[name];
  const bytes = Buffer.from(await response.arrayBuffer());
  // Where a stream is compressed, its bytes depend on how fast its pieces come.
  const isStream = fields.etag === undefined && fields["content-encoding"] === "gzip" && bytes.length > 0;
  return {
    status: response.status,
    fields,
    body: (isStream ? gunzipSync(bytes) : bytes).toString("latin1"),
  };
}

describe.each(Object.keys(ROUTES).map((file) => file.replace(/\.ts$/, "")))("%s", (path) => {
  it.each(["GET", "HEAD"])("by %s", async (method) => {
    const app = await appOf(ROUTES);
    for (const headers of ASKED) {
      const cached = cache(app.fetch);
      onTestFinished(() => cached.close());
      const alone = await seen(app.fetch, path, method, headers);
      // The first is not stored yet, the second may be, and so is what a GET of the whole has left.
      for (let time = 0; time < 2; time++)
        expect([headers, await seen(cached, path, method, headers)]).toEqual([headers, alone]);
      await seen(cached, path, "GET", {});
      expect([headers, await seen(cached, path, method, headers)]).toEqual([headers, alone]);
    }
  });
});

it("passes a Range on for one alone, and stores nothing of what came", async () => {
  const { get, asked } = scene((request) => {
    const range = request.headers.get("range");
    return range === "bytes=99-"
      ? new Response(null, { status: 416, headers: { "cache-control": "public, max-age=3600" } })
      : new Response("0123456789", { headers: { "cache-control": "private" } });
  });
  const beyond = await get("/a", { range: "bytes=99-" });
  expect([beyond.status, asked.map((request) => request.headers.get("range"))]).toEqual([
    416,
    [null, "bytes=99-"],
  ]);
  expect((await get("/a")).status).toBe(200);
  expect((await get("/a", { range: "bytes=0-" })).status).toBe(200);
});

it("tells the length of stored bytes to HEAD while they are validated", async () => {
  const app = await appOf({
    "i.png.tsx": `import { image } from "offprint"; export const GET = () => image(<b>x</b>, { width: 99, height: 9 });`,
  });
  const cached = cache(app.fetch);
  onTestFinished(() => cached.close());
  const get = await seen(cached, "i.png", "GET", {});
  const head = await seen(cached, "i.png", "HEAD", {});
  expect(head.fields).toEqual(get.fields);
  expect(head.fields["content-length"]).toBe(String(get.body.length));
});
