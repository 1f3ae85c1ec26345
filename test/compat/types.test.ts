// Route modules as their frameworks' documentation writes them, checked by the compiler where no framework is installed.

import { execFile } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { reactRouter, remixServer } from "../../src/compat/react-router.ts";
import { nextModules } from "../../src/compat/next/modules.ts";
import { tanstackRouter } from "../../src/compat/tanstack/router.ts";
import { tanstackServer } from "../../src/compat/tanstack/server.ts";
import { tanstackStart } from "../../src/compat/tanstack/start.ts";
import { writeProject } from "../project.ts";

const run = promisify(execFile);
const own = fileURLToPath(new URL("../..", import.meta.url));

/** What the compiler says of a project, line by line. */
async function check(types: string, files: Record<string, string>): Promise<string[]> {
  const root = await writeProject({
    ...files,
    "tsconfig.json": JSON.stringify({
      compilerOptions: {
        target: "es2022",
        lib: ["es2023", "dom", "dom.iterable"],
        module: "esnext",
        moduleResolution: "bundler",
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        jsx: "react-jsx",
        jsxImportSource: "offprint",
        types: [`offprint/${types}`, "node"],
        paths: { "~/*": ["./src/*"] },
      },
      include: ["app", "src"],
    }),
  });
  await mkdir(join(root, "node_modules/@types"), { recursive: true });
  await symlink(own, join(root, "node_modules/offprint"));
  await symlink(join(own, "node_modules/@types/node"), join(root, "node_modules/@types/node"));
  const tsc = join(own, "node_modules/typescript/bin/tsc");
  return run(process.execPath, [tsc, "-p", root, "--pretty", "false"], { cwd: root }).then(
    () => [],
    ({ stdout }: { stdout: string }) =>
      stdout.split("\n").filter((line) => line !== "" && !line.startsWith(" ")),
  );
}

test("Next.js", { timeout: 60_000 }, async () => {
  const route = `
    import { type NextRequest, NextResponse, after, userAgent } from "next/server";
    import { cookies, headers, draftMode } from "next/headers";
    import { redirect, notFound, RedirectType } from "next/navigation";
    import { revalidateTag, unstable_cache, cacheTag, cacheLife } from "next/cache";
    const user = unstable_cache(async (id: string) => ({ id }), ["user"], { tags: ["users"], revalidate: 60 });
    export async function GET(request: NextRequest, { params }: { params: Promise<{ team: string }> }) {
      const { team } = await params;
      const store = await cookies();
      const token = store.get("token")?.value ?? request.cookies.get("token")?.value;
      store.set("a", "1", { maxAge: 60, sameSite: "lax" });
      store.delete("b");
      (await draftMode()).enable();
      after(async () => console.log((await headers()).get("user-agent"), userAgent(request).device.type));
      if (!token) redirect("/login", RedirectType.replace);
      if (request.nextUrl.searchParams.get("none")) notFound();
      revalidateTag("users", "max");
      const data = await fetch("https://api.vercel.app/blog", { next: { tags: ["posts"] } });
      return NextResponse.json({ team, id: (await user(team)).id, data: await data.json() });
    }
    export async function POST(_: NextRequest, ctx: RouteContext<"/dashboard/[team]/[...rest]">) {
      const { team, rest } = await ctx.params;
      const all: string[] = rest;
      return Response.json({ team: team.length, all });
    }
    export async function cached() { "use cache"; cacheTag("a"); cacheLife("hours"); }`;
  const files = {
    "app/dashboard/[team]/route.ts": route,
    "app/icon.tsx": `
      import { ImageResponse } from "next/og";
      export const size = { width: 32, height: 32 };
      export default async function Icon({ params }: { params: Promise<{ slug: string }> }) {
        return new ImageResponse(<div style={{ display: "flex" }}>{(await params).slug}</div>, { ...size });
      }`,
    "app/sitemap.ts": `import type { MetadataRoute } from "next"; export default function sitemap(): MetadataRoute.Sitemap { return [{ url: "https://acme.com", lastModified: new Date(), changeFrequency: "yearly", priority: 1 }]; }`,
    "app/robots.ts": `import type { MetadataRoute } from "next"; export default function robots(): MetadataRoute.Robots { return { rules: [{ userAgent: "*", allow: ["/"], crawlDelay: 2 }], sitemap: "https://acme.com/sitemap.xml" }; }`,
    "app/manifest.ts": `import type { MetadataRoute } from "next"; export default function manifest(): MetadataRoute.Manifest { return { name: "x", display: "standalone", icons: [{ src: "/favicon.ico", sizes: "any", type: "image/x-icon" }] }; }`,
    "src/proxy.ts": `import { NextResponse, type NextProxy, type NextRequest } from "next/server"; export const proxy: NextProxy = (request, event) => { event.waitUntil(Promise.resolve()); return NextResponse.next(); }; export function other(request: NextRequest) { const response = NextResponse.redirect(new URL("/a", request.url)); response.cookies.set({ name: "a", value: "b", path: "/" }); return response; }`,
  };
  expect(await check("next", files)).toEqual([]);
  const wrong = await check("next", {
    "app/a.ts": `import type { MetadataRoute } from "next"; export const s: MetadataRoute.Sitemap = [{ url: 1 }]; export const p = async (c: RouteContext<"/[id]">) => (await c.params).idd;`,
  });
  expect(wrong.map((line) => line.replace(/^.*error /, "").slice(0, 6))).toEqual(["TS2322", "TS2339"]);
});

test("React Router and Remix", { timeout: 60_000 }, async () => {
  const files = {
    "app/routes/a.ts": `
      import { createCookie, createContext, createCookieSessionStorage, data, href, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MiddlewareFunction } from "react-router";
      const user = createContext<{ name: string } | null>(null);
      const prefs = createCookie("prefs", { maxAge: 604_800 });
      const { getSession, commitSession } = createCookieSessionStorage<{ userId: string }, { error: string }>({ cookie: { name: "__session", secrets: ["s"] } });
      export const middleware: MiddlewareFunction<Response>[] = [async ({ request, context }, next) => { if (!request.headers.get("authorization")) throw redirect("/login"); context.set(user, { name: "a" }); return next(); }];
      export async function loader({ params, request, context }: LoaderFunctionArgs) {
        const session = await getSession(request.headers.get("Cookie"));
        const id: string | undefined = session.get("userId");
        session.flash("error", "no");
        return data({ id, name: context.get(user)?.name, slug: params.slug, path: href("/a/:id", { id: "1" }), prefs: await prefs.parse(request.headers.get("Cookie")) }, { headers: { "Set-Cookie": await commitSession(session) } });
      }
      export async function action({ request }: ActionFunctionArgs) { switch (request.method) { case "POST": return Response.json(await request.json()); } return null; }`,
    "app/routes/b.ts": `
      import { json } from "@remix-run/node"; // or cloudflare/deno
      import type { ActionFunction, LoaderFunction, LoaderFunctionArgs, TypedResponse } from "@remix-run/node"; // or cloudflare/deno
      import { createFileSessionStorage, createReadableStreamFromReadable } from "@remix-run/node";
      import crypto from "crypto";
      import { Readable } from "node:stream";
      export const storage = createFileSessionStorage({ dir: "x", cookie: { name: "s" } });
      export const loader: LoaderFunction = async ({ request }) => json({ success: true, m: request.method }, 200);
      export const other = async (_: LoaderFunctionArgs): Promise<TypedResponse<{ a: number }>> => json({ a: 1 });
      export const stream = () => new Response(createReadableStreamFromReadable(Readable.from(["a"])));
      export const action: ActionFunction = async ({ request }) => {
        const generated = \`sha256=\${crypto.createHmac("sha256", process.env.GITHUB_WEBHOOK_SECRET!).update(await request.text()).digest("hex")}\`;
        return request.headers.get("X-Hub-Signature-256") !== generated ? json({ message: "Signature mismatch" }, 401) : json({ success: true }, 200);
      };`,
  };
  expect(await check("react-router", files)).toEqual([]);
  const wrong = await check("react-router", {
    "app/a.ts": `import { createCookieSessionStorage, type LoaderFunctionArgs } from "react-router"; const { getSession } = createCookieSessionStorage<{ userId: string }>(); export const loader = async ({ params }: LoaderFunctionArgs) => { (await getSession()).set("userId", 1); return params.a.length; };`,
  });
  expect(wrong.map((line) => line.replace(/^.*error /, "").slice(0, 7))).toEqual(["TS2345:", "TS18048"]);
});

test("TanStack Start", { timeout: 60_000 }, async () => {
  const files = {
    "src/middleware.ts": `
      import { createMiddleware, createServerFn, createStart, createCsrfMiddleware } from "@tanstack/react-start";
      import { getCookie, setResponseHeader } from "@tanstack/react-start/server";
      export const logger = createMiddleware().server(async ({ next, request }) => { const result = await next(); result.response.headers.set("x-url", request.url); return result; });
      export const auth = createMiddleware().middleware([logger]).server(async ({ next, request }) => {
        if (!request.headers.get("authorization")) return Response.json({ error: "Unauthorized" }, { status: 401 });
        return next({ context: { user: { id: 7 } } });
      });
      export const role = createMiddleware().middleware([auth]).server(async ({ next, context }) => { setResponseHeader("x-user", String(context.user.id)); return next({ context: { admin: getCookie("admin") === "1" } }); });
      export const greet = createServerFn({ method: "POST" }).middleware([auth]).validator((data: { name: string }) => data).handler(async ({ data, context }) => \`\${data.name} \${context.user.id}\`);
      export const plain = createServerFn().handler(async () => [1]);
      export const startInstance = createStart(() => ({ requestMiddleware: [logger, createCsrfMiddleware()] }));`,
    "src/routes/api/posts.$id.ts": `
      import { createFileRoute, notFound, redirect } from "@tanstack/react-router";
      import { json } from "@tanstack/react-start";
      import { auth, greet, logger, plain, role } from "~/middleware";
      export const Route = createFileRoute("/api/posts/$id")({
        server: {
          middleware: [role, logger],
          handlers: {
            GET: async ({ request, params, context, pathname }) => {
              const id: string = params.id;
              if (id === "0") throw notFound();
              if (id === "1") throw redirect({ to: "/api/posts/$id", params: { id: "2" } });
              const admin: boolean = context.admin;
              return Response.json({ id, user: context.user.id.toFixed(), admin, q: new URL(request.url).searchParams.get("q"), pathname, hello: (await greet({ data: { name: "A" } })).length, n: (await plain())[0] });
            },
            POST: { middleware: [auth], handler: async ({ request, context }) => json({ body: await request.json(), user: context.user }, { status: 201 }) },
          },
        },
        component: () => null,
      });
      export const Other = createFileRoute("/files/{$name}.pdf/$")({ server: { handlers: ({ createHandlers }) => createHandlers({ GET: ({ params, context }) => { const rest: string | undefined = params._splat; return new Response(params.name + rest + context.user); }, ANY: { handler: () => new Response() } }) } });`,
  };
  expect(await check("tanstack", files)).toEqual([]);
  const wrong = await check("tanstack", {
    ...files,
    "src/wrong.ts": `import { createFileRoute } from "@tanstack/react-router"; import { auth, greet } from "./middleware";
      export const Route = createFileRoute("/a/$id")({ server: { middleware: [auth], handlers: { GET: ({ params, context }) => new Response(params.idd + context.nobody) } } });
      export const call = () => greet({ data: { name: 1 } });`,
  });
  expect(wrong.map((line) => line.replace(/^.*error /, "").slice(0, 6)).sort()).toEqual([
    "TS2322",
    "TS2339",
    "TS2339",
  ]);
});

test("what is declared is there", async () => {
  const next = await nextModules();
  const modules: Record<string, Record<string, Record<string, unknown>>> = {
    next,
    "react-router": {
      "react-router": reactRouter,
      "@react-router/node": remixServer,
      "@remix-run/node": remixServer,
    },
    tanstack: {
      "@tanstack/react-router": tanstackRouter,
      "@tanstack/react-start": tanstackStart,
      "@tanstack/react-start/server": tanstackServer,
    },
  };
  const { readFile } = await import("node:fs/promises");
  for (const [file, stands] of Object.entries(modules)) {
    const text = await readFile(join(own, `src/compat/types/${file}.d.ts`), "utf8");
    for (const [, name, body] of text.matchAll(/^declare module "([^"]+)" \{\n([\s\S]*?)^\}/gm)) {
      const stand = stands[name!];
      if (!stand) continue;
      for (const [, value] of body!.matchAll(/^ {2}export (?:function|const|class) (\w+)/gm))
        expect(Object.keys(stand), `${name} of src/compat/types/${file}.d.ts`).toContain(value);
    }
  }
});
