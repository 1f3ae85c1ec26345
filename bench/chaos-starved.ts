// New images for eight clients while 0, 4 and 16 busy loops beside the server take the processor.
//
//   npm run chaos -- starved [--seconds 20] [--json]
//
// Passes when goodput falls with the share of the processor that the server's processes get, and no further
// (a ratio of at least 0.7), no child is ended, and eight new images at once, right after a start beside ten
// busy loops, are all answered. Work that loses the processor all the time costs more of it on any machine, for
// caches that others have filled meanwhile: bare processes draw the same images in turn with the server, and what they lose
// is the machine's and not the server's. The ratio is taken to theirs.

import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { count, get, keepAlive, option, report, round, startServer, type Running } from "./chaos/harness.ts";
import { startBare } from "./chaos/bare.ts";
import { processorTime } from "./chaos/own-time.ts";

const NEIGHBOURS = [0, 4, 16];
const CLIENTS = 8;

/**
 * Images that the server makes before it is measured, with and without neighbours by the same processes: the first
 * 200 cost 20 ms of processor each, the next 1,500 6 to 5, those after them 3.6.
 */
const WARM = 2_500;

/** The least that goodput may keep of what the share of the processor would allow, and the machine itself loses. */
const RATIO = 0.7;

const seconds = option("seconds", 20);
let image = 0;

const cold = await atOnce(10);
const server = await startServer({}, "site");
for (let n = 0; n < WARM; n += CLIENTS)
  await Promise.all(
    Array.from({ length: CLIENTS }, () => get(server.port, `/card/${image++}.png`, keepAlive)),
  );
// As many as the pool has at work.
const many = availableParallelism();
const bare = await startBare(many, WARM / many);
const runs: Awaited<ReturnType<typeof measure>>[] = [];
for (const neighbours of NEIGHBOURS) runs.push(await measure(neighbours));
const kills = await endsOf(server);
const reasons = [...server.log().matchAll(/"reason":"(\w+)"/g)].map(([, reason]) => reason);
await server.stop();
bare.stop();
const [alone] = runs;
/** Answers for the same processor time, of those that there are for it without neighbours. */
const ownRatioOf = ({ share, goodput }: (typeof runs)[number]) =>
  goodput / alone!.goodput / (share / alone!.share);
/** The same of the bare processes: at most 1, since neighbours give nobody anything. */
const bareRatioOf = (run: (typeof runs)[number]) => Math.min(1, alone!.bareEach / run.bareEach);
const ratioOf = (run: (typeof runs)[number]) => round(ownRatioOf(run) / bareRatioOf(run), 2);

report(
  "beside busy neighbours",
  {
    "eight new images at once beside ten, statuses": cold.statuses,
    "the last of them after, s": round(cold.ms / 1_000),
    seconds,
    ...Object.fromEntries(
      runs.map((run) => [
        `${run.neighbours} neighbours`,
        {
          "share of the processor": round(run.share, 3),
          "answers a second": round(run.goodput, 2),
          "for the same processor time, of those without neighbours": round(ownRatioOf(run), 2),
          "the same of bare processes": round(bareRatioOf(run), 2),
          ratio: ratioOf(run),
          "processor for each, ms (parent, children, bare)": run.each,
          statuses: run.statuses,
        },
      ]),
    ),
    "children ended": reasons,
  },
  {
    "eight new images at once are answered": cold.statuses["200"] === CLIENTS,
    "goodput falls with the share, and no further": runs.every((run) => ratioOf(run) >= RATIO),
    "no child is ended at work": cold.kills === 0 && kills === 0,
    "nothing but 200 and 503": runs.every(({ statuses }) =>
      Object.keys(statuses).every((status) => status === "200" || status === "503"),
    ),
  },
);

/** Eight images that nobody has asked for before, at once, of children that have made none. */
async function atOnce(neighbours: number) {
  const server = await startServer({}, "site");
  const stop = busyLoops(neighbours);
  const statuses: Record<string, number> = {};
  const from = performance.now();
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const { status } = await get(server.port, `/card/${image++}.png`, keepAlive);
      count(statuses, status);
    }),
  );
  const ms = performance.now() - from;
  stop();
  const kills = await endsOf(server);
  await server.stop();
  return { statuses, ms, kills };
}

async function measure(neighbours: number) {
  const stop = busyLoops(neighbours);
  const statuses: Record<string, number> = {};
  const before = processorTimes(server);
  const from = performance.now();
  const until = from + seconds * 1_000;
  let done = 0;
  // Who has asked by then is waited for: answers and processor time are of the same requests.
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < until) {
        const { status } = await get(server.port, `/card/${image++}.png`, keepAlive);
        count(statuses, status);
        if (status === 200) done++;
      }
    }),
  );
  const passed = performance.now() - from;
  const after = processorTimes(server);
  const drawn = await bare.draw(seconds * 1_000);
  stop();
  const parent = after.parent - before.parent;
  const children = after.children - before.children;
  return {
    neighbours,
    share: (parent + children) / passed,
    goodput: (done * 1_000) / passed,
    bareEach: drawn.used / drawn.done,
    each: [round(parent / done, 2), round(children / done, 2), round(drawn.used / drawn.done, 2)],
    statuses,
  };
}

function busyLoops(many: number): () => void {
  const loops = Array.from({ length: many }, () =>
    spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
  );
  const stop = () => {
    for (const loop of loops) loop.kill("SIGKILL");
  };
  process.once("exit", stop);
  return stop;
}

/** Milliseconds that the server and its children have had, by the scheduler's account (Linux). */
function processorTimes({ pid, children }: Running) {
  return {
    parent: processorTime(pid),
    children: children().reduce((sum, child) => sum + processorTime(child), 0),
  };
}

/** Children that were ended, whatever for. */
async function endsOf(server: Running): Promise<number> {
  const { body } = await get(server.port, "/metrics");
  return [
    ...body.toString().matchAll(/^offprint_child_ends_total\{reason="(?:stuck|crash|memory)"\} (\d+)/gm),
  ]
    .map(([, ends]) => Number(ends))
    .reduce((sum, ends) => sum + ends, 0);
}
