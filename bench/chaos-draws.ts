// No picture ends a process: random trees and random SVG, of sizes from 1 × 1, each way that there is to draw them.
//
//   npm run chaos -- draws --order [--count 2000] [--seed 1] [--fresh 20] [--json]
//   npm run chaos -- draws [--count 100000] [--seed 1] [--lanes 1] [--svg] [--json]
//
// Each lane is a child process. Where one ends, its draw is repeated in others with fewer choices, and what is left
// is printed. `--svg` draws random SVG without a layout, which is ten times faster.
//
// `--order` draws the same pictures in two processes in different orders, and some alone in a process each: a picture is
// of the same bytes whatever was drawn before.

import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { Choices } from "./chaos/draws/choices.ts";
import { randomSvg } from "./chaos/draws/svgs.ts";
import { randomDraw } from "./chaos/draws/trees.ts";
import type { Tally } from "./chaos/draws/worker.ts";
import { option, report, round } from "./chaos/harness.ts";

const RUN = fileURLToPath(new URL("./run.mjs", import.meta.url));
const kind = process.argv.includes("--svg") ? "svg" : "tree";
const child = process.argv.indexOf("--child");
/** Draws to a child: what native code leaves behind goes with it. */
const BATCH = 10_000;
const SHRINKS = 60;
/** Pictures to a process, of those whose order is changed. */
const ORDERED = 2000;

if (child >= 0) await work();
else if (process.argv.includes("--order")) await order();
else await lead();

async function work(): Promise<void> {
  const { digests, drawMany, drawOne } = await import("./chaos/draws/worker.ts");
  const job = JSON.parse(process.argv[child + 1]!) as Job;
  if ("pictures" in job) console.log(JSON.stringify(await digests(job.pictures, job.seed)));
  else if ("choices" in job) await drawOne(job.choices, kind).catch(() => {});
  else console.log(JSON.stringify(await drawMany(job.seed, job.from, job.count, kind, job.at)));
}

type Job =
  | { pictures: readonly number[]; seed: number }
  | { choices: readonly number[] }
  | { seed: number; from: number; count: number; at: string };

interface End {
  code: number | null;
  signal: string | null;
  out: string;
  err: string;
}

function run(job: Job): Promise<End> {
  const more = kind === "svg" ? ["--svg"] : [];
  const args = [RUN, "chaos", "draws", "--child", JSON.stringify(job), ...more];
  const process_ = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  process_.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  process_.stderr.on("data", (chunk: Buffer) => (err = (err + chunk.toString()).slice(-4000)));
  return new Promise((resolve) =>
    process_.once("close", (code, signal) => resolve({ code, signal, out, err })),
  );
}

async function lead(): Promise<void> {
  const [seed, count, lanes] = [option("seed", 1), option("count", 100_000), option("lanes", 1)];
  const folder = mkdtempSync(`${tmpdir()}/draws-`);
  const started = performance.now();
  const all: Tally = { draws: 0, refused: {}, failed: {}, slowest: 0, slowestDraw: 0 };
  const lost: unknown[] = [];
  const { seedOf, lastDraw } = await import("./chaos/draws/worker.ts");
  let next = 0;
  const lane = async (id: number) => {
    while (next < count && lost.length < 5) {
      const from = next;
      next = Math.min(count, next + BATCH);
      const end = next;
      let at = from;
      while (at < end && lost.length < 5) {
        const file = `${folder}/${id}`;
        const ended = await run({ seed, from: at, count: end - at, at: file });
        if (ended.code === 0) {
          add(all, JSON.parse(ended.out.trim().split("\n").at(-1)!) as Tally);
          break;
        }
        const draw = lastDraw(file);
        all.draws += draw - at;
        at = draw + 1;
        lost.push(await explain(seedOf(seed, draw), draw, ended));
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, (_, id) => lane(id)));
  const seconds = (performance.now() - started) / 1000;
  report(
    "draws",
    {
      draws: all.draws,
      kind,
      seed,
      "a second": round(all.draws / seconds),
      "refused, of a hundred": round((100 * sum(all.refused)) / all.draws),
      refused: all.refused,
      "other errors (and the first draw with each)": all.failed,
      "slowest, ms": round(all.slowest),
      "slowest draw": all.slowestDraw,
      "processes that ended": lost,
    },
    { "no process ended": lost.length === 0, "all were drawn": all.draws >= count },
  );
}

async function order(): Promise<void> {
  const [seed, count, fresh] = [option("seed", 1), option("count", 2000), option("fresh", 20)];
  const differing: unknown[] = [];
  let drawn = 0;
  const draw = async (pictures: readonly number[]): Promise<Map<number, string>> => {
    const { out, err } = await run({ pictures, seed });
    if (!out.trim()) throw new Error(`A process ended. ${err}`);
    const made = JSON.parse(out.trim().split("\n").at(-1)!) as string[];
    drawn += made.length;
    return new Map(pictures.map((picture, i) => [picture, made[i]!]));
  };
  for (let from = 0; from < count; from += ORDERED) {
    const pictures = Array.from({ length: Math.min(ORDERED, count - from) }, (_, i) => from + i);
    const once = await draw(shuffled(pictures, seed));
    const again = await draw(shuffled(pictures, seed + 1));
    for (const picture of pictures)
      if (once.get(picture) !== again.get(picture)) {
        const alone = (await draw([picture])).get(picture);
        differing.push({ picture, once: once.get(picture), again: again.get(picture), alone });
      }
    for (const picture of shuffled(pictures, seed + 2).slice(
      0,
      Math.ceil((fresh * pictures.length) / count),
    )) {
      const alone = (await draw([picture])).get(picture);
      if (alone !== once.get(picture)) differing.push({ picture, once: once.get(picture), alone });
    }
  }
  report(
    "pictures in any order",
    {
      pictures: count,
      draws: drawn,
      seed,
      alone: fresh,
      differ: differing.length,
      "which (the first 20)": differing.slice(0, 20),
    },
    { "all are of the same bytes in any order": differing.length === 0 },
  );
}

function shuffled(pictures: readonly number[], seed: number): number[] {
  const choices = new Choices(seed);
  const mixed = [...pictures];
  for (let i = mixed.length - 1; i > 0; i--) {
    const k = choices.int(i + 1);
    [mixed[i], mixed[k]] = [mixed[k]!, mixed[i]!];
  }
  return mixed;
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

function add(all: Tally, { draws, refused, failed, slowest, slowestDraw }: Tally): void {
  all.draws += draws;
  for (const text in refused) all.refused[text] = (all.refused[text] ?? 0) + refused[text]!;
  all.failed = { ...failed, ...all.failed };
  if (slowest > all.slowest) Object.assign(all, { slowest, slowestDraw });
}

/** What is left of a draw that ends the process, once all that it does not need is gone. */
async function explain(seed: number, draw: number, ended: End): Promise<unknown> {
  const choices = new Choices(seed);
  const make = (c: Choices): unknown => (kind === "svg" ? randomSvg(c) : randomDraw(c));
  make(choices);
  choices.int(4);
  let least: readonly number[] = choices.made;
  const ends = async (made: readonly number[]) => (await run({ choices: made })).code !== 0;
  const panic = /panicked at [^\n]+\n[^\n]+/.exec(ended.err)?.[0] ?? ended.err.slice(-300);
  if (!(await ends(least))) return { draw, signal: ended.signal, panic, alone: "does not end the process" };
  let tries = 0;
  for (let size = least.length >> 1; size >= 1 && tries < SHRINKS; size >>= 1)
    for (let from = 0; from + size <= least.length && tries < SHRINKS;) {
      const without = [...least.slice(0, from), ...least.slice(from + size)];
      const zeroed = [...least.slice(0, from), ...Array<number>(size).fill(0), ...least.slice(from + size)];
      tries++;
      if (await ends(without)) least = without;
      else if (least.slice(from, from + size).some(Boolean) && (tries++, await ends(zeroed))) least = zeroed;
      else from += size;
    }
  return { draw, panic, tries, least: make(new Choices(least)) };
}
