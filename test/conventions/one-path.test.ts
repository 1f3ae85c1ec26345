// However a path is spelled, its guards are asked before its handler, and all that they read of it says the same.

import { cache, serve, type Fetch } from "offprint";
import { H3 } from "h3";
import { request } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { openApp } from "./open.ts";

/** Refuses what every way of reading the path finds to be below `/x/admin/`: one that sees another path lets it in. */
const GUARD = `
  export const seen = (request, ...more) => [request.url, request.clone().url, new Request(request).url, ...more].map((url) => new URL(url, "http://t").pathname);
  export const guards = (paths) => paths.every((path) => /^\\/\\w\\/admin\\//.test(path));
  export const no = () => new Response("no", { status: 401 });`;

const handler = (text: string, open: string) => `(${open}) => new Response(${JSON.stringify(text)})`;

const FILES = {
  "guard.ts": GUARD,
  // Native.
  "routes/n/_middleware.ts": `
    import { guards, no, seen } from "../../guard.ts";
    export const middleware = (event, next) => guards(seen(event.request, event.url)) ? no() : next();`,
  "routes/n/admin/x.ts": `export const GET = ${handler("secret", "")}; export const POST = GET;`,
  "routes/n/admin/[id].ts": `export const GET = ${handler("secret", "")}; export const POST = GET;`,
  "routes/n/[...rest].ts": `export const GET = ${handler("open", "")};`,
  // Native, with the middleware in the route.
  "routes/m/admin/[...rest].ts": `
    import { guards, no, seen } from "../../../guard.ts";
    export const middleware = [({ request, url }, next) => guards(seen(request, url)) ? no() : next()];
    export const GET = ${handler("secret", "")};`,
  "routes/m/[...rest].ts": `export const GET = ${handler("open", "")};`,
  // Remix and React Router: middleware of the root.
  "rr/root.ts": `
    import { guards, no, seen } from "../guard.ts";
    export const middleware = [async ({ request, url }, next) => guards(seen(request, url)) ? no() : next()];`,
  "rr/routes/r.admin.x.ts": `export const loader = ${handler("secret", "")}; export const action = loader;`,
  "rr/routes/r.admin.$id.ts": `export const loader = ${handler("secret", "")}; export const action = loader;`,
  "rr/routes/r.$.ts": `export const loader = ${handler("open", "")};`,
  // Next.js: a proxy with a matcher.
  "proxy.ts": `
    import { guards, no, seen } from "./guard.ts";
    export const proxy = (request) => { if (guards(seen(request, request.nextUrl, request.nextUrl.clone()))) return no(); };
    export const config = { matcher: "/x/admin/:path*" };`,
  "app/x/admin/x/route.ts": `export const GET = ${handler("secret", "")}; export const POST = GET;`,
  "app/x/admin/[id]/route.ts": `export const GET = ${handler("secret", "")}; export const POST = GET;`,
  "app/x/[...rest]/route.ts": `export const GET = ${handler("open", "")};`,
  // TanStack Start: middleware of requests.
  "src/start.ts": `
    import { createStart, createMiddleware } from "@tanstack/react-start";
    import { getRequest } from "@tanstack/react-start/server";
    import { guards, no, seen } from "../guard.ts";
    const guard = createMiddleware().server(({ next, request, pathname }) => guards(seen(request, getRequest().url, pathname)) ? no() : next());
    export const startInstance = createStart(() => ({ requestMiddleware: [guard] }));`,
  "src/routes/t.admin.x.ts": tanstack("/t/admin/x", "secret"),
  "src/routes/t.admin.$id.ts": tanstack("/t/admin/$id", "secret"),
  "src/routes/t.$.ts": tanstack("/t/$", "open"),
};

function tanstack(path: string, text: string): string {
  return `import { createFileRoute } from "@tanstack/react-router";
    const GET = ${handler(text, "")};
    export const Route = createFileRoute(${JSON.stringify(path)})({ server: { handlers: { GET, POST: GET } } });`;
}

/** Every spelling of a path's characters that means the same (RFC 3986 §6.2.2): one escaped at a time, all, both cases. */
function spellings(path: string): string[] {
  const escape = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
  const at = [...path].flatMap((character, index) => (character === "/" ? [] : [index]));
  const one = at.map((index) => path.slice(0, index) + escape(path[index]!) + path.slice(index + 1));
  const all = path.replace(/[^/]/g, escape);
  return [path, ...one, all, all.replace(/%\w\w/g, (found) => found.toUpperCase())];
}

/** What is another path, or none: the handler behind the guard must not answer. */
const OTHERS = [
  "/x/%2561dmin/x",
  "/x/admin%2fx",
  "/x/admin%2Fx",
  "/x%2Fadmin/x",
  "/x//admin/x",
  "//x/admin/x",
  "/x/./admin/x",
  "/x/%2e/admin/x",
  "/x/y/../admin/x",
  "/x/y/%2E%2e/admin/x",
  "/x/y/..;/admin/x",
  "/x/y/..%2fadmin/x",
  "/x/admin;v=1/x",
  "/x/admin%3Bv=1/x",
  "/x/admin./x",
  "/x/admin%20/x",
  "/x/ADMIN/x",
  "/x/%41dmin/x",
  "/x\\admin\\x",
  "/x/admin\\x",
  "/x%5Cadmin/x",
  "/x/admin%5cx",
  "/x/admin%00/x",
  "/x/%00admin/x",
  "/x/%61dmin%/x",
  "/x/%%36%31dmin/x",
  "/x/%c1%a1dmin/x",
  "/x/%ff/x",
  "/x/%u0061dmin/x",
];

/** Below the guard, whatever they name there. */
const BELOW = [
  "/x/admin/x;v=1",
  "/x/admin/x.",
  "/x/admin/x%2F..",
  "/x/admin/%2e%2E",
  "/x/admin/X",
  "/x/admin/x/",
  "/x/admin/%C3%A9",
];

interface Answer {
  status: number;
  text: string;
  location?: string;
}

type Ask = (path: string, method?: string) => Promise<Answer>;

/** The app, in all the ways in which requests come to it. */
async function open(): Promise<Record<string, Ask>> {
  const app = await openApp(FILES, [
    { dir: "routes" },
    { dir: "rr/routes", convention: "remix" },
    { dir: "app", convention: "next" },
    { dir: "src/routes", convention: "tanstack" },
  ]);
  return {
    fetch: asking(app.fetch),
    cache: asking(cache(app.fetch)),
    h3: asking((request) => new H3().mount("", app.h3).fetch(request)),
    port: await listening(app.fetch),
    "port and cache": await listening(cache(app.fetch, { origin: "http://test" })),
  };
}

const asking =
  (fetch: Fetch): Ask =>
  async (path, method) => {
    const response = await fetch(new Request(`http://test${path}`, { method }));
    const { status, headers } = response;
    return { status, text: await response.text(), location: headers.get("location") ?? undefined };
  };

/** Sends a target as it is written. */
async function listening(fetch: Fetch): Promise<Ask> {
  const server = await serve(fetch, { port: 0, hostname: "127.0.0.1" });
  onTestFinished(() => server.close(0));
  const { port } = server;
  return (path, method) =>
    new Promise((resolve, reject) => {
      const sent = request({ host: "127.0.0.1", port, path, method, agent: false }, (incoming) => {
        let text = "";
        incoming.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        incoming.on("end", () =>
          resolve({ status: incoming.statusCode!, text, location: incoming.headers.location }),
        );
      });
      sent.on("error", reject).end();
    });
}

it.each([
  ["native", "n"],
  ["native, with the guard in the route", "m"],
  ["Remix", "r"],
  ["Next.js", "x"],
  ["TanStack", "t"],
])("%s", async (_, folder) => {
  for (const [way, ask] of Object.entries(await open())) {
    for (const path of [`/${folder}/admin/x`, `/${folder}/admin/other-one_2.~`])
      for (const spelled of spellings(path)) {
        const { status, text } = await ask(spelled);
        expect({ way, spelled, status, text }).toEqual({ way, spelled, status: 401, text: "no" });
      }
    for (const other of [...OTHERS, ...BELOW].map((path) => path.replace("x", folder))) {
      const { status, text } = await ask(other);
      expect([200, 308, 400, 401, 404]).toContain(status);
      expect({ way, other, text }).not.toMatchObject({ text: "secret" });
    }
    for (const method of ["GET", "POST", "PUT"])
      for (const slashed of [`/${folder}/admin/x/`, `/${folder}/%61dmin/%78/`]) {
        const { status, location } = await ask(slashed, method);
        // A method that nobody answers has no handler to guard.
        if (status !== 308) expect([401, 405]).toContain(status);
        else expect(location).toBe(`/${folder}/admin/x`);
      }
    if (!way.startsWith("port")) continue;
    for (const spelled of spellings(`/${folder}/admin/x`))
      expect({ spelled, ...(await ask(`http://test${spelled}`)) }).toMatchObject({ spelled, status: 401 });
  }
});
