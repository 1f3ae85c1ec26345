// PDFs: time and memory against those who make them too, and how a long one behaves over HTTP.
//
//   npm ci --prefix bench && npm run bench -- pdf [--json] [--quick] [--only=times|http|children]
//
// Every peer draws the same pages (bench/pdf/content.mjs) in processes of its own; they take turns,
// and the median of all runs counts. Times are given twice: by the clock, and as processor time,
// which other work on the machine disturbs less.

import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadFonts, shippedFonts } from "offprint";

const json = process.argv.includes("--json");
const quick = process.argv.includes("--quick");
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const say = (line: string) => (json ? undefined : console.log(line));

interface Run {
  times: number[];
  cpu: number[];
  bytes: number;
  rss: number;
}

/** Peers, the packages they need, and the longest document that they are asked for. */
const PEERS: [name: string, needs: string, most: number][] = [
  ["offprint", "", 1000],
  ["pdfkit", "", 1000],
  ["typst", "bench/node_modules/@myriaddreamin/typst-ts-node-compiler", 1000],
  ["jspdf", "bench/node_modules/jspdf-autotable", 1000],
  ["pdfmake", "bench/node_modules/pdfmake", 1000],
  ["react-pdf", "bench/node_modules/@react-pdf/renderer", 50],
  ["chromium", process.env["BENCH_CHROMIUM"] ?? "/usr/bin/chromium", 50],
];

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const root = here("..");

const folder = mkdtempSync(join(tmpdir(), "offprint-bench-"));
const fonts = await loadFonts(shippedFonts);
const env: NodeJS.ProcessEnv = { ...process.env };
for (const weight of [400, 700]) {
  const file = join(folder, `Inter-${weight}.ttf`);
  writeFileSync(file, fonts.match("Inter", weight).data());
  env[`BENCH_FONT_${weight}`] = file;
}

function draw(
  peer: string,
  pages: number,
  seconds: number,
  more: NodeJS.ProcessEnv = {},
): Promise<Run | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [here("./pdf/child.mjs"), peer, String(pages), String(seconds)], {
      env: { ...env, ...more },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 300_000,
    });
    let out = "";
    child.stdout.on("data", (part) => (out += String(part)));
    child.on("close", (code) => {
      const found = /\{"times".*\}/.exec(out);
      resolve(code === 0 && found ? (JSON.parse(found[0]) as Run) : undefined);
    });
  });
}

interface Figure {
  wall: number;
  cpu: number;
  bytes: number;
  rss: number;
}

/** Peers in turns, each for as long as the others; the first half of its runs warms it up and does not count. */
async function compare(pages: number, rounds: number, seconds: number): Promise<Map<string, Figure>> {
  const all = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, needs, most] of PEERS) {
      if (pages > most || (needs && !existsSync(needs.startsWith("/") ? needs : join(root, needs)))) continue;
      const run = await draw(name, pages, seconds);
      if (run) all.set(name, [...(all.get(name) ?? []), run]);
    }
  }
  const figures = new Map<string, Figure>();
  for (const [name, list] of all) {
    const warm = (values: number[]) =>
      values.length > 1 ? values.slice(Math.floor(values.length / 2)) : values;
    figures.set(name, {
      wall: median(list.flatMap((run) => warm(run.times))),
      cpu: median(list.flatMap((run) => warm(run.cpu))),
      bytes: median(list.map((run) => run.bytes)),
      rss: median(list.map((run) => run.rss)),
    });
  }
  return figures;
}

const results: Record<string, unknown> = {};
const verdicts: string[] = [];

function judge(name: string, value: number, must: number, unit = "", atLeast = false): void {
  const met = atLeast ? value >= must : value <= must;
  verdicts.push(
    `${met ? "met " : "LOST"} ${name}: ${value.toFixed(value < 10 ? 3 : 0)}${unit} (must be ${atLeast ? "≥" : "≤"} ${must}${unit})`,
  );
  results[name] = { value, must, met };
}

function table(pages: number, figures: Map<string, Figure>): void {
  const ours = figures.get("offprint")!;
  say(
    `\n${pages} page${pages > 1 ? "s" : ""}          wall ms     cpu ms     KB    RSS MiB   ours ÷ it (wall, cpu)`,
  );
  for (const [name, { wall, cpu, bytes, rss }] of figures) {
    const cells = [
      wall.toFixed(1).padStart(12),
      cpu.toFixed(1).padStart(10),
      (bytes / 1000).toFixed(0).padStart(8),
      rss.toFixed(0).padStart(8),
    ];
    say(
      `${name.padEnd(12)}${cells.join(" ")}   ${(ours.wall / wall).toFixed(3).padStart(8)} ${(ours.cpu / cpu).toFixed(3)}`,
    );
  }
  results[`${pages} pages`] = Object.fromEntries(figures);
  const ratio = (peer: string, must: number, of: "wall" | "cpu" | "rss" = "wall") => {
    const it = figures.get(peer);
    if (it) judge(`${pages} pages ÷ ${peer}${of === "wall" ? "" : ` (${of})`}`, ours[of] / it[of], must);
  };
  ratio("pdfkit", pages < 1000 ? 0.1 : 0.12);
  ratio("pdfkit", pages < 1000 ? 0.1 : 0.12, "cpu");
  if (pages === 1) ratio("typst", 0.6);
  if (pages === 50) ratio("typst", 0.4);
  if (pages === 1000) ratio("typst", 0.15, "rss");
}

async function times(): Promise<void> {
  table(1, await compare(1, quick ? 1 : 3, quick ? 4 : 8));
  table(50, await compare(50, quick ? 1 : 3, quick ? 5 : 8));
  table(1000, await compare(1000, quick ? 1 : 3, 0));
  const untagged = await draw("offprint", 50, 0, { TAGGED: "0" });
  const tagged = await draw("offprint", 50, 0);
  if (tagged && untagged) judge("tagged ÷ untagged bytes, 50 pages", tagged.bytes / untagged.bytes, 2);
}

interface Told {
  peak: number;
  delay: number;
  p99: number;
  hold: number;
  taken: number;
  closed: number;
}

function start(): Promise<{
  child: ChildProcess;
  url: string;
  ask(reset?: boolean): Promise<Told>;
  stop(): Promise<{ taken: number; later: number }>;
}> {
  const child = fork(here("./pdf/server.mjs"), [], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  return new Promise((resolve, reject) => {
    child.once("exit", () => reject(new Error("the server did not start")));
    child.once("message", (url) =>
      resolve({
        child,
        url: String(url),
        stop: () =>
          new Promise((told) => {
            child.once("message", (message) => told(message as { taken: number; later: number }));
            child.send("stop");
          }),
        ask: (reset) =>
          new Promise((told) => {
            child.once("message", (message) => told(message as Told));
            child.send(reset ? "reset" : "tell");
          }),
      }),
    );
  });
}

const open = (url: string): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => get(url, resolve).on("error", reject));
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function drain(url: string): Promise<{ bytes: number; ms: number; first: number; tail: string }> {
  const begin = performance.now();
  const response = await open(url);
  let bytes = 0;
  let first = 0;
  let tail = "";
  for await (const part of response) {
    bytes += (part as Buffer).length;
    if (!first && bytes >= 4096) first = performance.now() - begin;
    tail = (part as Buffer).subarray(-8).toString("latin1");
  }
  return { bytes, ms: performance.now() - begin, first, tail };
}

async function overHttp(): Promise<void> {
  say("\nover HTTP");
  const server = await start();
  try {
    for (let i = 0; i < 3; i++) await drain(`${server.url}/rows/3000.pdf`);
    await server.ask(true);
    const small = await drain(`${server.url}/rows/100000.pdf`);
    const base = await server.ask(true);
    say(
      `100,000 rows     ${(small.ms / 1000).toFixed(1)} s, ${(small.bytes / 1e6).toFixed(0)} MB, peak ${base.peak.toFixed(0)} MiB, first 4 KB ${small.first.toFixed(0)} ms`,
    );
    const firsts: number[] = [];
    for (const count of [100, 10_000, 1_000_000]) {
      const response = await (async () => {
        const begin = performance.now();
        const stream = await open(`${server.url}/rows/${count}.pdf`);
        let bytes = 0;
        for await (const part of stream) if ((bytes += (part as Buffer).length) >= 4096) break;
        return performance.now() - begin;
      })();
      firsts.push(response);
      await sleep(100);
    }
    judge("first 4 KB at any length", Math.max(...firsts), 100, " ms");

    const stopped = await server.stop();
    judge("rows taken by a reader that stops after 3 chunks", stopped.taken, 6000);
    judge("rows taken after that", stopped.later - stopped.taken, 0);

    // Over a socket, the kernel's buffers read on for some megabytes; after that nothing may move either.
    const stalled = await open(`${server.url}/rows/1000000.pdf`);
    await new Promise<void>((resolve) => {
      let chunks = 0;
      stalled.on("data", () => {
        if (++chunks < 3) return;
        stalled.pause();
        resolve();
      });
    });
    let before = -1;
    let now = (await server.ask()).taken;
    for (let i = 0; i < 20 && now !== before; i++) {
      await sleep(500);
      before = now;
      now = (await server.ask()).taken;
    }
    say(`stalled socket   ${now} rows taken, then none`);
    const left = Date.now();
    stalled.destroy();
    await sleep(600);
    const { closed } = await server.ask();
    judge("abort closes the rows", closed ? closed - left : Infinity, 500, " ms");

    await server.ask(true);
    const million = await drain(`${server.url}/rows/1000000.pdf`);
    const told = await server.ask();
    const whole = million.tail.includes("%%EOF") ? "whole" : "CUT OFF";
    say(
      `1,000,000 rows   ${(million.ms / 1000).toFixed(1)} s, ${(million.bytes / 1e6).toFixed(0)} MB (${whole}), peak ${told.peak.toFixed(0)} MiB, loop delay p99 ${told.p99.toFixed(1)} ms, max ${told.delay.toFixed(1)} ms; longest turn ${told.hold.toFixed(1)} ms of processor time`,
    );
    judge("1,000,000 rows, peak RSS", told.peak, 256, " MiB");
    judge("growth from 100,000 rows", told.peak - base.peak, 64, " MiB");
    judge("1,000,000 rows, loop delay by the clock, at most", told.delay, 50, " ms");
    judge("1,000,000 rows, longest turn by processor time", told.hold, 50, " ms");
  } finally {
    server.child.disconnect();
  }
}

/** How much more two processes draw together than one alone. */
async function twoChildren(): Promise<void> {
  const ratios: number[] = [];
  /** Documents in a second, once it is warm. */
  const rate = (run: Run | undefined) => {
    const warm = run ? run.times.slice(Math.floor(run.times.length / 2)) : [];
    return (1000 * warm.length) / warm.reduce((sum, time) => sum + time, 0);
  };
  for (let round = 0; round < 3; round++) {
    const alone = rate(await draw("offprint", 50, 6));
    const both = await Promise.all([draw("offprint", 50, 6), draw("offprint", 50, 6)]);
    ratios.push((rate(both[0]) + rate(both[1])) / alone);
  }
  judge("two children ÷ one", median(ratios), 1.6, "", true);
}

const only = process.argv.find((argument) => argument.startsWith("--only="))?.slice(7);
if (!only || only === "times") await times();
if (!only || only === "http") await overHttp();
if (!only || only === "children") await twoChildren();
rmSync(folder, { recursive: true });
if (json) console.log(JSON.stringify(results, null, 2));
else for (const verdict of ["", ...verdicts]) console.log(verdict);
