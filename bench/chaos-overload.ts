// Ten times more renders than the children can make, for a minute; beside them hits and health checks.
//
//   npm run chaos -- overload [--seconds 60] [--json]
//
// Passes when hits and health answer as fast as before (p99 at most twice idle, or 20 ms), what was
// accepted is answered within the deadline, and the rest gets 503 in under 50 ms: every one that a
// process of its own asks for beside the flood, and 99 of 100 in the flood, whose sender is busy itself.

import {
  count,
  get,
  keepAlive,
  option,
  percentile,
  report,
  round,
  sleep,
  startServer,
} from "./chaos/harness.ts";
import { probe } from "./chaos/probe.ts";

/** The pool's waiting time, and what an accepted request may take in all. */
const MAX_WAIT = 5_000;
const DEADLINE = 10_000;

const seconds = option("seconds", 60);
const server = await startServer({ pool: { maxWait: MAX_WAIT } });
await get(server.port, "/card/1.png");

// What the children can make.
let made = 0;
const until = performance.now() + 5_000;
await Promise.all(
  Array.from({ length: 8 }, async (_, i) => {
    for (let n = 0; performance.now() < until; n++)
      if ((await get(server.port, `/work/c${i}-${n}.txt`, keepAlive)).status === 200) made++;
  }),
);
const capacity = made / 5;
const idle = await probes(10);

const rate = capacity * 10;
const statuses: Record<string, number> = {};
const accepted: number[] = [];
const refused: number[] = [];
const asking: Promise<void>[] = [];
const busy = probes(seconds, "/work/p");
const from = performance.now();
let sent = 0;
while (performance.now() - from < seconds * 1_000) {
  for (const due = ((performance.now() - from) / 1_000) * rate; sent < due; sent++)
    asking.push(
      get(server.port, `/work/o${sent}.txt`, keepAlive).then(
        ({ status, ms, retryAfter }) => {
          count(statuses, status);
          if (status === 200) accepted.push(ms);
          else if (status === 503 && retryAfter) refused.push(ms);
        },
        () => count(statuses, "broken"),
      ),
    );
  await sleep(5);
}
await Promise.all(asking);
const loaded = await busy;
// Those who waited in line and were then turned away have waited as long as they may, no longer.
const atOnce = (times: number[]) => times.filter((ms) => ms < MAX_WAIT);
const told = atOnce(loaded.refused);
await server.stop();

const p99 = (values: number[]) => round(percentile(values, 0.99));
const spread = (values: number[]) => [
  round(percentile(values, 0.5)),
  p99(values),
  round(Math.max(...values)),
];
const fine = (now: number[], before: number[]) => p99(now) <= Math.max(20, 2 * p99(before));
report(
  "ten times overload",
  {
    "renders a second that the children make": round(capacity),
    "requests a second sent": round(rate),
    seconds,
    answers: statuses,
    "hits, ms (p50, p99) idle": [round(percentile(idle.hit, 0.5)), p99(idle.hit)],
    "hits, ms (p50, p99) overloaded": [round(percentile(loaded.hit, 0.5)), p99(loaded.hit)],
    "health, ms (p50, p99) idle": [round(percentile(idle.health, 0.5)), p99(idle.health)],
    "health, ms (p50, p99) overloaded": [round(percentile(loaded.health, 0.5)), p99(loaded.health)],
    "accepted, ms (p50, p99, max)": spread(accepted),
    "refused, ms (p50, p99, max) to a probe": spread(told),
    "refused, ms (p50, p99, max) to the flood itself": spread(atOnce(refused)),
    "the probe's own timers late, ms (p50, p99, max)": spread(loaded.late),
    "turned away after waiting": refused.length - atOnce(refused).length,
  },
  {
    "hits unaffected": fine(loaded.hit, idle.hit),
    "health unaffected": fine(loaded.health, idle.health),
    "accepted within the deadline": Math.max(...accepted) <= DEADLINE,
    "every refusal of a probe in under 50 ms": told.length > 0 && Math.max(...told) < 50,
    "refused in under 50 ms (p99) in the flood": p99(atOnce(refused)) < 50,
    "nothing else": Object.keys(statuses).every((status) => status === "200" || status === "503"),
  },
);

/** Times of a stored image, of the health check, and of refusals. */
async function probes(seconds: number, refused?: string) {
  const paths = ["/card/1.png", "/healthz"];
  const { times, late } = await probe({ port: server.port, paths, seconds, refused });
  return { hit: times[paths[0]!]!, health: times[paths[1]!]!, refused: times[refused ?? ""] ?? [], late };
}
