// The route files of the random apps, one project a convention, and the apps that they make.

import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApp } from "../../src/app/app.ts";
import type { Source } from "../../src/conventions/source.ts";
import { createLog } from "../../src/log.ts";
import type { Fetch } from "../../src/routing/route.ts";
import { CONVENTIONS, POLICIES, type Convention } from "./behaviour.ts";

const HANDLING = JSON.stringify(fileURLToPath(new URL("./handling.ts", import.meta.url)));
const IMPORTS = `import { cookieIn, fieldBy, fieldsBy, handle, isLate, parameterBy, searchBy, sign, watch } from ${HANDLING};
import { HttpError } from "offprint";
`;

/** Ways that all conventions have, of a request: `way` is a place and a manner. */
const OF_REQUEST = `
const manner = (way) => Math.floor(way / 6);
const ofRequest = (request) => ({
  field: (name, way) => fieldBy(request, name, manner(way)),
  fields: (way) => fieldsBy(request.headers, manner(way)),
  cookie: (name, way) => cookieIn(fieldBy(request, "cookie", manner(way)), name),
  parameter: (name, way) => parameterBy(new URL(request.url), name, manner(way)),
  search: (way) => way % 2 ? request.url : searchBy(new URL(request.url), manner(way)),
  address: () => request.ip,
});`;

const NATIVE_LIB = `${IMPORTS}${OF_REQUEST}
const readerOf = (event) => {
  const own = () => ofRequest(event.request);
  return {
    field: (name, way) => own().field(name, way),
    fields: (way) => own().fields(way),
    cookie: (name, way) => way % 3 === 0 ? own().cookie(name, way) : way % 3 === 1 ? event.cookies.get(name) : event.cookies.getAll()[name],
    parameter: (name, way) => way % 4 === 0 ? event.query[name] : way % 4 === 1 ? parameterBy(event.url, name, manner(way)) : way % 4 === 2 ? own().parameter(name, way) : { ...event.query }[name],
    search: (way) => way % 2 ? searchBy(event.url, manner(way)) : own().search(way),
    address: () => own().address(),
  };
};
export const run = (event) => handle(event.params.id, "handler", readerOf(event), event.context.told ?? null, HttpError);
export async function guard(event, next) {
  const inside = isLate(event.params.id) ? await next() : undefined;
  const seen = watch(event.params.id, readerOf(event));
  if (!seen) return inside ?? next();
  if (seen.refusal) return seen.refusal;
  return sign(inside ?? await next({ context: { told: seen.guard.does === "tell" ? seen.value : null } }), seen.guard, seen.value);
}`;

const NATIVE_POLICIES: Record<string, string> = {
  plain: "",
  fresh: 'export const cache = { maxAge: "1m" };',
  revalidating: 'export const cache = { maxAge: "1m", staleWhileRevalidate: "1d" };',
  private: 'export const cache = { private: true, maxAge: "1m" };',
  nostore: "export const cache = { noStore: true };",
  varied: 'export const cache = { maxAge: "1m", vary: ["x-tenant"] };',
};

function nativeFiles(): Record<string, string> {
  const files: Record<string, string> = {
    "routes/_lib.ts": NATIVE_LIB,
    "routes/guarded/_middleware.ts": `export { guard as default } from "../_lib.ts";`,
  };
  for (const place of ["open", "guarded", "inner"])
    for (const policy of POLICIES.native)
      files[`routes/${place}/${policy}/[id].ts`] = `import { guard, run } from "../../_lib.ts";
        ${place === "inner" ? "export const middleware = guard;" : ""}
        ${NATIVE_POLICIES[policy]}
        export const GET = run;`;
  return files;
}

const NEXT_LIB = `${IMPORTS}${OF_REQUEST}
import { cookies, draftMode, headers } from "next/headers";
import { connection, NextResponse, userAgent } from "next/server";
const readerOf = (request) => ({
  ...ofRequest(request),
  field: (name, way) => name === "user-agent" && way % 3 === 2 ? userAgent(request).ua || null : way % 2 ? headers().get(name) : fieldBy(request, name, manner(way)),
  fields: (way) => fieldsBy(way % 2 ? headers() : request.headers, manner(way)),
  cookie: (name, way) => way % 4 === 0 ? cookies().get(name)?.value : way % 4 === 1 ? request.cookies.get(name)?.value : way % 4 === 2 ? cookies().getAll().find((one) => one.name === name)?.value : cookieIn(fieldBy(request, "cookie", manner(way)), name),
  parameter: (name, way) => parameterBy(way % 3 === 0 ? request.nextUrl : way % 3 === 1 ? request.nextUrl.clone() : new URL(request.url), name, manner(way)),
  search: (way) => way % 3 === 0 ? request.url : searchBy(way % 3 === 1 ? request.nextUrl : request.nextUrl.clone(), manner(way)),
  draft: () => String(draftMode().isEnabled),
  connection: () => void connection(),
});
export const run = (by) => (request, { params }) => handle(params.id, by, readerOf(request), request.headers.get("x-told"), HttpError);
export function proxy(request) {
  const id = request.nextUrl.pathname.split("/").pop();
  const seen = watch(id, readerOf(request));
  if (!seen) return undefined;
  const { guard, value, refusal } = seen;
  if (refusal) return refusal;
  if (guard.does === "rewrite" && value !== null && value.includes("good")) return NextResponse.rewrite(new URL("/elsewhere/" + id, request.url));
  const told = new Headers(request.headers);
  if (guard.does === "tell" && value !== null) told.set("x-told", encodeURIComponent(value));
  return sign(NextResponse.next(guard.does === "tell" ? { request: { headers: told } } : undefined), guard, value);
}`;

const NEXT_POLICIES: Record<string, string> = {
  plain: "",
  fresh: "export const revalidate = 60;",
  dynamic: 'export const dynamic = "force-dynamic";',
  static: 'export const dynamic = "force-static";',
};

function nextFiles(): Record<string, string> {
  const files: Record<string, string> = {
    "lib.ts": NEXT_LIB,
    "proxy.ts": `export { proxy } from "./lib"; export const config = { matcher: "/guarded/:path*" };`,
    "app/elsewhere/[id]/route.ts": `import { run } from "../../../lib"; export const GET = run("other");`,
  };
  for (const place of ["open", "guarded"])
    for (const policy of POLICIES.next)
      files[`app/${place}/${policy}/[id]/route.ts`] = `import { run } from "../../../../lib";
        ${NEXT_POLICIES[policy]}
        export const GET = run("handler");`;
  return files;
}

const REMIX_LIB = `${IMPORTS}${OF_REQUEST}
import { createContext } from "react-router";
const toldOf = createContext(null);
const readerOf = (given) => ({
  ...ofRequest(given.request),
  parameter: (name, way) => parameterBy(way % 2 ? given.url : new URL(given.request.url), name, manner(way)),
  search: (way) => way % 3 === 0 ? given.request.url : searchBy(way % 3 === 1 ? given.url : new URL(given.request.url), manner(way)),
});
const told = (context) => { try { return context.get(toldOf); } catch { return null; } };
export const loader = (given) => handle(given.params.id, "handler", readerOf(given), told(given.context), HttpError);
export async function guard(given, next) {
  const inside = isLate(given.params.id) ? await next() : undefined;
  const seen = watch(given.params.id, readerOf(given));
  if (!seen) return inside ?? next();
  if (seen.refusal) return seen.refusal;
  if (seen.guard.does === "tell" && seen.value !== null) given.context.set(toldOf, seen.value);
  return sign(inside ?? await next(), seen.guard, seen.value);
}`;

const remixFiles = (): Record<string, string> => ({
  "app/lib.ts": REMIX_LIB,
  "app/routes/open.plain.$id.ts": `export { loader } from "../lib";`,
  "app/routes/guarded.ts": `import { guard } from "../lib"; export const middleware = [guard];`,
  "app/routes/guarded.plain.$id.ts": `export { loader } from "../lib";`,
  "app/routes/inner.plain.$id.ts": `import { guard } from "../lib"; export { loader } from "../lib"; export const middleware = [guard];`,
});

const TANSTACK_LIB = `${IMPORTS}${OF_REQUEST}
import { createMiddleware } from "@tanstack/react-start";
import { getCookie, getCookies, getRequest, getRequestHeader, getRequestHeaders, getRequestIP, getRequestUrl } from "@tanstack/react-start/server";
const readerOf = (request) => ({
  ...ofRequest(request),
  field: (name, way) => way % 3 === 1 ? getRequestHeader(name) : fieldBy(way % 3 === 0 ? request : getRequest(), name, manner(way)),
  fields: (way) => fieldsBy(way % 2 ? getRequestHeaders() : request.headers, manner(way)),
  cookie: (name, way) => way % 3 === 0 ? getCookie(name) : way % 3 === 1 ? getCookies()[name] : cookieIn(fieldBy(request, "cookie", manner(way)), name),
  parameter: (name, way) => parameterBy(way % 3 === 0 ? new URL(request.url) : way % 3 === 1 ? getRequestUrl() : new URL(getRequest().url), name, manner(way)),
  search: (way) => way % 2 ? request.url : searchBy(getRequestUrl(), manner(way)),
  address: (way) => way % 3 === 0 ? getRequestIP() : way % 3 === 1 ? getRequest().ip : request.ip,
});
export const run = ({ request, params, context }) => handle(params.id, "handler", readerOf(request), context.told ?? null, HttpError);
export const guard = createMiddleware().server(async ({ request, params, next }) => {
  const inside = isLate(params.id) ? await next() : undefined;
  const seen = watch(params.id, readerOf(request));
  if (!seen) return inside ?? next();
  if (seen.refusal) return seen.refusal;
  const result = inside ?? await next({ context: { told: seen.guard.does === "tell" ? seen.value : null } });
  sign(result.response, seen.guard, seen.value);
  return result;
});`;

function tanstackFiles(): Record<string, string> {
  const route = (path: string, server: string) =>
    `import { createFileRoute } from "@tanstack/react-router"; import { guard, run } from "LIB"; export const Route = createFileRoute("${path}")({ server: { ${server} } });`;
  const at = (depth: number, text: string) => text.replace("LIB", `${"../".repeat(depth)}lib`);
  return {
    "src/lib.ts": TANSTACK_LIB,
    "src/routes/open/plain/$id.ts": at(3, route("/open/plain/$id", "handlers: { GET: run }")),
    "src/routes/guarded.ts": at(1, route("/guarded", "middleware: [guard]")),
    "src/routes/guarded/plain/$id.ts": at(3, route("/guarded/plain/$id", "handlers: { GET: run }")),
    "src/routes/inner/plain/$id.ts": at(
      3,
      route("/inner/plain/$id", "middleware: [guard], handlers: { GET: run }"),
    ),
  };
}

const PROJECTS: Readonly<Record<Convention, { files: () => Record<string, string>; source: Source }>> = {
  native: { files: nativeFiles, source: { dir: "routes" } },
  next: { files: nextFiles, source: { dir: "app", convention: "next" } },
  remix: { files: remixFiles, source: { dir: "app/routes", convention: "remix" } },
  tanstack: { files: tanstackFiles, source: { dir: "src/routes", convention: "tanstack" } },
};

export const ORIGIN = "http://strangers.test";

/** A convention's project below a folder, as `createApp` takes it. */
export function siteOf(folder: string, convention: Convention): { root: string; sources: Source[] } {
  return { root: join(folder, convention), sources: [PROJECTS[convention].source] };
}

function writeSite(root: string, files: () => Record<string, string>): void {
  for (const [path, text] of Object.entries({ "package.json": '{"type":"module"}', ...files() })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

export type Apps = Record<Convention, Fetch>;

/** Writes the projects, and makes the bare apps, in this process. Faults of handlers are part of the trial, and not logged. */
export async function openApps(folder: string): Promise<Apps> {
  const apps: Partial<Apps> = {};
  for (const convention of CONVENTIONS) {
    const site = siteOf(folder, convention);
    writeSite(site.root, PROJECTS[convention].files);
    const { fetch } = await createApp({ ...site, origin: ORIGIN, log: createLog({ level: "silent" }) });
    apps[convention] = fetch;
  }
  return apps as Apps;
}
