// What an adapter of React Router or Remix would have given, over HTTP.

import { expect, test, vi } from "vitest";
import { openApp, openRemix } from "./open.ts";

const source = { dir: "app/routes", convention: "remix" } as const;

test("a file makes the context: a plain object, or a provider; of each request, before its middleware", async () => {
  const files = {
    "app/routes/x.ts": `
      import { user } from "../user";
      export const middleware = [({ context }) => { context.set(user, context.get(user) + "!"); }];
      export const loader = ({ context }) => ({ env: context.cloudflare?.env.KEY ?? null, user: context.get(user) });`,
    "app/user.ts": `import { createContext } from "react-router"; export const user = createContext("nobody");`,
    "plain.ts": `export const getLoadContext = async ({ request }) => ({ cloudflare: { env: { KEY: request.headers.get("x-key") } } });`,
    "provider.ts": `
      import { RouterContextProvider } from "react-router"; import { user } from "./app/user";
      export default function getLoadContext() { return new RouterContextProvider([[user, "ada"]]); }`,
  };
  const plain = await openApp(files, [{ ...source, loadContext: "plain.ts" }]);
  for (const key of ["a", "b"])
    expect(await (await plain.get("/x", { headers: { "x-key": key } })).json()).toEqual({
      env: key,
      user: "nobody!",
    });
  const provider = await openApp(files, [{ ...source, loadContext: "provider.ts" }]);
  expect(await (await provider.get("/x")).json()).toEqual({ env: null, user: "ada!" });
});

test.each([
  ["missing.ts", undefined, /missing\.ts: `loadContext` of the source: There is no such file/],
  ["c.ts", "export const x = 1;", /c\.ts: .*It must export a function `getLoadContext/],
  ["c.ts", "throw new Error('broken');", /c\.ts: .*It cannot be loaded: broken/],
])("a file that makes none stops the start: %s %s", async (name, text, message) => {
  const files = { "app/routes/x.ts": "export const loader = () => 1;", ...(text && { [name]: text }) };
  await expect(openApp(files, [{ ...source, loadContext: name }])).rejects.toThrow(message);
});

test("what getLoadContext would have given is undefined, and said once", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const app = await openRemix({
    "x.ts": `export const loader = ({ context }) => [context.oxygen?.env ?? null, "oxygen" in context, String(context), JSON.stringify(context)];`,
  });
  for (let times = 0; times < 2; times++)
    expect(await (await app.get("/x")).json()).toEqual([null, false, "[object Object]", "{}"]);
  const said = warn.mock.calls.map(([text]) => String(text)).filter((text) => text.includes("oxygen"));
  expect(said).toEqual([expect.stringMatching(/`context\.oxygen`.*getLoadContext.*loadContext:/)]);
  warn.mockRestore();
});

test("the packages of adapters are there as far as a resource needs them", async () => {
  const app = await openRemix({
    "x.ts": `
      import { createCookie } from "@shopify/remix-oxygen";
      import { createRequestHandler } from "@react-router/express";
      import { createRequestHandler as serve } from "@react-router/architect";
      import * as all from "@react-router/serve";
      import { createWorkersKVSessionStorage } from "@react-router/cloudflare";
      const kept = new Map();
      const kv = { get: async (id) => JSON.parse(kept.get(id) ?? "null"), put: async (id, text, options) => { kept.set(id, text); }, delete: async (id) => { kept.delete(id); } };
      const sessions = createWorkersKVSessionStorage({ kv, cookie: { name: "kv", secrets: ["s"] } });
      export const loader = async ({ request }) => ({ n: (await sessions.getSession(request.headers.get("cookie"))).get("n") ?? null, name: createCookie("c").name });
      export const action = async () => {
        const session = await sessions.getSession();
        session.set("n", 1);
        return new Response(null, { headers: { "Set-Cookie": await sessions.commitSession(session) } });
      };`,
    "y.ts": `import { createRequestHandler } from "@shopify/remix-oxygen"; export const loader = () => createRequestHandler({});`,
  });
  const cookie = (await app.get("/x", { method: "POST" })).headers.getSetCookie()[0]!.split(";")[0]!;
  expect(await (await app.get("/x", { headers: { cookie } })).json()).toEqual({ n: 1, name: "c" });
  expect((await app.get("/y")).status).toBe(500);
  expect(JSON.stringify(app.logged)).toContain("Offprint is the server here");
});

test("sessions that anybody could write, and cookies that never expire anew, are warned of once", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  await openRemix({
    "x.ts": `
      import { createCookie, createCookieSessionStorage } from "react-router";
      for (let i = 0; i < 2; i++) { createCookieSessionStorage({ cookie: { name: "open" } }); createCookie("old", { expires: new Date(0) }); }
      createCookieSessionStorage({ cookie: { name: "signed", secrets: ["x"] } });
      export const loader = () => 1;`,
  });
  const said = warn.mock.calls.map(([text]) => String(text));
  expect(said.filter((text) => text.includes('"open" cookie is not signed'))).toHaveLength(1);
  expect(said.filter((text) => text.includes('"old" cookie has `expires`'))).toHaveLength(1);
  expect(said.filter((text) => text.includes('"signed"'))).toHaveLength(0);
  warn.mockRestore();
});

test("data() with a status that forbids a body answers without one", async () => {
  const app = await openRemix({
    "s.$status.ts": `import { data } from "react-router"; export const loader = ({ params }) => data("x", { status: Number(params.status), headers: { "x-own": "1" } });`,
  });
  for (const status of [204, 205, 304]) {
    const answer = await app.get(`/s/${status}`);
    expect([answer.status, answer.headers.get("x-own"), await answer.text()]).toEqual([status, "1", ""]);
  }
});

test.each([
  ["8.5.3", { "react-router": "^8.5.0" }, "/a/x%20y"],
  ["7", { "react-router": "~7.1.0" }, "/a/x y"],
  ["Remix 2", { "@remix-run/node": "2" }, "/a/x y"],
  ["none", {}, "/a/x%20y"],
])("href() of the version that the project depends on: %s", async (_, dependencies, expected) => {
  const app = await openRemix({
    "../../package.json": JSON.stringify({ dependencies }),
    "x.ts": `import { href } from "react-router"; export const loader = () => href("/a/:b", { b: "x y" });`,
  });
  expect(await (await app.get("/x")).text()).toBe(expected);
});
