// What a project's package.json decides: the shape of params, and packages that import Next.js themselves.

import { expect, test } from "vitest";
import { openNext } from "./open.ts";

const PARAMS =
  "export const GET = (request, context) => Response.json({ later: typeof context.params.then, own: Object.keys(context.params) });";

test.each([
  ["13.5.6", { later: "undefined", own: ["id"] }],
  ["^14.2.0", { later: "undefined", own: ["id"] }],
  ["15.2.0-canary.57", { later: "function", own: ["id"] }],
  ["latest", { later: "function", own: ["id"] }],
  [undefined, { later: "function", own: ["id"] }],
])("params of a project on Next.js %s", async (next, wanted) => {
  const app = await openNext({
    "../package.json": JSON.stringify({ dependencies: { next } }),
    "[id]/route.ts": PARAMS,
  });
  expect(await (await app.get("/7")).json()).toEqual(wanted);
});

test("of `latest` and catalogs the installed version decides", async () => {
  const app = await openNext({
    "../package.json": '{ "dependencies": { "next": "catalog:" } }',
    "../node_modules/next/package.json": '{ "version": "14.1.0" }',
    "[id]/route.ts": PARAMS,
  });
  expect(await (await app.get("/7")).json()).toMatchObject({ later: "undefined" });
});

test("packages that need Next.js are given this request, whichever form they are in", async () => {
  const needs = '"peerDependencies": { "next": "*" }';
  const app = await openNext({
    "../package.json":
      '{ "dependencies": { "next": "14.0.0", "auth-esm": "1", "auth-cjs": "1", "kept": "1" } }',
    "../next.config.mjs": 'export default { serverExternalPackages: ["kept"] };',
    "../node_modules/auth-esm/package.json": `{ "type": "module", "main": "main.js", ${needs} }`,
    "../node_modules/auth-esm/main.js":
      'import { cookies } from "next/headers"; export const user = async () => (await cookies()).get("user")?.value;',
    "../node_modules/auth-cjs/package.json": `{ "main": "main.js", ${needs} }`,
    "../node_modules/auth-cjs/main.js":
      'Object.defineProperty(exports, "__esModule", { value: true }); exports.default = async () => { const { headers } = require("next/headers"); return (await headers()).get("x-user"); };',
    "../node_modules/kept/package.json": `{ "type": "module", "main": "main.js", ${needs} }`,
    "../node_modules/kept/main.js": 'import where from "next/headers"; export default where;',
    "../node_modules/next/package.json": '{ "version": "14.0.0" }',
    "../node_modules/next/headers.js": 'module.exports = "the real one"',
    "who/route.ts": `import { user } from "auth-esm"; import header from "auth-cjs";
      export const GET = async () => Response.json([await user(), await header()]);`,
    "kept/route.ts": `import where from "kept"; export const GET = () => new Response(String(where));`,
  });
  const answer = await app.get("/who", { headers: { cookie: "user=ada", "x-user": "grace" } });
  expect(await answer.json()).toEqual(["ada", "grace"]);
});

test("a force-static route is given what is posted to it", async () => {
  const app = await openNext({
    "echo/route.ts": `export const dynamic = "force-static";
      export const POST = async (request) => Response.json([request.method, await request.json(), request.url]);`,
  });
  const answer = await app.get("/echo?a=1", { method: "POST", body: '{"b":2}' });
  expect(await answer.json()).toEqual(["POST", { b: 2 }, "http://test/echo"]);
});
