// handleError of app/entry.server in React Router and Remix, over HTTP.

import { expect, test } from "vitest";
import { openRemix } from "./open.ts";

/** Faults as `handleError` was told of them. */
interface Told {
  error: unknown;
  path: string;
  params: object;
  user: string;
}

const told = () => ((globalThis as { told?: Told[] }).told ??= []);

const ENTRY = `
  import { RemixServer } from "@remix-run/react";
  import { ServerRouter, type HandleErrorFunction } from "react-router";
  import { user } from "./user";
  export default () => <><RemixServer /><ServerRouter /></>;
  export const handleError: HandleErrorFunction = (error, { request, params, context }) => {
    const { pathname, search } = new URL(request.url);
    globalThis.told.push({ error: error?.message ?? error, path: pathname + search, params, user: context.get(user) });
    if (search === "?throw") throw new Error("of handleError");
    if (search === "?reject") return Promise.reject(new Error("of handleError"));
  };`;

const FILES = {
  "../entry.server.tsx": ENTRY,
  "../user.ts": `import { createContext } from "react-router"; export const user = createContext("nobody");`,
  "plain.$id.ts": `
    export const loader = async () => { throw new Error("loader"); };
    export const action = () => { throw "text"; };`,
  "_in.tsx": `
    import { user } from "../user";
    export const middleware = [async ({ context }, next) => { context.set(user, "ada"); const answer = await next(); answer.headers.set("x-in", "yes"); return answer; }];
    export default () => null;`,
  "_in.guarded.ts": `export const loader = () => { throw new Error("guarded"); };`,
  "_in.own.ts": `
    export const middleware = [() => { throw new Error("middleware"); }];
    export const loader = () => 1;`,
  "answers.$kind.ts": `
    import { data, redirect } from "react-router";
    import { HttpError } from "offprint";
    const kinds = { response: () => new Response("no", { status: 403 }), redirect: () => redirect("/"), data: () => data(1, { status: 418 }), http: () => new HttpError(409) };
    export const loader = ({ params }) => { throw kinds[params.kind](); };
    export const action = async ({ request }) => request.json();`,
};

test("is told of each fault once, with the request, the params and the context, as in React Router", async () => {
  told().length = 0;
  const app = await openRemix(FILES);
  expect((await app.get("/plain/7?q=1")).status).toBe(500);
  expect((await app.get("/plain/8", { method: "POST" })).status).toBe(500);
  const guarded = await app.get("/guarded");
  expect([guarded.status, guarded.headers.get("x-in")]).toEqual([500, "yes"]);
  expect((await app.get("/own")).status).toBe(500);
  expect(told()).toEqual([
    { error: "loader", path: "/plain/7?q=1", params: { id: "7" }, user: "nobody" },
    { error: "text", path: "/plain/8", params: { id: "8" }, user: "nobody" },
    { error: "guarded", path: "/guarded", params: {}, user: "ada" },
    { error: "middleware", path: "/own", params: {}, user: "ada" },
  ]);
  // The log has it, too.
  expect(app.logged.filter(({ msg }) => msg === "The route failed")).not.toEqual([]);
});

test("is not told of answers that are thrown, of bad bodies and of requests that are gone", async () => {
  told().length = 0;
  const app = await openRemix(FILES);
  const statuses = { response: 403, redirect: 302, data: 418, http: 409 };
  for (const [kind, status] of Object.entries(statuses))
    expect((await app.get(`/answers/${kind}`)).status, kind).toBe(status);
  const bad = { method: "POST", body: "{", headers: { "content-type": "application/json" } };
  expect((await app.get("/answers/data", bad)).status).toBe(400);
  await app.get("/plain/7", { signal: AbortSignal.abort() });
  expect(told()).toEqual([]);
});

test("its own failure changes no answer", async () => {
  told().length = 0;
  const app = await openRemix(FILES);
  for (const path of ["/plain/7?throw", "/plain/7?reject"]) expect((await app.get(path)).status).toBe(500);
  expect(told()).toHaveLength(2);
});

test("an entry.server that cannot be loaded is said, and the routes answer", async () => {
  const app = await openRemix({
    "x.ts": `export const loader = () => ({ x: 1 });`,
    "../entry.server.tsx": `import "not-installed-anywhere"; export function handleError() {}`,
  });
  expect((await app.get("/x")).status).toBe(200);
  expect(app.notes).toContainEqual({
    file: "app/entry.server.tsx",
    message: expect.stringMatching(
      /^Its `handleError` and `instrumentations` are not called, as .*not-installed-anywhere/,
    ) as string,
  });
});

test("an entry.server without it is not run", async () => {
  const app = await openRemix({
    "x.ts": `export const loader = () => ({ x: 1 });`,
    "../entry.server.tsx": `throw new Error("run"); export default function render() {}`,
  });
  expect((await app.get("/x")).status).toBe(200);
});

// Recorded from React Router 8.5.3.
test.each(["instrumentations", "unstable_instrumentations"])(
  "%s see what runs, and change nothing",
  async (name) => {
    const app = await openRemix({
      "../entry.server.tsx": `
      export default function render() {}
      const told = globalThis.seen = [];
      const see = (label) => async (handler, info) => {
        told.push([">", label, Object.keys(info).sort().join(), info.request.method, info.url && info.url.pathname]);
        const { status, error, statusCode } = await handler();
        told.push(["<", label, status, error?.message, statusCode]);
      };
      export const ${name} = [
        {
          handler: (handler) => handler.instrument({ request: see("request") }),
          route: ({ id, index, path, instrument }) => {
            const label = [id, index, path].join("|");
            instrument({ loader: see("loader " + label), action: see("action " + label), middleware: see("middleware " + label) });
          },
        },
        { route: ({ instrument }) => instrument({ loader: () => { throw new Error("of the instrument"); } }) },
      ];`,
      "../root.tsx": `export const middleware = [(_, next) => next()]; export default () => null;`,
      "../routes.ts": `import { index, layout, route } from "@react-router/dev/routes";
      export default [route("outer", "routes/outer.tsx", [route("inner/:x", "routes/inner.ts", { id: "one" }), index("routes/home.ts")])];`,
      "outer.tsx": `export const middleware = [(_, next) => next()]; export default () => null;`,
      "inner.ts": `export const loader = ({ params }) => { if (params.x === "fault") throw new Error("secret"); return { x: params.x }; };
      export const action = () => { throw new Response("no", { status: 409 }); };`,
      "home.ts": `export const loader = () => "home";`,
    });
    const { seen } = globalThis as unknown as { seen: unknown[][] };
    const asked = async (path: string, init?: RequestInit) => {
      seen.length = 0;
      const { status } = await app.get(path, init);
      return [status, ...seen.map((one) => one.filter((part) => part !== undefined))];
    };
    const keys = "context,params,pattern,request,unstable_pattern,url";
    const begun = (label: string, path: string, method = "GET") => [">", label, keys, method, path];
    const path = "/outer/inner/7";
    expect(await asked(path)).toEqual([
      200,
      [">", "request", "context,request", "GET"],
      begun("middleware root||", path),
      begun("middleware routes/outer||outer", path),
      begun("loader one||inner/:x", path),
      ["<", "loader one||inner/:x", "success"],
      ["<", "middleware routes/outer||outer", "success"],
      ["<", "middleware root||", "success"],
      ["<", "request", "success", 200],
    ]);
    expect((await asked("/outer/inner/fault")).slice(4)).toEqual([
      begun("loader one||inner/:x", "/outer/inner/fault"),
      ["<", "loader one||inner/:x", "error", "secret"],
      ["<", "middleware routes/outer||outer", "success"],
      ["<", "middleware root||", "success"],
      ["<", "request", "success", 500],
    ]);
    expect((await asked(path, { method: "POST" })).slice(4, 6)).toEqual([
      begun("action one||inner/:x", path, "POST"),
      ["<", "action one||inner/:x", "success"],
    ]);
    expect((await asked("/outer"))[4]).toEqual(begun("loader routes/home|true|", "/outer"));
  },
);
