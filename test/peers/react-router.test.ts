// After the tests of React Router (MIT, Remix Software and Shopify): resource routes, cookies, sessions, href and
// generatePath of its integration and __tests__ folders, in our own words.

import { expect, test, vi } from "vitest";
import { openRemix } from "../conventions/open.ts";

const VERSION = { "../../package.json": '{ "type": "module", "dependencies": { "react-router": "8.4.0" } }' };

test("resource routes", async () => {
  const partial = (how: string, value: string) =>
    `import { data } from "react-router"; export const loader = () => { ${how} ${value}; };`;
  const init = `{ status: 207, headers: { "X-Foo": "Bar" } }`;
  const through = `export const middleware = [(_, next) => next()];`;
  const app = await openRemix({
    ...VERSION,
    "redirect.tsx": `import { redirect } from "react-router"; export let loader = () => redirect("/redirected");`,
    "redirect-to.tsx": `import { redirect } from "react-router";
      export let action = async ({ request }) => redirect((await request.formData()).get("destination"));`,
    "data[.]json.tsx": `export let loader = () => Response.json({ hello: "world" });`,
    "throw-error.tsx": `export let loader = () => { throw new Error("Oh noes!"); };`,
    "throw-object.tsx": `export let loader = () => { throw { but: "why" }; };`,
    "return-response.tsx": partial("return", `new Response("Partial", ${init})`),
    "throw-response.tsx": partial("throw", `new Response("Partial", ${init})`),
    "return-data.tsx": partial("return", `data("Partial", ${init})`),
    "throw-data.tsx": partial("throw", `data("Partial", ${init})`),
    "return-data-through.tsx": through + partial("return", `data("Partial", ${init})`),
    "throw-data-through.tsx": through + partial("throw", `data("Partial", ${init})`),
    "return-object.tsx": `export let loader = () => ({ hello: "world" });`,
    "return-string.tsx": `export let loader = () => "hello world";`,
    "no-action.tsx": `export let loader = () => ({ ok: true });`,
    "$.tsx": `export function loader({ url }) { throw Response.json({ message: url.pathname + " not found" }, { status: 404 }); }`,
  });
  const redirect = await app.get("/redirect");
  expect([redirect.status, redirect.headers.get("location")]).toEqual([302, "/redirected"]);
  const posted = await app.get("/redirect-to", {
    method: "POST",
    body: new URLSearchParams({ destination: "/redirect-destination" }),
  });
  expect([posted.status, posted.headers.get("location")]).toEqual([302, "/redirect-destination"]);
  expect(await (await app.get("/data.json")).json()).toEqual({ hello: "world" });
  for (const path of ["/throw-error", "/throw-object"]) {
    const failed = await app.get(path);
    expect([path, failed.status]).toEqual([path, 500]);
    // There the message of the error too, outside of production.
    expect(await failed.text()).not.toMatch(/noes|why/);
  }
  for (const way of ["return", "throw"]) {
    const answer = await app.get(`/${way}-response`);
    expect([answer.status, answer.headers.get("x-foo"), await answer.text()]).toEqual([
      207,
      "Bar",
      "Partial",
    ]);
    for (const path of [`/${way}-data`, `/${way}-data-through`]) {
      const made = await app.get(path);
      expect([path, made.status, made.headers.get("x-foo"), await made.json()]).toEqual([
        path,
        207,
        "Bar",
        "Partial",
      ]);
    }
  }
  expect(await (await app.get("/return-string")).text()).toBe("hello world");
  expect(await (await app.get("/return-object")).json()).toEqual({ hello: "world" });
  expect((await app.get("/no-action", { method: "POST", body: new FormData() })).status).toBe(405);
  const missing = await app.get("/some-404-path");
  expect([missing.status, await missing.json()]).toEqual([404, { message: "/some-404-path not found" }]);
});

/** Runs the body of a loader, whose value is the answer, with all that may be imported at hand. */
async function run(body: string): Promise<unknown> {
  const app = await openRemix({
    ...VERSION,
    "run[.]json.ts": `import * as router from "react-router"; export const loader = async () => { ${body} };`,
  });
  const answer = await app.get("/run.json");
  expect(answer.status).toBe(200);
  return answer.json();
}

test("cookies", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const signed = `router.createCookie("c", { secrets: ["one"] })`;
  const found = await run(`
    const sent = (text) => text.split(/;\\s*/)[0];
    const turn = async (cookie, value) => cookie.parse(sent(await cookie.serialize(value)));
    const { createCookie, isCookie } = router;
    const one = ${signed}, other = createCookie("c", { secrets: ["two"] }), rotated = createCookie("c", { secrets: ["two", "one"] });
    const set = await one.serialize({ hello: "ada" });
    createCookie("late", { expires: new Date() });
    return {
      is: [isCookie(one), ...[{}, [], "", true].map(isCookie)],
      values: await Promise.all(["", "hello world", true, "日本語", { a: 1 }].map((value) => turn(createCookie("c"), value))),
      signed: [await turn(one, "x"), await one.parse(sent(set))],
      forged: [await other.parse(sent(set)), await other.parse(sent(set) + "%^&"), await one.parse(sent(set) + "%^&")],
      rotated: [await rotated.parse(sent(set)), (await rotated.serialize({ hello: "ada" })) === set],
      isSigned: [createCookie("c").isSigned, createCookie("c", { secrets: undefined }).isSigned, one.isSigned],
      attributes: [await createCookie("c").serialize("v"), await createCookie("c").serialize("v", { path: "/about", priority: "high" })],
    };`);
  expect(found).toEqual({
    is: [true, false, false, false, false],
    values: ["", "hello world", true, "日本語", { a: 1 }],
    signed: ["x", { hello: "ada" }],
    forged: [null, null, null],
    rotated: [{ hello: "ada" }, false],
    isSigned: [false, false, true],
    attributes: [
      expect.stringMatching(/^c=[^;]+; Path=\/; SameSite=Lax$/),
      expect.stringMatching(/Path=\/about; .*Priority=High|Priority=High.*Path=\/about/),
    ],
  });
  expect(warned.mock.calls.join("\n")).toContain('The "late" cookie has `expires`');
  warned.mockRestore();
});

test("sessions", async () => {
  const warned = vi.spyOn(console, "warn").mockImplementation(() => {});
  const found = await run(`
    const sent = (text) => text.split(/;\\s*/)[0];
    const { createSession, isSession, createCookieSessionStorage, createMemorySessionStorage } = router;
    const session = createSession();
    session.set("user", "ada"); session.flash("error", "boom");
    const read = [session.id, session.has("user"), session.get("user"), session.get("user"), session.has("error"),
      session.get("error"), session.has("error"), session.get("error") === undefined];
    session.unset("user");
    const through = async (storage, change = (text) => text) => {
      const mine = await storage.getSession();
      mine.set("user", "ada");
      return storage.getSession(change(sent(await storage.commitSession(mine))));
    };
    const options = { cookie: { secrets: ["one"] } };
    const kept = await through(createMemorySessionStorage(options));
    const cookies = createCookieSessionStorage(options);
    const large = await cookies.getSession();
    large.set("large", "a".repeat(4097));
    const aged = createCookieSessionStorage({ cookie: { ...options.cookie, maxAge: 3600 } });
    const mine = await cookies.getSession();
    mine.set("user", "ada");
    const set = await cookies.commitSession(mine);
    const rotated = createCookieSessionStorage({ cookie: { secrets: ["two", "one"] } });
    const old = await rotated.getSession(sent(set));
    createCookieSessionStorage({ cookie: { ...options.cookie, expires: new Date() } });
    createCookieSessionStorage({ cookie: {} });
    return {
      read, unset: [session.has("user"), session.get("user") ?? null],
      is: [isSession(session), ...[{}, [], "", true].map(isSession)],
      kept: [kept.get("user"), /^[\\w]{8}(-\\w{4}){3}-\\w{12}$/.test(kept.id)],
      cookies: [(await through(cookies)).get("user"), (await through(cookies, (text) => text.slice(0, -1))).get("user") ?? null],
      path: set.includes("Path=/"),
      large: await cookies.commitSession(large).then(() => "sent", () => "refused"),
      destroyed: [await cookies.destroySession(mine), await aged.destroySession(await aged.getSession())],
      rotated: [old.get("user"), (await rotated.commitSession(old)) === set],
    };`);
  const destroyed = "__session=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; SameSite=Lax";
  expect(found).toEqual({
    read: ["", true, "ada", "ada", true, "boom", false, true],
    unset: [false, null],
    is: [true, false, false, false, false],
    kept: ["ada", true],
    cookies: ["ada", null],
    path: true,
    large: "refused",
    destroyed: [destroyed, destroyed],
    rotated: ["ada", false],
  });
  const said = warned.mock.calls.join("\n");
  expect(said).toContain('The "__session" cookie has `expires`');
  expect(said).toContain('The "__session" cookie is not signed');
  warned.mockRestore();
});

/** Arguments, and the path that they give; an error by a part of its message. */
type Path = [pattern: string, params: object | undefined, path: string | RegExp];

const BOTH: Path[] = [
  ["/a/b/c", undefined, "/a/b/c"],
  ["/a/:b", { b: "hello", z: "ignored" }, "/a/hello"],
  ["/a/:b?", { b: "hello", z: "ignored" }, "/a/hello"],
  ["/a/:b?", undefined, "/a"],
  ["/:b?", undefined, "/"],
  ["/a/:e-z", { "e-z": "hello" }, "/a/hello"],
  ["/a/*", { "*": "b/c" }, "/a/b/c"],
  ["/a/*", {}, "/a"],
  ["/a/:b.zip", { b: "hello" }, "/a/hello.zip"],
  ["/files/:name.tar.gz", { name: "archive" }, "/files/archive.tar.gz"],
  ["/products/:id", { id: "shoes/2026-summer" }, "/products/shoes%2F2026-summer"],
  ["/products/:id", { id: "abc#frag" }, "/products/abc%23frag"],
  ["/products/:id", { id: "abc?x=1" }, "/products/abc%3Fx=1"],
  ["/products/:id", { id: "$&+,;=:@" }, "/products/$&+,;=:@"],
  ["/releases/:version", { version: "1.0.0+1" }, "/releases/1.0.0+1"],
];

const HREF: Path[] = [
  ...BOTH,
  ["/a/:b?/:b/:b?/:b", { b: "hello" }, "/a/hello/hello/hello/hello"],
  ["/a/:c?/:b/:c?/:b", { b: "hello" }, "/a/hello/hello"],
  ["/a/z*", { "*": "b/c" }, "/a/z/b/c"],
  ["/a/z*", {}, "/a/z"],
  ["/a/:b", undefined, /Path '\/a\/:b' requires param 'b' but it was not provided/],
  ["/:param/*", { param: "a?b/c#d", "*": "e?f/g#h" }, "/a%3Fb%2Fc%23d/e%3Ff/g%23h"],
  ["/releases/*", { "*": "v1/1.0.0+1" }, "/releases/v1/1.0.0+1"],
  ["/:a/:b", { a: 1, b: true }, "/1/true"],
];

const GENERATED: Path[] = [
  ...BOTH,
  ["/", {}, "/"],
  ["*", { "*": "routing/grades" }, "routing/grades"],
  ["/*", {}, "/"],
  ["/courses/:name", { name: "*f*oo*" }, "/courses/*f*oo*"],
  ["/courses/:name", { name: "foo*", "*": "not added" }, "/courses/foo*"],
  ["/courses/:id", { id: 0 }, "/courses/0"],
  ["/courses/*", { "*": 0 }, "/courses/0"],
  ["/:lang/login", {}, /Missing ":lang" param/],
  ["/:one?/:two?/:three?", { one: "uno", three: "tres" }, "/uno/tres"],
  ["/:one?/:two?/:three?", { two: "dos" }, "/dos"],
  ["/one?/two?/:three?", {}, "/one/two"],
  ["/one?/two?/:three?", { three: "tres" }, "/one/two/tres"],
  ["/one?/:two?/three/:four/*", { four: "cuatro" }, "/one/three/cuatro"],
  [
    "/one?/:two?/three/:four/*",
    { two: "dos", four: "cuatro", "*": "and/more" },
    "/one/dos/three/cuatro/and/more",
  ],
  ["/courses/:id", { id: "a b?c#d%e" }, "/courses/a%20b%3Fc%23d%25e"],
  ["/courses/:id", { id: "café…" }, "/courses/caf%C3%A9%E2%80%A6"],
  [":foo", {}, /Missing/],
  ["*", undefined, ""],
  ["foo*", undefined, "foo"],
  ["/foo*", { "*": "bar" }, "/foo/bar"],
  ["foo:bar", { bar: "baz" }, "foo:bar"],
];

test.each([
  ["href", HREF],
  ["generatePath", GENERATED],
])("%s()", async (name, table) => {
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const given = (await run(`
    return ${JSON.stringify(table.map(([pattern, params]) => [pattern, params]))}.map(([pattern, params]) => {
      try { return router.${name}(pattern, params ?? undefined); } catch (error) { return "thrown: " + error.message; }
    });`)) as string[];
  const differing = table.flatMap(([pattern, params, wanted], index) => {
    const fits = typeof wanted === "string" ? given[index] === wanted : wanted.test(given[index]!);
    return fits ? [] : [`${pattern} ${JSON.stringify(params)} -> ${given[index]}, not ${wanted}`];
  });
  expect(differing).toEqual([]);
  vi.restoreAllMocks();
});
