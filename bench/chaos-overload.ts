// Ten times more renders than the children can make, for a minute; beside them hits and health checks.
//
//   npm run chaos -- overload [--seconds 60] [--json]
//
// Passes when hits and health answer as fast as before (p99 at most twice idle, or 20 ms), what was
// accepted is answered within the deadline, and the rest gets 503 in under 50 ms: every one that a
// process of its own asks for beside the flood, and 99 of 100 in the flood, whose sender is busy itself. Where others
// have more than a tenth of the machine's processors meanwhile, a request is judged by its own time: less that for which
// its sender or the server's main thread was ready to run and did not. The flood's sender has answers in a line of its own
// then, and its refusals are figures alone.

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
import { timeRequest, watchOthers, type Timed } from "./chaos/own-time.ts";
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
const accepted: Timed[] = [];
const refused: Timed[] = [];
const asking: Promise<void>[] = [];
let prober = 0;
const busy = probes(seconds, "/work/p", (pid) => (prober = pid));
const others = watchOthers(() => [process.pid, prober, server.pid, ...server.children()]);
const from = performance.now();
let sent = 0;
while (performance.now() - from < seconds * 1_000) {
  for (const due = ((performance.now() - from) / 1_000) * rate; sent < due; sent++) {
    const time = timeRequest(server.pid);
    asking.push(
      get(server.port, `/work/o${sent}.txt`, keepAlive).then(
        ({ status, retryAfter }) => {
          count(statuses, status);
          if (status === 200) accepted.push(time());
          else if (status === 503 && retryAfter) refused.push(time());
        },
        () => count(statuses, "broken"),
      ),
    );
  }
  await sleep(5);
}
const judge = others();
await Promise.all(asking);
const loaded = await busy;
await server.stop();
const judged = (times: Timed[]) => judge.times(times);
// Those who waited in line and were then turned away have waited as long as they may, no longer.
const atOnce = (times: Timed[]) => times.filter(({ ms, askerWaited }) => ms - askerWaited < MAX_WAIT);
const told = judged(atOnce(loaded.refused));
const refusedAtOnce = judged(atOnce(refused));
const [hit, idleHit, health, idleHealth] = [loaded.hit, idle.hit, loaded.health, idle.health].map(judged);

const p99 = (values: number[]) => round(percentile(values, 0.99));
const spread = (values: number[]) => [
  round(percentile(values, 0.5)),
  p99(values),
  round(Math.max(...values)),
];
const wall = (times: Timed[]) => times.map(({ ms }) => ms);
const fine = (now: number[], before: number[]) => p99(now) <= Math.max(20, 2 * p99(before));
report(
  "ten times overload",
  {
    "renders a second that the children make": round(capacity),
    "requests a second sent": round(rate),
    seconds,
    answers: statuses,
    "share of the processors of other programs": round(judge.others, 2),
    "judged by": judge.by,
    "hits, ms (p50, p99, max) idle": spread(idleHit!),
    "hits, ms (p50, p99, max) overloaded": spread(hit!),
    "health, ms (p50, p99, max) idle": spread(idleHealth!),
    "health, ms (p50, p99, max) overloaded": spread(health!),
    "accepted, ms (p50, p99, max)": spread(judged(accepted)),
    "refused, ms (p50, p99, max) to a probe": spread(told),
    "refused, ms (p50, p99, max) to the flood itself": spread(refusedAtOnce),
    "by the clock: hits": spread(wall(loaded.hit)),
    "by the clock: accepted": spread(wall(accepted)),
    "by the clock: refused to a probe": spread(wall(atOnce(loaded.refused))),
    "the probe's own timers late, ms (p50, p99, max)": spread(loaded.late),
    "turned away after waiting": refused.length - refusedAtOnce.length,
  },
  {
    "hits unaffected": fine(hit!, idleHit!),
    "health unaffected": fine(health!, idleHealth!),
    "accepted within the deadline": Math.max(...judged(accepted)) <= DEADLINE,
    "every refusal of a probe in under 50 ms": told.length > 0 && Math.max(...told) < 50,
    ...(judge.by === "the clock"
      ? { "refused in under 50 ms (p99) in the flood": p99(refusedAtOnce) < 50 }
      : {}),
    "nothing else": Object.keys(statuses).every((status) => status === "200" || status === "503"),
  },
);

/** Times of a stored image, of the health check, and of refusals. */
async function probes(seconds: number, refused?: string, began?: (pid: number) => void) {
  const paths = ["/card/1.png", "/healthz"];
  const { times, late } = await probe({ port: server.port, pid: server.pid, paths, seconds, refused }, began);
  return { hit: times[paths[0]!]!, health: times[paths[1]!]!, refused: times[refused ?? ""] ?? [], late };
}
