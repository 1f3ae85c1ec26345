// The process of `chaos -- fonts` that touches the fonts: what ends it, ends only it.

import { openSync, writeSync } from "node:fs";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { FontError } from "../../../src/fonts/error.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { isHttpError } from "../../../src/error.ts";
import { mutant } from "./mutate.ts";
import { randomOf } from "./random.ts";
import { readSeeds, smallSeeds } from "./seeds.ts";
import { examine, openStranger, WAYS } from "./ways.ts";

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

/** What the parent asks for. */
export interface Job {
  seed: number;
  /** Tries `start`, `start + step` and so on before `last`. */
  start: number;
  last: number;
  step: number;
  /** One in so many of those that pass is used in every way. */
  every: number;
  seconds: number;
  /** Where the number of the file that is tried is written. */
  progress: string;
}

const { seed, start, last, step, every, seconds, progress } = JSON.parse(process.argv[2]!) as Job;
const at = openSync(progress, "w");
/** The most of a font that is changed: a larger one takes the time of many small ones. */
const LARGEST = 2_000_000;
const MOST_MS = 200;

const real = readSeeds([]);
const small = smallSeeds(real);
const large = real.filter(({ sfnt }) => sfnt.length <= LARGEST);
const library = await loadFonts(shippedFonts);
const until = performance.now() + seconds * 1_000;
let part = empty(start);
let passed = 0;

// What is compiled while the first fonts go by is not a font's time.
for (const { file } of small) {
  examine(file);
  await warmUp(file);
}

for (let i = start; i < last && performance.now() < until; i += step) {
  writeSync(at, `${i}`.padEnd(12), 0);
  const font = mutant(small, large, randomOf(seed * 2_654_435_761 + i * 40_503));
  part.tried++;
  part.at = i + step;
  const refused = await timed(i, "check", examine, () => font);
  if (refused.threw) continue;
  if (refused.result !== undefined) note(ruleOf(refused.result));
  else {
    part.passed++;
    if (++passed % every === 0) {
      part.used++;
      for (const [name, way] of Object.entries(WAYS))
        await timed(
          i,
          name,
          (stranger) => way(stranger, library),
          () => openStranger(font, library),
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

interface Outcome<T> {
  result?: T;
  threw: boolean;
}

/**
 * Does it, and measures. Time by the clock bounds that of the processor from above; where it is long, the work is done
 * again by the processor's time alone, so that neighbours, collections of garbage and compilations are not counted.
 */
async function timed<T, Input>(
  i: number,
  name: string,
  work: (input: Input) => T | Promise<T>,
  prepare: () => Input,
): Promise<Outcome<T>> {
  let cost = Infinity;
  let outcome: Outcome<T> = { threw: true };
  for (let tries = 0; tries < 4 && cost > MOST_MS / 4; tries++) {
    const from = performance.now();
    const before = tries ? process.cpuUsage() : undefined;
    try {
      const input = prepare();
      const done = work(input);
      outcome = { result: done instanceof Promise ? await done : done, threw: false };
    } catch (error) {
      outcome = { threw: true };
      const expected = error instanceof FontError || isHttpError(error);
      if (tries === 0) note(`${name}: ${expected ? "" : "FAULT "}${ruleOf((error as Error).message)}`);
      if (!expected && part.faults.length < 50)
        part.faults.push(`${i} ${name}: ${String((error as Error).stack).slice(0, 500)}`);
    }
    const used = before && process.cpuUsage(before);
    cost = Math.min(cost, used ? (used.user + used.system) / 1_000 : performance.now() - from);
  }
  if (!outcome.threw && name !== "check") note(`${name}: ok`);
  part.slowest = Math.max(part.slowest, cost);
  if (cost > MOST_MS) part.over.push(`${i} ${name}: ${Math.round(cost)} ms`);
  return outcome;
}

/** What is wrong, without the numbers of this font. */
function ruleOf(message: string): string {
  const rule = message.replace(/^The font \S+ |\. Give another.*$/gs, "");
  return rule
    .replace(/\d+/g, "N")
    .replace(/[^ -~]/g, "?")
    .slice(0, 90);
}

function note(name: string): void {
  part.outcomes[name] = (part.outcomes[name] ?? 0) + 1;
}

/** Real fonts pass; what one of them cannot do tells the test of real fonts. */
async function warmUp(font: Uint8Array): Promise<void> {
  for (const way of Object.values(WAYS))
    await way(openStranger(font, library), library).catch(() => undefined);
}
