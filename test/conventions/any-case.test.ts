// Paths of React Router and TanStack Router match without regard to case: which route, and the parameters as written.

import fc from "fast-check";
import { expect, test } from "vitest";
import { createMatcher } from "../../src/routing/match.ts";
import type { Route } from "../../src/routing/route.ts";
import { openApp, openRemix } from "./open.ts";

const route = (pattern: string, anyCase: boolean): Route => ({
  pattern,
  file: pattern,
  methods: {},
  middleware: [],
  anyCase: anyCase || undefined,
});

const PATTERNS = [
  "/",
  "/Api/Hello",
  "/Api/:id",
  "/api/:Id.PDF",
  "/card-:n-X.png",
  "/u/:x(.+?)Tail",
  "/files/:splat*",
  "/\u00fcn\u00ef/:x",
  "/a\\:B/:x",
  "/:a/x/:b",
];

test("a path in another case has the route and the parameters of the one that is written", () => {
  const exact = createMatcher(PATTERNS.map((pattern) => route(pattern, false)));
  const folding = createMatcher(PATTERNS.map((pattern) => route(pattern, true)));
  const text = fc.stringMatching(/^(?:[a-zA-Z0-9.-]|%C3%A4|%2F|%25){1,6}$/);
  const path = fc.oneof(
    text.map((x) => `/Api/${x}`),
    text.map((x) => `/api/${x}.PDF`),
    text.map((x) => `/card-${x}-X.png`),
    text.map((x) => `/u/${x}Tail`),
    fc.array(text, { maxLength: 3 }).map((all) => ["/files", ...all].join("/")),
    text.map((x) => `/%C3%BCn%C3%AF/${x}`),
    text.map((x) => `/a:B/${x}`),
    fc.tuple(text, text).map(([a, b]) => `/${a}/x/${b}`),
  );
  fc.assert(
    fc.property(path, (written) => {
      const found = exact(written);
      fc.pre(found !== undefined);
      const also = folding(written)!;
      // A route that is written in another case may be the more specific one.
      if (also.data.pattern === found.data.pattern) {
        const decoded = (params: object | undefined) =>
          Object.entries(params ?? {}).flatMap(([name, raw]) =>
            raw === undefined ? [] : [[name, decodeURIComponent(String(raw))]],
          );
        expect(decoded(also.params)).toEqual(decoded(found.params));
      }
      for (const other of [
        written.toUpperCase(),
        written.replace(/%..|[a-z]+/gi, (x) => (x[0] === "%" ? x : x.toLowerCase())),
      ])
        expect(folding(other)?.data.pattern).toBe(also.data.pattern);
      // The path that guards see is the same for each of them, but for the parameters, which stay as they were sent.
      const seen = also.path ?? written;
      expect(folding(seen)?.path ?? seen).toBe(seen);
      expect(seen.toLowerCase()).toBe(written.toLowerCase());
    }),
    { numRuns: 300 },
  );
});

test("beside routes for which case counts, the more specific one answers", () => {
  const match = createMatcher([
    route("/Feed.xml", false),
    route("/:page", false),
    route("/about", true),
    route("/x/:any", true),
    route("/x/Exact", false),
  ]);
  const found = (path: string) => match(path)?.data.pattern;
  expect(["/Feed.xml", "/feed.xml", "/ABOUT", "/X/Y", "/x/Exact", "/x/exact"].map(found)).toEqual([
    "/Feed.xml",
    "/:page",
    "/about",
    "/x/:any",
    "/x/Exact",
    "/x/:any",
  ]);
});

const show = (name: string) =>
  `export const loader = ({ params }) => Response.json([${JSON.stringify(name)}, params]);`;

// Recorded from React Router 8.5.3.
test("React Router: any case, but for caseSensitive routes; guards hold in every case", async () => {
  const app = await openRemix({
    "../routes.ts": `import { layout, route } from "@react-router/dev/routes";
      export default [
        route("Reports/:id.pdf", "routes/report.ts"),
        route(":lang", "routes/lang.ts"),
        route("Sens/:x", "routes/sens.ts", { caseSensitive: true }, [route("inner", "routes/inner.ts")]),
        layout("routes/auth.tsx", [route("secret.json", "routes/secret.ts")]),
      ];`,
    "report.ts": show("report"),
    "lang.ts": show("lang"),
    "sens.ts": show("sens"),
    "inner.ts": show("inner"),
    "auth.tsx": `export const middleware = [() => { throw new Response("no", { status: 401 }); }]; export default () => null;`,
    "secret.ts": show("secret"),
  });
  const asked = async (path: string) => {
    const answer = await app.get(path);
    return answer.ok ? ((await answer.json()) as unknown) : answer.status;
  };
  expect(await asked("/REPORTS/aB.PDF")).toEqual(["report", { id: "aB" }]);
  expect(await asked("/SECRET.json")).toBe(401);
  expect(await asked("/Sens/A")).toEqual(["sens", { x: "A" }]);
  expect(await asked("/sens/A")).toBe(404);
  expect(await asked("/sens/A/inner")).toBe(404);
});

test("handlers and guards see the path as the files spell it", async () => {
  const app = await openRemix({
    "admin.$Id[.]Txt.ts": `export const loader = ({ request, url, params }) => ({ request: new URL(request.url).pathname, url: url.pathname, id: params.Id });`,
  });
  const seen = await (await app.get("/ADMIN/a%2Fb%C3%84.tXT?x=Y")).json();
  expect(seen).toEqual({
    request: "/admin/a%2Fb%C3%84.Txt",
    url: "/admin/a%2Fb%C3%84.Txt",
    id: "a/bÄ",
  });
});

test("native and Next.js: case counts", async () => {
  const native = await openApp({ "routes/A.ts": `export const GET = () => "a";` }, [{ dir: "routes" }]);
  expect([(await native.get("/A")).status, (await native.get("/a")).status]).toEqual([200, 404]);
});
