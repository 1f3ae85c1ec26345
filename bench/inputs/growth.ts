// How the time of a reader grows with its input: the slope of time over length, both as logarithms.

import { setFlagsFromString } from "node:v8";
import { runInNewContext, Script } from "node:vm";

/** One reader of text or bytes that a stranger may choose. */
export interface Reader {
  name: string;
  /** Pieces that inputs are made of: what the grammar has a word for, and what it does not expect there. */
  atoms: readonly string[];
  /** Reads; what it throws is an answer too, except for a stack that overflows. */
  read(text: string): unknown;
  /** An opening and a closing piece, which inputs are nested of. */
  nests?: readonly (readonly [open: string, close: string])[];
  /** Characters that production lets come here. Without it inputs grow to {@link MOST}, doubtful ones to 1 Mi. */
  most?: number;
  /** Inputs that are tried for the worst ones. Default {@link TRIES}; fewer for a reader that takes long. */
  tries?: number;
}

export const MOST = 64 * 1024;
export const TRIES = 900;

/** Processor milliseconds beyond which an input is grown no further. */
const ENOUGH = 120;
/** Processor milliseconds below which no growth can be told from noise. */
const FLOOR = 0.25;
/** For a doubtful growth: processor milliseconds of one measurement, and how many the median is of. */
const FIRM = 6;
const READINGS = 5;
/** Characters and processor milliseconds up to which inputs of a doubtful growth are grown, if production takes as long ones. */
const FAR = 1024 * 1024;
const FAR_MS = 50;
/** Milliseconds after which one reading is given up: growth by a power that is no polynomial's. */
const GIVE_UP = 5_000;
/** Doublings that the slope is taken over. */
const SPAN = 4;

export interface Point {
  length: number;
  ms: number;
}

export interface Growth {
  /** 1 is linear, 2 is quadratic; 0 where even the longest input takes no time to speak of. */
  exponent: number;
  points: Point[];
  /** What the reader failed of, where that is no answer: its stack, or the time that it was given. */
  fault?: string;
}

/** A reader's failure that is no answer to bad input. */
export class Fault extends Error {}

const call = new Script("globalThis.offprintRead()");
const shared = globalThis as { offprintRead?: () => unknown };

/** Reads once, for so long at the most. */
export async function guarded(reader: Reader, text: string): Promise<void> {
  try {
    shared.offprintRead = () => reader.read(text);
    await call.runInThisContext({ timeout: GIVE_UP });
  } catch (error) {
    if (error instanceof RangeError && /call stack/.test(error.message)) throw new Fault("stack overflow");
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT")
      throw new Fault(`over ${GIVE_UP} ms at ${text.length} characters`);
  }
}

async function once(reader: Reader, text: string): Promise<void> {
  try {
    const answer = reader.read(text);
    if (answer instanceof Promise) await answer;
  } catch {
    // Refused: an answer.
  }
}

/** Processor time is what a busy machine does not change; that of other threads (collecting garbage) belongs to it. */
function processorMs(since?: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1_000;
}

/**
 * Processor milliseconds of reading a text once, the least of a few times.
 * @param floor milliseconds that are measured at least, by reading again and again
 */
export async function costOf(reader: Reader, text: string, times = 3, floor = FLOOR): Promise<number> {
  let least = Infinity;
  for (let i = 0; i < times; i++) {
    let count = 1;
    for (;;) {
      const start = process.cpuUsage();
      for (let left = count; left > 0; left--) await once(reader, text);
      const ms = processorMs(start);
      if (ms >= floor || count >= 256) {
        least = Math.min(least, ms / count);
        break;
      }
      count *= 8;
    }
    if (least > 20) break;
  }
  return least;
}

/**
 * Grows an input by doubling, until it is long enough or takes long enough.
 *
 * @param make the input of about a number of characters
 */
export async function grow(reader: Reader, make: (length: number) => string): Promise<Growth> {
  const points: Point[] = [];
  const most = reader.most ?? MOST;
  try {
    for (let length = 64; length <= most; length *= 2) {
      const text = make(length);
      await guarded(reader, text);
      const ms = await costOf(reader, text);
      points.push({ length: text.length, ms });
      if (ms > ENOUGH) break;
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { exponent: Infinity, points, fault: error.message };
  }
  return { exponent: slopeOf(points), points };
}

/**
 * Grows an input as {@link grow} does, more slowly and without noise: medians, of batches that begin with an empty
 * heap, up to sizes at which what arrays and the processor's caches cost has come to rest.
 */
export async function growFirmly(reader: Reader, make: (length: number) => string): Promise<Growth> {
  const points: Point[] = [];
  const most = reader.most ?? FAR;
  try {
    for (let length = 1_024; length < most * 2; length *= 2) {
      const text = make(Math.min(length, most));
      await guarded(reader, text);
      const ms = await medianCost(reader, text);
      points.push({ length: text.length, ms });
      if (ms > FAR_MS) break;
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { exponent: Infinity, points, fault: error.message };
  }
  return { exponent: slopeOf(points), points };
}

async function medianCost(reader: Reader, text: string): Promise<number> {
  const rough = await costOf(reader, text, 1);
  const count = Math.max(1, Math.ceil(FIRM / rough));
  const all: number[] = [];
  for (let i = 0; i < READINGS; i++) {
    collectGarbage();
    const start = process.cpuUsage();
    for (let left = count; left > 0; left--) await once(reader, text);
    all.push(processorMs(start) / count);
  }
  return all.sort((a, b) => a - b)[READINGS >> 1]!;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** The least-squares slope over the last doublings, of what could be measured. */
export function slopeOf(all: readonly Point[]): number {
  const last = all.at(-1);
  if (!last || last.ms < FLOOR) return 0;
  const points = all.filter(({ ms }) => ms > last.ms / 10_000 && ms > 0.002).slice(-SPAN - 1);
  if (points.length < 3) return 0;
  const xs = points.map(({ length }) => Math.log(length));
  const ys = points.map(({ ms }) => Math.log(ms));
  const x = mean(xs);
  const y = mean(ys);
  const above = xs.reduce((sum, each, i) => sum + (each - x) * (ys[i]! - y), 0);
  return above / xs.reduce((sum, each) => sum + (each - x) ** 2, 0);
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
