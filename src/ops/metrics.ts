// Numbers for Prometheus: requests, cache, renders, queue, children.

import type { PortMetrics } from "../port/port-metrics.ts";
import type { PoolObserver } from "../pool/options.ts";
import type { PoolStats } from "../pool/pool.ts";
import { METHODS } from "../routing/route.ts";
import { essenceOf, extensionOfType } from "../http/types.ts";

/** Collects numbers, and writes them in Prometheus' text format. */
export interface Metrics extends PortMetrics, Required<Pick<PoolObserver, "answered" | "ended" | "refused">> {
  /** Sets the function that tells the state of the pool, which is called at each scrape. */
  pool(stats: () => PoolStats): void;
}

const SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * @example
 * const metrics = await createMetrics();
 * const pooled = pool({ app, observe: metrics });
 * metrics.pool(pooled.stats);
 * await serve(cache(pooled), { metrics });
 */
export async function createMetrics(): Promise<Metrics> {
  // Loaded here, since every child loads this file with the rest of the package and has no use for it.
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = await import("prom-client");
  const registers = [new Registry()];
  const [registry] = registers;
  // Their clock for the event loop's lag ticks a hundred times a second, 8 ms of processor time: a third of what the
  // port gets beside sixteen busy programs. So it starts with the first who asks.
  let collecting = false;
  const requests = new Counter({
    name: "offprint_http_requests_total",
    help: "Answers sent, by method and status.",
    labelNames: ["method", "status"],
    registers,
  });
  const seconds = new Histogram({
    name: "offprint_http_request_seconds",
    help: "From a request's head to the end of its answer, by what the cache did.",
    labelNames: ["cache"],
    buckets: SECONDS,
    registers,
  });
  const renderSeconds = new Histogram({
    name: "offprint_render_seconds",
    help: "Time of renders, by media type. Its count is the number of renders.",
    labelNames: ["type"],
    buckets: SECONDS,
    registers,
  });
  const childSeconds = new Histogram({
    name: "offprint_pool_first_byte_seconds",
    help: "From a request's place on a child to the first byte of its answer, by media type.",
    labelNames: ["type"],
    buckets: SECONDS,
    registers,
  });
  const ends = new Counter({
    name: "offprint_child_ends_total",
    help: "Children that have ended and were replaced, by reason.",
    labelNames: ["reason"],
    registers,
  });
  const refused = new Counter({
    name: "offprint_pool_refused_total",
    help: "Requests turned away: the queue was full, or their URL had ended two children.",
    labelNames: ["why"],
    registers,
  });
  let stats: (() => PoolStats) | undefined;
  const gauge = (name: string, help: string, read: (stats: PoolStats) => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        if (stats) this.set(read(stats()));
      },
    });
  gauge("offprint_children_ready", "Children that answer.", ({ ready }) => ready);
  gauge("offprint_pool_running", "Requests that children are serving.", ({ running }) => running);
  gauge("offprint_pool_waiting", "Requests that wait for a place on a child.", ({ waiting }) => waiting);
  gauge("offprint_pool_paused", "Streams whose readers have paused.", ({ paused }) => paused);
  gauge("offprint_children_rss_bytes", "Resident memory of all children.", ({ children }) =>
    children.reduce((sum, { rss }) => sum + rss, 0),
  );
  const known = new Set<string>(METHODS);

  return {
    request(method, { status, cacheStatus }, duration) {
      requests.inc({ method: known.has(method) ? method : "other", status });
      seconds.observe({ cache: cacheWord(cacheStatus) }, duration);
    },
    answered(type, duration, serverTiming) {
      const label = knownType(type);
      childSeconds.observe({ type: label }, duration);
      const render = serverTiming && /\brender;dur=([\d.]+)/.exec(serverTiming);
      if (render) renderSeconds.observe({ type: label }, Number(render[1]) / 1_000);
    },
    ended: (reason) => ends.inc({ reason }),
    refused: (why) => refused.inc({ why }),
    pool: (ask) => void (stats = ask),
    text() {
      if (!collecting) collectDefaultMetrics({ register: registry });
      collecting = true;
      return registry!.metrics();
    },
    contentType: registry!.contentType,
  };
}

/** Result of a cache in one word: `hit`, or its reason to forward the request (RFC 9211 §2). */
function cacheWord(status: string | undefined): string {
  if (status === undefined) return "none";
  if (/;\s*hit\b/.test(status)) return "hit";
  const why = /;\s*fwd=([a-z-]+)/.exec(status)?.[1] ?? "other";
  return FORWARDS.has(why) ? why : "other";
}

/** Why a cache asked on, in the words of RFC 9211 §2.2. */
const FORWARDS = new Set("bypass method uri-miss vary-miss miss request stale partial".split(" "));

/** A label for a media type: each new one is kept for as long as the process lives, so there is one for all unknown ones. */
function knownType(type: string): string {
  const known = type === "none" || type === "text/event-stream" || extensionOfType(type) !== undefined;
  return known ? essenceOf(type) : "other";
}
