// An app behind the cache: nobody is given the answer of another, and no guard is passed by.

import { cache, type Cache } from "offprint";
import { describe, expect, it } from "vitest";
import { openNext, openRemix, openTanstack } from "../conventions/open.ts";
import { appOf, type TestApp } from "../project.ts";

const behind = (app: TestApp): Cache => cache(app.fetch, { origin: "http://test" });
const ask = async (cached: Cache, path: string, headers: HeadersInit = {}) =>
  cached(new Request(`http://test${path}`, { headers }));
const say = async (cached: Cache, path: string, headers?: HeadersInit) => {
  const response = await ask(cached, path, headers);
  return `${response.status} ${await response.text()}`;
};
const WAIT = `await new Promise((resolve) => setTimeout(resolve, 30));`;
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, i) => make(i));

const HANDLERS: Record<string, (code: string) => Promise<TestApp>> = {
  native: (code) => appOf({ "a.ts": `export const GET = async ({ request }) => { ${WAIT} ${code} }` }),
  next: (code) => openNext({ "a/route.ts": `export const GET = async (request) => { ${WAIT} ${code} }` }),
  remix: (code) => openRemix({ "a.ts": `export const loader = async ({ request }) => { ${WAIT} ${code} }` }),
  tanstack: (code) =>
    openTanstack({
      "a.ts": `import { createFileRoute } from "@tanstack/react-router";
        export const Route = createFileRoute("/a")({ server: { handlers: { GET: async ({ request }) => { ${WAIT} ${code} } } } });`,
    }),
};

describe.each(Object.entries(HANDLERS))("%s: all who ask at the same moment", (_convention, open) => {
  it.each(["x-api-key", "x-auth-request-user", "accept-language", "user-agent", "x-forwarded-for", "cookie"])(
    "are given their own by %s",
    async (field) => {
      const cached = behind(
        await open(`return Response.json(request.headers.get(${JSON.stringify(field)}));`),
      );
      for (let round = 0; round < 3; round++) {
        const names = many(12, (index) => `visitor${round}-${index}`);
        const bodies = await Promise.all(names.map((name) => say(cached, "/a", { [field]: name })));
        expect(bodies).toEqual(names.map((name) => `200 "${name}"`));
      }
    },
  );

  it.each([
    ["a random number", `return Response.json(crypto.randomUUID());`],
    ["a random number in a failure", `return Response.json(crypto.randomUUID(), { status: 500 });`],
    ["the clock", `return Response.json(performance.now());`],
    [
      "a random number, with an entity tag",
      `return new Response(crypto.randomUUID(), { headers: { etag: '"1"' } });`,
    ],
    [
      "a random number that must be validated",
      `return new Response(crypto.randomUUID(), { headers: { "cache-control": "public, max-age=0, must-revalidate" } });`,
    ],
  ])("are each given %s", async (_name, code) => {
    const cached = behind(await open(code));
    const bodies = await Promise.all(many(20, () => say(cached, "/a")));
    expect(new Set(bodies).size).toBe(20);
  });

  it.each([
    ["thrown", `throw new Error("inside");`],
    ["returned", `return Response.json({ reason: request.headers.get("x-who") }, { status: 502 });`],
  ])("are told the same of a failure that was %s", async (_name, code) => {
    const cached = behind(await open(code));
    const bodies = await Promise.all(many(20, () => say(cached, "/a", { "x-who": "all" })));
    expect(bodies[0]).toMatch(/^50[02] \{/);
    expect(new Set(bodies.slice(1)).size).toBe(1);
  });

  it("are told of a fault only where it is theirs", async () => {
    const cached = behind(
      await open(
        `const who = request.headers.get("x-who"); if (who.startsWith("bad")) throw new Error("inside"); return Response.json(who);`,
      ),
    );
    const names = ["bad1", "bad2", "good1", "bad3", "good2", "good3"];
    const bodies = await Promise.all(names.map((who) => say(cached, "/a", { "x-who": who })));
    expect(bodies.map((body) => (body.startsWith("500") ? "500" : body))).toEqual(
      names.map((who) => (who.startsWith("bad") ? "500" : `200 "${who}"`)),
    );
  });
});

const ADDRESS: Record<string, string> = {
  native: `request.ip`,
  remix: `request.ip`,
  tanstack: `(await import("@tanstack/react-start/server")).getRequestIP()`,
};

describe.each(Object.entries(ADDRESS))("%s: by the address of the connection", (convention, address) => {
  // No field stands for it, so that Vary cannot name it; the author's word takes the place of `private`.
  it.each(["max-age=60", "public, max-age=60", "s-maxage=60", "no-cache"])(
    "each is given their own, whatever the author says: %s",
    async (control) => {
      const app = await HANDLERS[convention]!(
        `return new Response(${address}, { headers: { "cache-control": ${JSON.stringify(control)}, etag: '"1"' } });`,
      );
      // As a child of the pool is told it.
      const told = (request: Request) =>
        app.fetch(Object.assign(request, { ip: request.headers.get("x-forwarded-for") }));
      const cached = cache(told, { origin: "http://test" });
      const from = async (ip: string) => (await ask(cached, "/a", { "x-forwarded-for": ip })).text();
      const addresses = many(4, (index) => `192.0.2.${index}`);
      for (let round = 0; round < 2; round++) {
        for (const ip of addresses) expect(await from(ip)).toBe(ip);
        expect(await Promise.all(addresses.map(from))).toEqual(addresses);
      }
    },
  );
});

const FRESH = `{ headers: { "cache-control": "public, max-age=3600" } }`;
const GUARD = `if (request.headers.get("x-api-key") !== "good") return new Response("refused", { status: 401 });`;

/** A guard around a route whose answer may be kept for an hour. */
const GUARDED: Record<string, () => Promise<TestApp>> = {
  native: () =>
    appOf({
      "_middleware.ts": `export default async ({ request }, next) => { ${GUARD} return next(); }`,
      "a.ts": `export const cache = { maxAge: "1h" }; export const GET = async () => { ${WAIT} return "secret"; }`,
    }),
  "native, the author's own word": () =>
    appOf({
      "_middleware.ts": `export default async ({ request }, next) => { ${GUARD} return next(); }`,
      "a.ts": `export const GET = async () => { ${WAIT} return new Response("secret", ${FRESH}); }`,
    }),
  "native, guarded after the handler": () =>
    appOf({
      "_middleware.ts": `export default async ({ request }, next) => { const inside = await next(); ${GUARD} return inside; }`,
      "a.ts": `export const cache = { maxAge: "1h" }; export const GET = async () => { ${WAIT} return "secret"; }`,
    }),
  next: () =>
    openNext({
      "../proxy.ts": `import { NextResponse } from "next/server"; export function proxy(request) { ${GUARD} return NextResponse.next(); }`,
      "a/route.ts": `export const revalidate = 3600; export const GET = async () => { ${WAIT} return new Response("secret"); }`,
    }),
  remix: () =>
    openRemix({
      "../root.tsx": `export const middleware = [async ({ request }, next) => { ${GUARD} return next(); }]; export default () => null;`,
      "a.ts": `export const loader = async () => { ${WAIT} return new Response("secret", ${FRESH}); }`,
    }),
  tanstack: () =>
    openTanstack({
      "a.ts": `import { createFileRoute } from "@tanstack/react-router"; import { createMiddleware } from "@tanstack/react-start";
        const guard = createMiddleware().server(async ({ request, next }) => { ${GUARD} return next(); });
        export const Route = createFileRoute("/a")({ server: { middleware: [guard], handlers: {
          GET: async () => { ${WAIT} return new Response("secret", ${FRESH}); } } } });`,
    }),
};

describe.each(Object.entries(GUARDED))("a guard (%s)", (_name, open) => {
  it("refuses one without a key while two with it wait, after them, and after a reload", async () => {
    const cached = behind(await open());
    const good = { "x-api-key": "good" };
    const [first, second, without] = await Promise.all([
      say(cached, "/a", good),
      say(cached, "/a", good),
      say(cached, "/a"),
    ]);
    expect([first, second, without]).toEqual(["200 secret", "200 secret", "401 refused"]);
    expect(await say(cached, "/a")).toBe("401 refused");
    expect(await say(cached, "/a", { "x-api-key": "bad" })).toBe("401 refused");
    expect(await say(cached, "/a", good)).toBe("200 secret");
    expect(await say(cached, "/a", { "cache-control": "no-cache" })).toBe("401 refused");
  });
});

describe("what is kept", () => {
  it("is not chosen for others by one visitor's cookie", async () => {
    const cached = behind(
      await openNext({
        "../proxy.ts": `import { NextResponse } from "next/server"; export function proxy(request) {
          return request.cookies.get("preview") ? NextResponse.rewrite(new URL("/draft", request.url)) : NextResponse.next(); }`,
        "a/route.ts": `export const revalidate = 3600; export const GET = () => new Response("published");`,
        "draft/route.ts": `export const revalidate = 3600; export const GET = () => new Response("draft");`,
      }),
    );
    expect(await say(cached, "/a", { cookie: "preview=1" })).toBe("200 draft");
    expect(await say(cached, "/a")).toBe("200 published");
    expect(await say(cached, "/a", { cookie: "preview=1" })).toBe("200 draft");
  });

  it("is one entry for each parameter that was read, in every convention", async () => {
    const files = [
      appOf({
        "a.ts": `let n = 0; export const cache = { maxAge: "1h" }; export const GET = ({ request }) => [new URL(request.url).searchParams.get("q"), ++n].join();`,
      }),
      openNext({
        "a/route.ts": `let n = 0; export const revalidate = 300; export const GET = (request) => new Response([request.nextUrl.searchParams.get("q"), ++n].join());`,
      }),
      openRemix({
        "a.ts": `let n = 0; export const loader = ({ request }) => new Response([new URL(request.url).searchParams.get("q"), ++n].join(), ${FRESH});`,
      }),
    ];
    for (const opened of files) {
      const cached = behind(await opened);
      const bodies = [];
      for (let i = 1; i < 10; i++) bodies.push(await say(cached, `/a?utm_source=${i}&q=x`));
      expect(new Set(bodies)).toEqual(new Set(["200 x,1"]));
      expect(await say(cached, "/a?q=y")).toBe("200 y,2");
    }
  });

  it("does not hold for more visitors after a validation by a code path that reads more", async () => {
    const cached = behind(
      await appOf({
        "a.ts": `let n = 0; export const GET = ({ request }) => {
          const personal = n++ > 0 && request.headers.get("x-user");
          return new Response(personal === "bob" ? "bob's" : "same", { headers: { "cache-control": n === 1 ? "max-age=0, must-revalidate" : "max-age=3600", etag: personal === "bob" ? '"b"' : '"1"' } });
        }`,
      }),
    );
    expect(await say(cached, "/a", { "x-user": "alice" })).toBe("200 same");
    expect(await say(cached, "/a", { "x-user": "alice" })).toBe("200 same");
    expect(await say(cached, "/a", { "x-user": "bob" })).toBe("200 bob's");
  });

  it("is no answer for one request alone", async () => {
    const app = await openNext({
      "a/route.ts": `export const dynamic = "force-dynamic"; export const GET = async () => { ${WAIT} return new Response(crypto.randomUUID(), ${FRESH}); }`,
    });
    const cached = behind(app);
    const answers = await Promise.all(many(10, () => ask(cached, "/a")));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(10);
    expect(answers[0]!.headers.get("cache-status")).not.toContain("stored");
    expect(answers[0]!.headers.get("offprint-cache-control")).toBeNull();
  });

  it("leaves with Set-Cookie for nobody else", async () => {
    const cached = behind(
      await openNext({
        "ck/route.ts": `export const revalidate = 300; export const GET = () => new Response("x", { headers: { "set-cookie": "s=1" } });`,
      }),
    );
    expect((await ask(cached, "/ck")).headers.get("cache-control")).toBe("private, no-cache");
  });
});

describe("one render", () => {
  const asset = (random: string) =>
    appOf({
      "a.ts": `globalThis.offprintRenders = 0;
        export const GET = async ({ params }) => { ${WAIT} return { [Symbol.for("offprint.asset")]: true, types: ["text/plain"],
          key: ${random}, render: async () => { ${WAIT} return "made " + ++globalThis.offprintRenders; } }; }`,
    });

  it("for all who ask for an asset at the same moment", async () => {
    const cached = behind(await asset(`"same"`));
    const bodies = await Promise.all(
      many(200, (i) => say(cached, "/a", { "user-agent": `browser ${i}`, cookie: `a=${i}` })),
    );
    expect(new Set(bodies)).toEqual(new Set(["200 made 1"]));
  });

  it("for each where a random number was drawn for it", async () => {
    const cached = behind(await asset(`Math.random()`));
    const bodies = await Promise.all(many(5, () => say(cached, "/a")));
    expect(new Set(bodies).size).toBe(5);
  });
});

describe("a client's reload", () => {
  it("validates a fresh answer once a second at most", async () => {
    let asked = 0;
    let time = 0;
    const cached = cache(
      () => {
        asked++;
        return new Response("x", { headers: { "cache-control": "max-age=3600" } });
      },
      { origin: "http://test", now: () => time },
    );
    for (let i = 0; i < 50; i++) {
      await say(cached, "/a", { "cache-control": i % 2 ? "no-cache" : "max-age=0" });
      time += 100;
    }
    expect(asked).toBe(5);
  });
});
