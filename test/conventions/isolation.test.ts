// A project of all conventions at once, asked by many visitors at once: each sees what is its own.

import { expect, test } from "vitest";
import { openApp } from "./open.ts";

const wait = "await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));";

const FILES = {
  "routes/n/[id].json.ts": `
    export const middleware = [(event: any, next: any) => next({ context: { who: event.request.headers.get("x-who") } })];
    export async function GET({ params, cookies, request, context }: any) {
      ${wait} cookies.set("c", cookies.get("c")!); return { id: params.id, who: request.headers.get("x-who"), again: context.who, c: cookies.get("c") };
    }`,
  "rr/root.ts": `
    import { createContext } from "react-router";
    export const visitor = createContext<string>();
    export const middleware = [async ({ context, request }: any, next: any) => { context.set(visitor, request.headers.get("x-who")); ${wait} return next(); }];`,
  "rr/routes/r.$id.ts": `
    import { createCookieSessionStorage, data } from "react-router";
    import { visitor } from "../root";
    const { getSession, commitSession } = createCookieSessionStorage({ cookie: { name: "c" } });
    export async function loader({ request, params, context }: any) {
      const session = await getSession(null); ${wait} const c = /c=(\\w+)/.exec(request.headers.get("cookie"))![1]; session.set("c", c);
      return data({ id: params.id, who: request.headers.get("x-who"), again: context.get(visitor), c }, { headers: { "set-cookie": (await commitSession(session)).replace(/=.*/, "=" + session.get("c")) } });
    }`,
  "lib/deep.ts": `
    import { cookies, headers } from "next/headers";
    export async function deep() { ${wait} const jar = await cookies(); jar.set("c", jar.get("c")!.value); return (await headers()).get("x-who"); }`,
  "app/x/[id]/route.ts": `
    import { after } from "next/server";
    import { cookies, headers } from "next/headers";
    import { deep } from "../../../lib/deep";
    export async function GET(request: any, { params }: any) {
      const { id } = await params;
      after(async () => { ${wait} (globalThis as any).offprintAfters.push([id, (await headers()).get("x-who"), (await cookies()).get("c")!.value]); });
      return Response.json({ id, who: request.headers.get("x-who"), again: await deep(), c: request.cookies.get("c").value });
    }`,
  "src/start.ts": `
    import { createStart, createMiddleware } from "@tanstack/react-start";
    import { getRequestHeader } from "@tanstack/react-start/server";
    const who = createMiddleware().server(async ({ next }: any) => { ${wait} return next({ context: { who: getRequestHeader("x-who") } }); });
    export const startInstance = createStart(() => ({ requestMiddleware: [who] }));`,
  "src/routes/t.$id.ts": `
    import { createFileRoute } from "@tanstack/react-router";
    import { getCookie, getRequest, setCookie } from "@tanstack/react-start/server";
    export const Route = createFileRoute("/t/$id")({ server: { handlers: { GET: async ({ params, context }: any) => {
      ${wait} setCookie("c", getCookie("c")!); return Response.json({ id: params.id, who: getRequest().headers.get("x-who"), again: context.who, c: getCookie("c") });
    } } } });`,
};

test("nothing of one visitor's reaches another", async () => {
  const afters: string[][] = [];
  (globalThis as { offprintAfters?: string[][] }).offprintAfters = afters;
  const app = await openApp(FILES, [
    { dir: "routes" },
    { dir: "rr/routes", convention: "remix" },
    { dir: "app", convention: "next" },
    { dir: "src/routes", convention: "tanstack" },
  ]);
  const paths = [
    (id: string) => `/n/${id}.json`,
    ...["r", "x", "t"].map((at) => (id: string) => `/${at}/${id}`),
  ];
  await Promise.all(
    Array.from({ length: 400 }, async (_, n) => {
      const [id, who, c] = [`id${n}`, `who${n}`, `c${n}`];
      const answer = await app.get(paths[n % 4]!(id), { headers: { "x-who": who, cookie: `c=${c}` } });
      expect(await answer.json()).toEqual({ id, who, again: who, c });
      expect(answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0])).toEqual([`c=${c}`]);
    }),
  );
  await expect.poll(() => afters.length).toBe(100);
  for (const [id, who, c] of afters)
    expect([who, c]).toEqual([id!.replace("id", "who"), id!.replace("id", "c")]);
});
