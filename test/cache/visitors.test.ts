// An app behind the cache: nobody is given the answer of another, and no guard is passed by.

import { hash } from "node:crypto";
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

/** Answers by what was read, whose validators their authors chose without it. */
const CARELESS: Record<string, string> = {
  "a constant tag": `new Response(who, { headers: { etag: '"1"' } })`,
  "a constant weak tag": `new Response(who, { headers: { etag: 'W/"1"' } })`,
  "a constant tag, to be kept": `new Response(who, { headers: { etag: '"1"', "cache-control": "public, max-age=60" } })`,
  "a constant date": `new Response(who, { headers: { "last-modified": "Tue, 01 Jan 2030 00:00:00 GMT" } })`,
  "a stream with a constant tag": `new Response(new Blob([who]).stream(), { headers: { etag: '"1"' } })`,
  "an asset with a constant key": `{ types: ["text/plain"], key: "card", lastModified: new Date(0), render: () => who }`,
  "an image with a version": `image(jsx("div", { style: { width: 10, height: 10 }, children: who }), { width: 10, height: 10, version: 1 })`,
  "an image with a version, whose component reads": `image(jsx(() => jsx("div", { style: { width: 10, height: 10 }, children: String(request.headers.get("x-who")) }), {}), { width: 10, height: 10, version: 1 })`,
  "rows with a version": `csv([{ who }], { columns: { Who: (row) => row.who }, version: 1 })`,
  "a feed with a version": `feed({ title: "T", items: [{ title: who, url: "/b", published: new Date(0) }], version: 1 })`,
  "a document that closes over it": `pdf(function* report() { yield paragraph(who); }, {})`,
};
const OF_KINDS = `import { csv, feed, image, paragraph, pdf } from "offprint"; import { jsx } from "offprint/jsx-runtime";`;
const READS: Record<string, string> = {
  "a field": `request.headers.get("x-who")`,
  "all fields": `Object.fromEntries(request.headers)["x-who"]`,
  "a cookie": `cookies.get("who")`,
  "the address": `request.ip`,
};

describe.each(Object.entries(CARELESS))("%s", (name, answer) => {
  const reads: [string, string][] = name.includes("component reads")
    ? [["a field", "null"]]
    : Object.entries(READS);
  it.each(reads)("is no answer to who has another's, by %s", async (_by, read) => {
    const app = await appOf({
      "a.ts": `${OF_KINDS} export const GET = async ({ request, cookies }) => { const who = String(${read}); return ${answer}; };`,
    });
    const told: TestApp["fetch"] = (request) =>
      app.fetch(Object.assign(request, { ip: request.headers.get("x-ip") }));
    for (const fetch of [told, cache(told, { origin: "http://test" })]) {
      const as = async (who: string, headers: HeadersInit = {}) => {
        const fields = { "x-who": who, "x-ip": who, cookie: `who=${who}`, ...headers };
        const response = await fetch(new Request("http://test/a", { headers: fields }));
        return { response, bytes: hash("sha1", new Uint8Array(await response.arrayBuffer()), "hex") };
      };
      const first = await as("ann");
      const etag = first.response.headers.get("etag");
      const date = first.response.headers.get("last-modified") ?? "Tue, 01 Jan 2030 00:00:00 GMT";
      const other = await as("bob");
      expect(other.bytes).not.toEqual(first.bytes);
      const conditions: Record<string, string>[] = [
        { "if-modified-since": date },
        { range: "bytes=0-1", "if-range": date },
      ];
      if (etag) conditions.push({ "if-none-match": etag }, { range: "bytes=0-1", "if-range": etag });
      for (const condition of conditions) {
        const { response, bytes } = await as("bob", condition);
        expect([response.status, bytes], JSON.stringify(condition)).toEqual([200, other.bytes]);
      }
      // The cache asks for the whole once, until it knows that it must not keep it.
      if (etag) await as("ann", { "if-none-match": etag });
      for (const tags of etag ? [etag, `"0", ${etag}`] : [])
        expect((await as("ann", { "if-none-match": tags })).response.status).toBe(304);
    }
  });
});

/** Components of images that ask for the request: their handler has returned when they are run. */
const COMPONENTS: Record<string, string> = {
  "ImageResponse, asynchronous": `new ImageResponse(<Card />, { width: 20, height: 20 })`,
  "ImageResponse, asynchronous, below an element": `new ImageResponse(<div style={{ display: "flex" }}><Card /></div>, { width: 20, height: 20 })`,
  "ImageResponse, asynchronous, with a policy": `new ImageResponse(<Card />, { width: 20, height: 20, headers: { "cache-control": "public, max-age=60" } })`,
  "ImageResponse, at once": `new ImageResponse(<Sync />, { width: 20, height: 20 })`,
  "image(), at once": `image(<Sync />, { width: 20, height: 20 })`,
  "image() with a version": `image(<Sync />, { width: 20, height: 20, version: 1 })`,
};

describe.each(Object.entries(COMPONENTS))("%s", (_name, made) => {
  it.each([
    ["headers()", `headers().get("x-size")`, { "x-size": "" }],
    ["cookies()", `cookies().get("size").value`, { cookie: "size=" }],
  ])("draws for each what a component reads by %s", async (_by, read, field) => {
    const app = await openNext({
      "a/route.tsx": `import { ImageResponse } from "next/og"; import { cookies, headers } from "next/headers"; import { image } from "offprint";
        const Box = (size: string) => <div style={{ width: Number(size), height: 4, background: "red" }} />;
        async function Card() { await new Promise((resolve) => setTimeout(resolve, 5)); return Box(${read}); }
        const Sync = () => Box(${read});
        export const GET = async () => { await null; return ${made}; };`,
    });
    const cached = behind(app);
    const [[name, start]] = Object.entries(field) as [[string, string]];
    const as = async (size: string, more = {}) => {
      const response = await ask(cached, "/a", { [name]: start + size, ...more });
      const digest = hash("sha1", new Uint8Array(await response.arrayBuffer()), "hex");
      return {
        status: response.status,
        digest,
        vary: response.headers.get("vary"),
        etag: response.headers.get("etag"),
      };
    };
    const answers = [await as("4"), ...(await Promise.all(["5", "6", "7", "5"].map((size) => as(size))))];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(new Set(answers.map(({ digest }) => digest)).size).toBe(4);
    for (const { vary } of answers) expect(vary?.toLowerCase()).toContain(name);
    const etag = answers[0]!.etag;
    if (etag) expect((await as("9", { "if-none-match": etag })).status).toBe(200);
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
