// `offprint start`: the app on a port.

import { createApp, type App } from "../app.ts";
import { createLog } from "../log.ts";
import { useFastResponse } from "../http/fast-response.ts";
import { serve } from "../serve.ts";
import { hintIfEmpty, readProject, type ProjectOptions } from "./project.ts";
import { bold, cyan, dim, fail, say } from "./terminal.ts";

export async function start(options: ProjectOptions & { host?: string }): Promise<void> {
  const from = performance.now();
  useFastResponse();
  const project = await readProject(options);
  await hintIfEmpty(project.root, project.sources ?? []);
  const app = await createApp({ ...project, log: createLog({ level: process.env.LOG_LEVEL ?? "info" }) });
  const server = await serve(app.fetch, { port: options.port, hostname: options.host }).catch(
    (error: NodeJS.ErrnoException) =>
      fail(
        error.code === "EADDRINUSE"
          ? `Port ${options.port ?? 3000} is taken. Give another: --port 3001`
          : error.message,
      ),
  );
  announce(server.url, app, performance.now() - from);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
}

/** Says where it listens, and a URL of each kind to try. */
function announce(url: string, app: App, ms: number): void {
  say(
    `${bold("Offprint")} on ${cyan(url)} ${dim(`· ${app.routes.length} ${app.routes.length === 1 ? "route" : "routes"} · ${Math.round(ms)} ms`)}`,
  );
  for (const route of app.routes) say(dim(`  ${url}${route.pattern}`));
}
