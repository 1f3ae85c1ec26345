// Common to `start` and `dev`: the children, the port, the lines that tell of them.

import { pool, type Pool } from "../pool/pool.ts";
import type { PoolOptions } from "../pool/options.ts";
import type { Fetch } from "../routing/route.ts";
import type { ServeOptions, Server } from "../port/options.ts";
import { serve } from "../port/serve.ts";
import { LOOPBACK, ownHosts } from "./own-machine.ts";
import type { ProjectOptions } from "./project.ts";
import { bold, cyan, dim, fail, say } from "./terminal.ts";
import type { AppInfo, WorkerOptions } from "./child-app.ts";

export type ListenOptions = ProjectOptions & { host?: string };

/** Children that run the project's app. */
export function openPool(options: ListenOptions & WorkerOptions, more: Partial<PoolOptions>): Pool {
  const { folder, convention, origin, port, explain } = options;
  const args: WorkerOptions = { folder, convention, origin, port, explain };
  return pool({ app: new URL("./child-app.js", import.meta.url), args, ...more });
}

/** Listens, or ends the command with the reason why it cannot. */
export function openPort(fetch: Fetch, options: ListenOptions, more: ServeOptions): Promise<Server> {
  return serve(fetch, { port: options.port, hostname: options.host, ...more }).catch(
    (error: NodeJS.ErrnoException) => cannotListen(error, options),
  );
}

/** Listens for this machine alone, by both of its names, unless `--host` says otherwise. */
export async function openOwnPort(fetch: Fetch, options: ListenOptions, more: ServeOptions): Promise<Server> {
  const own = { ...more, allowedHosts: ownHosts(options.host, more.allowedHosts) };
  if (options.host !== undefined) return openPort(fetch, options, own);
  const [first, second] = LOOPBACK;
  const server = await openPort(fetch, { ...options, host: first }, own);
  const other = await serve(fetch, { port: server.port, hostname: second, ...own }).catch(
    (error: NodeJS.ErrnoException) =>
      // A machine without IPv6 has one address less.
      error.code === "EADDRINUSE" ? cannotListen(error, options) : undefined,
  );
  return {
    port: server.port,
    url: `http://localhost:${server.port}`,
    close: async (grace) => void (await Promise.all([server.close(grace), other?.close(grace)])),
  };
}

function cannotListen({ code, message }: NodeJS.ErrnoException, { port = 3000 }: ListenOptions): never {
  return fail(code === "EADDRINUSE" ? `Port ${port} is taken. Give another: --port 3001` : message);
}

/** Says where it listens, every URL, and what was found beside them. */
export function announce(url: string, { routes, notes }: AppInfo, since: number): void {
  const count = `${routes.length} ${routes.length === 1 ? "route" : "routes"}`;
  say(
    `${bold("Offprint")} on ${cyan(url)} ${dim(`· ${count} · ${Math.round(performance.now() - since)} ms`)}`,
  );
  for (const pattern of routes) say(dim(`  ${url}${pattern}`));
  sayNotes(notes);
}

/** @param known those that have been said before */
export function sayNotes(notes: AppInfo["notes"], known: AppInfo["notes"] = []): void {
  const said = new Set(known.map(lineOf));
  for (const line of notes.map(lineOf)) if (!said.has(line)) say(dim(line));
}

const lineOf = ({ file, message }: AppInfo["notes"][number]) => `  ${file}: ${message}`;
