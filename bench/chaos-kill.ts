// Kills a child in the middle of a render, many times, from outside.
//
//   npm run chaos -- kill [--rounds 200] [--json]
//
// Passes when every request is answered 200 or a clean 503 (with Retry-After), the server's process
// stays the same, and children are back within a second.

import { count, get, option, percentile, report, round, sleep, startServer } from "./chaos/harness.ts";

const rounds = option("rounds", 200);
const server = await startServer({ pool: { size: 2, spare: 1 } });
await until(async () => (await ready()) >= 3);

const answers: Record<string, number> = {};
const back: number[] = [];
const refilled: number[] = [];
let unclean = 0;
let request = 0;

for (let round = 0; round < rounds; round++) {
  const asked = Array.from({ length: 4 }, () => get(server.port, `/work/${request++}.txt`));
  // Somewhere in the sixty milliseconds of a render.
  await sleep(10 + (round % 5) * 10);
  const children = server.children();
  const before = new Set(children);
  const victim = children[round % children.length]!;
  process.kill(victim, "SIGKILL");
  const killed = performance.now();
  for (const answer of await Promise.allSettled(asked)) {
    if (answer.status === "rejected") {
      count(answers, "broken");
      unclean++;
      continue;
    }
    const { status, retryAfter } = answer.value;
    count(answers, status);
    if (status !== 200 && !(status === 503 && retryAfter)) unclean++;
  }
  // As many as work at a time are there: the spare one has taken the place.
  await until(async () => (await ready()) >= 2);
  back.push(performance.now() - killed);
  await until(async () => (await ready()) >= 3 && server.children().some((pid) => !before.has(pid)));
  refilled.push(performance.now() - killed);
}

const good = await get(server.port, "/work/good.txt");
const alive = server.process.exitCode === null && (await get(server.port, "/healthz")).status === 200;
await server.stop();
report(
  "kill -9 of a child in the middle of a render",
  {
    rounds,
    answers,
    "not 200 and not a clean 503": unclean,
    "two children at work again, ms (p50, max)": [round(percentile(back, 0.5)), round(Math.max(...back))],
    "the spare one there again, ms (p50, p99, max)": [
      percentile(refilled, 0.5),
      percentile(refilled, 0.99),
      Math.max(...refilled),
    ].map((ms) => round(ms, 0)),
  },
  {
    "every request 200 or a clean 503": unclean === 0,
    "the server's process is the same": alive,
    "as many children as work at a time are back within a second": Math.max(...back) < 1_000,
    "the next request is answered": good.status === 200,
  },
);

async function ready(): Promise<number> {
  const { body } = await get(server.port, "/metrics");
  return Number(/^offprint_children_ready (\d+)/m.exec(body.toString())?.[1] ?? 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_500; tries++) {
    if (await holds()) return;
    await sleep(10);
  }
  throw new Error("Children did not come back.");
}
