// `npm run bench -- http [--json] [--rounds N] [--row NAME]`: what an answer costs us, beside what it costs others.
//
// Each server is a process of its own. Rounds are interleaved, so that a busy machine slows all alike;
// what is told are medians over the rounds, and ratios to h3 taken within each round. CPU time of the
// server's process for each request says more than throughput where the machine is shared.

import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ETAG } from "./http/_payloads.mjs";
import { load } from "./http/load.ts";

const { values: options } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    rounds: { type: "string", default: "9" },
    row: { type: "string", multiple: true },
    ms: { type: "string", default: "400" },
  },
});

interface Started {
  child: ChildProcess;
  port: number;
  firstAnswer: number;
  sinceStart: number;
}

async function start(server: string): Promise<Started> {
  const child = fork(fileURLToPath(new URL("http/server.mjs", import.meta.url)), [server], { execArgv: [] });
  const died = once(child, "exit").then(() =>
    Promise.reject(new Error(`The server ${server} did not come up`)),
  );
  const [told] = (await Promise.race([once(child, "message"), died])) as [Omit<Started, "child">];
  died.catch(() => {});
  return { child, ...told };
}

async function stop({ child }: Started): Promise<void> {
  child.disconnect();
  await once(child, "exit");
}

async function cpuOf({ child }: Started): Promise<number> {
  child.send("cpu");
  const [{ cpu }] = (await once(child, "message")) as [{ cpu: NodeJS.CpuUsage }];
  return cpu.user + cpu.system;
}

const servers: Record<string, Started> = {};
for (const name of ["raw", "srvx", "h3", "offprint"]) servers[name] = await start(name);

interface Cell {
  server: string;
  path: string;
  headers?: readonly string[];
  status?: number;
}

const all = (path: string): Cell[] => ["raw", "srvx", "h3", "offprint"].map((server) => ({ server, path }));
const asked = (server: string, path: string, tag: string): Cell => ({
  server,
  path,
  headers: [`If-None-Match: ${tag}`],
  status: 304,
});

const ours = (await fetch(`http://127.0.0.1:${servers.offprint!.port}/data.json`)).headers.get("etag")!;

/** `h3` of a row is what the ratios are to. */
const ROWS: Record<string, Record<string, Cell>> = {};
for (const [name, path] of [
  ["tiny JSON", "/data.json"],
  ["Response.json", "/response.json"],
  ["40 KB PNG", "/card.png"],
  ["1 MB stream", "/stream.bin"],
] as const)
  ROWS[name] = Object.fromEntries(all(path).map((cell) => [cell.server, cell]));
ROWS["304"] = {
  raw: asked("raw", "/304-checked", ETAG),
  srvx: asked("srvx", "/304-checked", ETAG),
  // Says 304 to everyone, without looking at the request.
  h3: asked("h3", "/304", ETAG),
  // Evaluates the precondition, as a server must.
  "h3 checked": asked("h3", "/304-checked", ETAG),
  offprint: asked("offprint", "/data.json", ours),
};

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

interface Sample {
  /** Requests a second. */
  rate: number;
  /** Microseconds of the server's CPU time a request. */
  cpu: number;
}

const rounds = Number(options.rounds);
const rows = Object.entries(ROWS).filter(([name]) => options.row?.includes(name) ?? true);

async function sample({ server, path, headers, status = 200 }: Cell, ms: number): Promise<Sample> {
  const started = servers[server]!;
  const before = await cpuOf(started);
  const { requests, seconds } = await load({ port: started.port, path, headers, status }, ms);
  return { rate: requests / seconds, cpu: ((await cpuOf(started)) - before) / requests };
}

const samples = new Map<string, Sample[]>();
for (let round = -1; round < rounds; round++)
  for (const [row, cells] of rows) {
    // Each round begins with another server, so that none is always first after a pause.
    const names = Object.keys(cells);
    const turn = (round + 1) % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const taken = await sample(cells[name]!, round < 0 ? 1500 : Number(options.ms));
      const key = `${row}\n${name}`;
      // The round before the first warms up.
      if (round >= 0) samples.set(key, [...(samples.get(key) ?? []), taken]);
    }
  }
await Promise.all(Object.values(servers).map(stop));

const starts = new Map<string, Started[]>();
for (let round = 0; round < Math.min(rounds, 5); round++)
  for (const name of Object.keys(servers)) {
    const started = await start(name);
    await stop(started);
    starts.set(name, [...(starts.get(name) ?? []), started]);
  }

const answers = rows.flatMap(([row, cells]) =>
  Object.keys(cells).map((name) => {
    const of = samples.get(`${row}\n${name}`)!;
    const reference = samples.get(`${row}\nh3`)!;
    return {
      row,
      server: name,
      requestsPerSecond: Math.round(median(of.map(({ rate }) => rate))),
      cpuMicroseconds: round2(median(of.map(({ cpu }) => cpu))),
      throughputToH3: round2(median(of.map(({ rate }, i) => rate / reference[i]!.rate))),
      throughputToH3ByCpu: round2(median(of.map(({ cpu }, i) => reference[i]!.cpu / cpu))),
    };
  }),
);
const startUp = [...starts].map(([server, of]) => ({
  server,
  listenToFirstAnswerMs: round2(median(of.map(({ firstAnswer }) => firstAnswer))),
  processToFirstAnswerMs: round2(median(of.map(({ sinceStart }) => sinceStart))),
}));

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}

if (options.json) console.log(JSON.stringify({ rounds, answers, startUp }, null, 2));
else {
  console.table(answers);
  console.table(startUp);
}
