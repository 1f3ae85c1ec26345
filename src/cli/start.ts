// `offprint start`: serve(cache(pool(app))).

import { useFastResponse } from "../http/fast-response.ts";
import { bufferedStderr } from "../log.ts";
import { createMetrics } from "../ops/metrics.ts";
import { stopOnSignals } from "../port/signals.ts";
import type { Fetch } from "../routing/route.ts";
import { traced } from "../ops/trace.ts";
import { onParentGone } from "./parent.ts";
import { announce, openPool, openPort, type ListenOptions } from "./listen.ts";
import { openCache } from "./open-cache.ts";
import { hintIfEmpty, openProject } from "./project.ts";
import { surviveFaults } from "./survive.ts";
import { openLog } from "./terminal-log.ts";
import { fail } from "./terminal.ts";
import type { AppInfo } from "./child-app.ts";

export async function start(options: ListenOptions): Promise<void> {
  const from = performance.now();
  useFastResponse();
  const project = await openProject(options);
  await hintIfEmpty(project.root, project.sources ?? []);
  const log = openLog("info", bufferedStderr);
  surviveFaults(log);
  const metrics = await createMetrics();

  const pooled = openPool(options, { ...project.pool, log, observe: metrics });
  metrics.pool(pooled.stats);
  const info = (await pooled.ready().catch((error: Error) => fail(error.message))) as AppInfo;

  const config = project.cache ?? {};
  const cached = config === false ? undefined : openCache(pooled, project, config, info);

  const fetch = await withTracing(cached ?? pooled);
  const server = await openPort(fetch, options, {
    ...project.serve,
    origin: project.origin,
    origins: project.origins,
    ready: pooled.alive,
    metrics,
    log,
  });
  announce(server.url, info, from);
  if (project.guessedOrigin)
    log.warn(
      `Absolute URLs begin with ${project.origin}: say where the world finds this server, by \`origin\` in offprint.config.ts, ORIGIN or --origin`,
    );
  stopOnSignals(async () => {
    await server.close();
    await cached?.close();
    await pooled.close(1_000);
  });
  onParentGone(() => {
    log.info("What started this server has gone: stopping");
    process.kill(process.pid, "SIGTERM");
  });
}

/** Spans where an OpenTelemetry exporter is configured (its standard variables). */
async function withTracing(fetch: Fetch): Promise<Fetch> {
  const { OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT } = process.env;
  return OTEL_TRACES_EXPORTER || OTEL_EXPORTER_OTLP_ENDPOINT ? traced(fetch, "serve") : fetch;
}
