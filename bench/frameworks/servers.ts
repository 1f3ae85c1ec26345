// One server of the frameworks benchmark, by name; tells its origin to the parent.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { H3, handleCacheHeaders } from "h3";
import { serve as srvx } from "srvx";
import { createApp, serve, useFastResponse } from "offprint";
import type { ConventionName } from "../../src/conventions/source.ts";
import type { Fetch } from "../../src/routing/route.ts";

const ETAG = '"9f8e7d6c5b4a3928"';

/** The same two routes in each convention: tiny JSON, and JSON with an entity tag of the author's. */
const ROUTES: Record<ConventionName, { dir: string; files: Record<string, string> }> = {
  native: {
    dir: "routes",
    files: {
      "tiny.ts": `export const GET = () => ({ hello: "world" });`,
      "same.ts": `export const GET = () => Response.json({ hello: "world" }, { headers: { etag: '${ETAG}' } });`,
    },
  },
  remix: {
    dir: "routes",
    files: {
      "tiny.ts": `import { json } from "@remix-run/node"; export const loader = async () => json({ hello: "world" });`,
      "same.ts": `import { json } from "@remix-run/node"; export const loader = async () => json({ hello: "world" }, { headers: { etag: '${ETAG}' } });`,
    },
  },
  next: {
    dir: "app",
    files: {
      "tiny/route.ts": `export async function GET() { return Response.json({ hello: "world" }); }`,
      "same/route.ts": `import { NextResponse } from "next/server"; export async function GET() { return NextResponse.json({ hello: "world" }, { headers: { etag: '${ETAG}' } }); }`,
    },
  },
  tanstack: {
    dir: "routes",
    files: {
      "tiny.ts": `import { createFileRoute } from "@tanstack/react-router"; export const Route = createFileRoute("/tiny")({ server: { handlers: { GET: async () => Response.json({ hello: "world" }) } } });`,
      "same.ts": `import { createFileRoute } from "@tanstack/react-router"; export const Route = createFileRoute("/same")({ server: { handlers: { GET: async () => Response.json({ hello: "world" }, { headers: { etag: '${ETAG}' } }) } } });`,
    },
  },
};

/** The server that h3 uses: what differs is then the app alone. */
async function listen(fetch: Fetch): Promise<string> {
  const server = srvx({ fetch, port: 0, hostname: "127.0.0.1", silent: true });
  await server.ready();
  return new URL(server.url!).origin;
}

/** @param name `h3`, a convention, or a convention with `@serve` for this package's own server. */
async function start(name: string): Promise<string> {
  useFastResponse();
  if (name === "h3") {
    const app = new H3()
      .get("/tiny", () => ({ hello: "world" }))
      .get("/same", (event) => (handleCacheHeaders(event, { etag: ETAG }) ? "" : { hello: "world" }));
    return listen(app.fetch);
  }
  const [convention, server] = name.split("@") as [ConventionName, string?];
  const { dir, files } = ROUTES[convention];
  const root = mkdtempSync(join(tmpdir(), "offprint-bench-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, dir, path)), { recursive: true });
    writeFileSync(join(root, dir, path), text);
  }
  const app = await createApp({
    root,
    sources: [{ dir, convention }],
    origin: "http://127.0.0.1",
  });
  // All of it has been loaded.
  rmSync(root, { recursive: true, force: true });
  if (server !== "serve") return listen(app.fetch);
  return (await serve(app.fetch, { port: 0, hostname: "127.0.0.1" })).url;
}

// Asked for it, says what it has cost so far.
process.on("message", () => process.send?.(process.cpuUsage()));
process.send?.(await start(process.argv[2] ?? "h3"));
