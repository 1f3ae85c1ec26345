// The process of `chaos -- fonts` that touches the fonts: what ends it, ends only it.

import { openSync, writeSync } from "node:fs";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { FontError } from "../../../src/fonts/error.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { isHttpError } from "../../../src/error.ts";
import { mutant } from "./mutate.ts";
import { randomOf } from "./random.ts";
import { readSeeds } from "./seeds.ts";
import { examine, WAYS, type Stranger } from "./ways.ts";

/** What has happened since the last message. */
export interface Part {
  tried: number;
  passed: number;
  used: number;
  slowest: number;
  over: string[];
  faults: string[];
  outcomes: Record<string, number>;
  at: number;
  done: boolean;
}

const [start, last, seed, every, seconds] = process.argv.slice(2, 7).map(Number) as [
  number, number, number, number, number,
]; // prettier-ignore
const progress = openSync(process.argv[7]!, "w");
/** The most of a font that is changed: a larger one takes the time of many small ones. */
const LARGEST = 2_000_000;
const MOST_MS = 200;

const seeds = readSeeds(undefined, LARGEST);
const library = await loadFonts(shippedFonts);
const until = performance.now() + seconds * 1_000;
let part = empty(start);

// What is compiled while the first fonts go by is not a font's time.
for (const { file } of seeds.slice(0, 20)) await tryOne(() => examine(file, library));

for (let i = start; i < last && performance.now() < until; i++) {
  writeSync(progress, `${i}`.padEnd(12), 0);
  const font = mutant(seeds, randomOf(seed * 2_654_435_761 + i * 40_503));
  part.tried++;
  part.at = i + 1;
  const found = await timed(
    i,
    "check",
    () => examine(font, library),
    () => undefined,
  );
  if (typeof found === "string") note(ruleOf(found));
  else if (found) {
    part.passed++;
    if (part.passed % every === 0 || last === start + 1) {
      part.used++;
      for (const [name, way] of Object.entries(WAYS))
        await timed(
          i,
          name,
          (stranger) => way(stranger, library),
          () => freshly(font),
        );
    }
  }
  if (part.tried >= 5_000) send(false);
}
send(true);
process.disconnect();

function empty(at: number): Part {
  return { tried: 0, passed: 0, used: 0, slowest: 0, over: [], faults: [], outcomes: {}, at, done: false };
}

function send(done: boolean): void {
  process.send!({ ...part, done });
  part = empty(part.at);
}

/** Does it; where it took long, once more, so that a collection of garbage or a compilation is not counted. */
async function timed<T, Input>(
  i: number,
  name: string,
  work: (input: Input) => T | Promise<T>,
  prepare: () => Input,
): Promise<T | undefined> {
  let cost = Infinity;
  let result: T | undefined;
  for (let tries = 0; tries < 3 && cost > MOST_MS / 4; tries++) {
    const input = prepare();
    const before = process.cpuUsage();
    try {
      result = await work(input);
      note(`${name}: ok`);
    } catch (error) {
      note(
        `${name}: ${error instanceof Error ? error.message.slice(0, 80).replace(/\d+/g, "N") : String(error)}`,
      );
      if (!(error instanceof FontError) && !isHttpError(error) && part.faults.length < 50)
        part.faults.push(
          `${i} ${name}: ${error instanceof Error ? (error.stack ?? "").slice(0, 500) : String(error)}`,
        );
    }
    const { user, system } = process.cpuUsage(before);
    cost = Math.min(cost, (user + system) / 1_000);
  }
  part.slowest = Math.max(part.slowest, cost);
  if (cost > MOST_MS) part.over.push(`${i} ${name}: ${Math.round(cost)} ms`);
  return result;
}

/** What is wrong, without the numbers of this font. */
function ruleOf(message: string): string {
  const rule = message.replace(/^The font \S+ |\. Give another.*$/gs, "");
  return rule
    .replace(/\d+/g, "N")
    .replace(/[^ -~]/g, "?")
    .slice(0, 90);
}

/** The font read anew: what parsers keep of it, they keep by its identity. */
function freshly(font: Uint8Array): Stranger {
  return examine(font, library) as Stranger;
}

function note(name: string): void {
  part.outcomes[name] = (part.outcomes[name] ?? 0) + 1;
}

async function tryOne(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // A seed that is refused is told of by the test of real fonts.
  }
}
