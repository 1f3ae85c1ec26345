// An app with several origins: each host has URLs and stored answers of its own; names that nobody gave have none.

import { request } from "node:http";
import { createApp } from "offprint";
import { expect, test } from "vitest";
import { cache } from "../../src/cache/cache.ts";
import { openServer } from "../port/open-server.ts";
import { writeProject } from "../project.ts";

const FILES = {
  "routes/where.json.ts": `let n = 0; export const cache = { maxAge: "1h" };
    export function GET({ url, request }) { return { n: ++n, url: url.href, request: request.url, port: request.headers.get("x-forwarded-port") }; }`,
  "routes/map.xml.ts": `import { sitemap } from "offprint"; export const cache = { maxAge: "1h" };
    export const GET = () => sitemap([{ url: "/a" }]);`,
  "app/fixed/route.ts": `export const dynamic = "force-static"; let n = 0;
    export const GET = (request) => Response.json({ n: ++n, url: request.url, next: request.nextUrl.origin });`,
};

async function open(trustProxy: boolean) {
  const root = await writeProject(FILES);
  const origin = "https://example.com";
  const origins = ["https://*.example.com"];
  const sources = [{ dir: "routes" }, { dir: "app", convention: "next" as const }];
  const app = await createApp({ root, origin, origins, sources });
  const server = await openServer(cache(app.fetch), { origin, origins, trustProxy });
  return (path: string, headers: Record<string, string>) =>
    new Promise<string>((resolve, reject) => {
      request({ port: server.port, host: "127.0.0.1", path, headers }, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString()));
        response.on("end", () => resolve(text));
      })
        .on("error", reject)
        .end();
    });
}

test("the host chooses among the origins, and answers are stored for each", async () => {
  const get = await open(false);
  const where = async (headers: Record<string, string>) =>
    JSON.parse(await get("/where.json", headers)) as { n: number; url: string; port: string };
  const one = await where({ host: "one.example.com" });
  expect(one).toEqual({
    n: 1,
    url: "https://one.example.com/where.json",
    request: "https://one.example.com/where.json",
    port: "443",
  });
  expect(await where({ host: "one.example.com", "x-forwarded-host": "evil.example.com" })).toEqual(one);
  expect(await where({ host: "two.example.com" })).toMatchObject({
    n: 2,
    url: "https://two.example.com/where.json",
  });
  const other = await where({ host: "evil.test" });
  expect(other).toMatchObject({ n: 3, url: "https://example.com/where.json" });
  expect(await where({ host: "another.test:81", "x-forwarded-port": "81" })).toEqual(other);
  expect(await get("/map.xml", { host: "one.example.com" })).toContain("https://one.example.com/a");
  expect(await get("/map.xml", { host: "two.example.com" })).toContain("https://two.example.com/a");
  const fixed = await get("/fixed?x=1", { host: "one.example.com", cookie: "a=1" });
  expect(JSON.parse(fixed)).toEqual({
    n: 1,
    url: "https://one.example.com/fixed",
    next: "https://one.example.com",
  });
  expect(await get("/fixed?x=2", { host: "one.example.com" })).toBe(fixed);
});

test("a trusted proxy says the host", async () => {
  const get = await open(true);
  const headers = { host: "10.0.0.1", "x-forwarded-host": "one.example.com", "x-forwarded-port": "443" };
  expect(await get("/where.json", headers)).toContain('"url":"https://one.example.com/where.json"');
});
