// Nobody is given what was fetched for another, on whichever host: random visitors ask at once, behind a cache, in each
// of the ways in which a route can hand a credential to a fetch that is kept.

import fc from "fast-check";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createApp } from "offprint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cache } from "../../src/cache/cache.ts";
import { writeProject } from "../project.ts";

let server: Server;
let origin = "";

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const { authorization, cookie } = request.headers;
      const { searchParams } = new URL(request.url!, "http://a");
      response.end([authorization, cookie, searchParams.get("who"), body].find((given) => given) ?? "nobody");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

/** A route's way to what was fetched for `who`; `request` is the visitor's. */
const WAYS: Record<string, string> = {
  init: `fetch(FROM, { ...kept, headers: { authorization: request.headers.get("authorization") } })`,
  headers: `fetch(FROM, { ...kept, headers: request.headers })`,
  read: `fetch(FROM, { ...kept, headers: await headers() })`,
  request: `fetch(new Request(FROM, { headers: { authorization: request.headers.get("authorization") } }), kept)`,
  whole: `fetch(new Request(FROM, request), kept)`,
  cookies: `fetch(FROM, { ...kept, headers: { cookie: (await cookies()).get("who").value } })`,
  query: `fetch(FROM + "?who=" + request.nextUrl.searchParams.get("who"), kept)`,
  body: `fetch(FROM, { ...kept, method: "POST", body: request.nextUrl.searchParams.get("who") })`,
  form: `fetch(FROM, { ...kept, method: "POST", body: new URLSearchParams({ [request.nextUrl.searchParams.get("who")]: "" }) })`,
  argument: `unstable_cache(async (who) => (await fetch(FROM + "?who=" + who)).text(), ["argument"])(request.headers.get("authorization"))`,
  directive: `ofWho(request.headers.get("authorization"))`,
  host: `fetch(FROM + "?who=" + request.nextUrl.host, kept)`,
};

const routeOf = (way: string, keeps: boolean) => `
  import { unstable_cache } from "next/cache";
  import { cookies, headers } from "next/headers";
  ${keeps ? "export const revalidate = 60;" : ""}
  const kept = { next: { revalidate: 60 } };
  const FROM = "${origin}/";
  async function ofWho(who) { "use cache"; return (await fetch(FROM + "?who=" + who)).text(); }
  export async function GET(request) {
    const found = await ${WAYS[way]!};
    return new Response((typeof found === "string" ? found : await found.text()) + " at " + request.nextUrl.host);
  }`;

test("each visitor has an answer of their own", async () => {
  const ways = Object.keys(WAYS);
  const files: Record<string, string> = {};
  for (const way of ways)
    for (const keeps of [true, false]) files[`app/${way}/${keeps}/route.ts`] = routeOf(way, keeps);
  const app = await createApp({
    root: await writeProject(files),
    origin: "https://example.com",
    origins: ["https://*.example.com"],
    sources: [{ dir: "app", convention: "next" }],
  });
  const visit = fc.record({
    way: fc.constantFrom(...ways),
    keeps: fc.boolean(),
    who: fc.constantFrom("ada", "bob", "cem"),
    host: fc.constantFrom("a.example.com", "b.example.com"),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(visit, { minLength: 1, maxLength: 12 }), { maxLength: 4 }),
      async (rounds) => {
        const cached = cache(app.fetch);
        for (const round of rounds)
          await Promise.all(
            round.map(async ({ way, keeps, who, host }) => {
              const takesQuery = way === "query" || way === "body" || way === "form";
              const response = await cached(
                new Request(`https://${host}/${way}/${keeps}${takesQuery ? `?who=${who}` : ""}`, {
                  headers:
                    takesQuery || way === "host"
                      ? {}
                      : way === "cookies"
                        ? { cookie: `who=${who}` }
                        : { authorization: who },
                }),
              );
              const whose = way === "host" ? host : way === "form" ? `${who}=` : who;
              expect(await response.text(), way).toBe(`${whose} at ${host}`);
            }),
          );
        await cached.close();
      },
    ),
    { numRuns: 25 },
  );
});
