// Searches for a reader's worst input: every shape of its atoms, random ones, and changes of the worst so far.

import { costOf, Fault, grow, growFirmly, guarded, TRIES, type Growth, type Reader } from "./growth.ts";

/** What an input is made of: something before, a piece again and again, something after; nested if it also closes. */
export interface Shape {
  before: string;
  unit: string;
  close: string;
  after: string;
}

export interface Found extends Growth {
  shape: Shape;
}

/** Lengths at which shapes are compared. */
const SHORT = 1_024;
const LONG = 4_096;
/** Processor milliseconds that are measured where shapes are only compared. */
const GLANCE = 0.06;
/** Shapes that are changed further, and then grown. */
const KEPT = 6;
/** Above this a growth is measured again. */
const DOUBT = 1.15;

export function textOf({ before, unit, close, after }: Shape, length: number): string {
  const room = Math.max(0, length - before.length - after.length);
  const count = Math.max(1, Math.floor(room / (unit.length + close.length || 1)));
  return before + unit.repeat(count) + close.repeat(count) + after;
}

/** Whole numbers below a bound, the same for the same seed (mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const plain = (unit: string, before = "", after = ""): Shape => ({ before, unit, close: "", after });

/** Repeats, repeats after and before another atom, alternations, nests. */
export function* regularShapes({ atoms, nests = [] }: Reader): Generator<Shape> {
  for (const [unit, close] of nests) {
    yield { before: "", unit, close, after: "" };
    for (const after of atoms) yield { before: "", unit, close: "", after };
  }
  for (const unit of atoms) yield plain(unit);
  for (const unit of atoms)
    for (const other of atoms) {
      yield plain(unit, other);
      if (other !== unit) {
        yield plain(unit, "", other);
        yield plain(unit + other);
      }
    }
}

function randomShape({ atoms, nests = [] }: Reader, random: (below: number) => number): Shape {
  const some = (most: number) => {
    let text = "";
    for (let left = random(most + 1); left > 0; left--) text += atoms[random(atoms.length)]!;
    return text;
  };
  const [open, close] = nests.length > 0 && random(4) === 0 ? nests[random(nests.length)]! : ["", ""];
  return { before: some(2), unit: open + some(3) || atoms[0]!, close, after: some(2) };
}

function changed(shape: Shape, reader: Reader, random: (below: number) => number): Shape {
  const other = randomShape(reader, random);
  const part = (["before", "unit", "after"] as const)[random(3)]!;
  return { ...shape, [part]: random(2) === 0 ? other[part] : shape[part] + other[part] };
}

/** The worst inputs of a reader, the worst first. */
export async function worstOf(reader: Reader, seed: number): Promise<Found[]> {
  let last: Shape | undefined;
  try {
    return await search(reader, seed, (shape) => (last = shape));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return [{ shape: last!, exponent: Infinity, points: [], fault: error.message }];
  }
}

async function search(reader: Reader, seed: number, trying: (shape: Shape) => void): Promise<Found[]> {
  const random = createRandom(seed);
  const tries = reader.tries ?? TRIES;
  const seen = new Set<string>();
  let best: { shape: Shape; score: number; ms: number }[] = [];
  const probe = async (shape: Shape) => {
    const key = JSON.stringify(shape);
    if (seen.has(key)) return;
    seen.add(key);
    trying(shape);
    await guarded(reader, textOf(shape, LONG));
    const short = await costOf(reader, textOf(shape, SHORT), 1, GLANCE);
    const ms = await costOf(reader, textOf(shape, LONG), 1, GLANCE);
    // What takes long is bad as well as what grows.
    best.push({ shape, ms, score: Math.log(ms / Math.max(short, 1e-4)) + 0.3 * Math.log(ms) });
  };
  const cut = () => {
    best.sort((a, b) => b.score - a.score);
    best = best.slice(0, KEPT);
  };
  // A reader that was never called runs slower than one that was.
  for (const atom of reader.atoms) await costOf(reader, textOf(plain(atom), SHORT), 1);
  const regular = [...regularShapes(reader)];
  const step = Math.max(1, Math.ceil(regular.length / (tries * 0.6)));
  for (let i = step > 1 ? random(step) : 0; i < regular.length; i += step) await probe(regular[i]!);
  for (let left = Math.floor(tries * 0.2); left > 0; left--) await probe(randomShape(reader, random));
  cut();
  for (let left = Math.floor(tries * 0.2); left > 0; left--) {
    await probe(changed(best[random(best.length)]!.shape, reader, random));
    if (left % 20 === 0) cut();
  }
  cut();
  const found: Found[] = [];
  for (const { shape } of best) found.push({ shape, ...(await measure(reader, shape)) });
  return found.sort((a, b) => b.exponent - a.exponent);
}

/** The growth of one shape; a high one is measured again, firmly. */
export async function measure(reader: Reader, shape: Shape): Promise<Growth> {
  const make = (length: number) => textOf(shape, length);
  const growth = await grow(reader, make);
  return growth.exponent > DOUBT && !growth.fault ? growFirmly(reader, make) : growth;
}
