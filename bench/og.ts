// `npm run bench -- og [--json] [--quick] [--all] [--cards a,b] [--memory]` (after `npm ci --prefix bench`): social images against naive
// satori + resvg, next/og and takumi; the shipped cards, or with `--all` thirteen others too. Fresh data for every picture;
// medians of interleaved rounds; losers are printed too.
// With `--memory` the memory alone.

import { createRequire } from "node:module";
import sharp from "sharp";
import { AS_IN_POOL, startPair, type Pair } from "./og/children.ts";
import {
  encodePng,
  ENGINES,
  HEIGHT,
  open,
  OTHER_CARDS,
  SHIPPED_CARDS,
  WIDTH,
  type EngineName,
} from "./og/engines.ts";
import { pathOf, picturesOf, type Pictures } from "./og/pictures.ts";

const flag = (name: string) => process.argv.includes(`--${name}`);
const option = (name: string) => process.argv[process.argv.indexOf(`--${name}`) + 1];
const json = flag("json");
const quick = flag("quick");
const cards = flag("cards")
  ? option("cards")!.split(",")
  : flag("all")
    ? [...SHIPPED_CARDS, ...OTHER_CARDS]
    : SHIPPED_CARDS;
const ROUNDS = 3;
/** What is timed of one engine's turn, and what it draws before: the processor has others' data in its caches then. */
const MILLISECONDS = quick ? 400 : 1200;
const LEAD_IN = quick ? 200 : 400;
/** What every engine draws before anything is timed: a server has been up for longer than its first seconds. */
const WARM_UP = quick ? 3000 : 6000;
const ROTATIONS = quick ? 15 : 60;
/** Renders between the two measures of memory, and the longest that is waited for them. */
const RSS_RENDERS = quick ? 1000 : 10_000;
const RSS_SECONDS = quick ? 15 : 170;
const ARTICLE = "article";

try {
  createRequire(import.meta.url).resolve("next/og");
} catch {
  console.error("The peers are not installed. Run: npm ci --prefix bench");
  process.exit(1);
}

const say = (line: string) => json || console.log(line);
const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;
const geometricMean = (values: number[]) =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
const toMiB = (bytes: number) => (bytes / 2 ** 20).toFixed(0);
/** More than any engine draws in one round. */
const AHEAD = 2 * (LEAD_IN + MILLISECONDS);

/** Pictures a second of both children, four requests under way. */
async function throughput(pair: Pair, engine: EngineName, pictures: Pictures): Promise<number> {
  await pictures.prepare(engine, AHEAD);
  let done = 0;
  const drawFor = async (milliseconds: number) => {
    const end = performance.now() + milliseconds;
    const worker = async () => {
      while (performance.now() < end) {
        const picture = pictures.next(engine);
        if (!picture) return;
        await pair.get(pathOf(picture));
        done++;
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  };
  await drawFor(LEAD_IN);
  done = 0;
  const start = performance.now();
  await drawFor(MILLISECONDS);
  return (done * 1000) / (performance.now() - start);
}

/** Draws every card in turn until the engine has had its time. */
async function warmUp(pair: Pair, engine: EngineName): Promise<void> {
  const all = cards.map(picturesOf);
  const end = performance.now() + WARM_UP;
  let turn = 0;
  const worker = async () => {
    while (performance.now() < end) {
      const pictures = all[turn++ % all.length]!;
      await pictures.prepare(engine, 1);
      await pair.get(pathOf(pictures.next(engine)!));
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

async function overHttp(): Promise<Record<string, Record<EngineName, number>>> {
  const pairs = new Map<EngineName, Pair>();
  for (const engine of ENGINES) pairs.set(engine, await startPair(engine));
  for (const [engine, pair] of pairs) await warmUp(pair, engine);
  const rows: Record<string, Record<string, number>> = {};
  for (const card of cards) {
    const pictures = picturesOf(card);
    const rounds: Record<string, number[]> = {};
    for (const [engine, pair] of pairs) {
      await pictures.prepare(engine, 8);
      for (let i = 0; i < 8; i++) await pair.get(pathOf(pictures.next(engine)!));
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (let i = 0; i < ENGINES.length; i++) {
        const engine = ENGINES[(i + round) % ENGINES.length]!;
        (rounds[engine] ??= []).push(await throughput(pairs.get(engine)!, engine, pictures));
      }
    }
    rows[card] = Object.fromEntries(ENGINES.map((engine) => [engine, median(rounds[engine]!)]));
    const { offprint, naive, takumi } = rows[card] as Record<string, number>;
    say(
      `${card.padEnd(16)} ${ENGINES.map((engine) => `${engine} ${rows[card]![engine]!.toFixed(1)}/s`.padEnd(18)).join("")}` +
        `÷ naive ${(offprint! / naive!).toFixed(2)}  ÷ next/og ${(offprint! / rows[card]!["next/og"]!).toFixed(2)}  ÷ takumi ${(offprint! / takumi!).toFixed(2)}`,
    );
  }
  for (const pair of pairs.values()) pair.stop();
  return rows as Record<string, Record<EngineName, number>>;
}

/** One call of each in turn, in this process: milliseconds and bytes, medians. */
async function rotation(card: string, engines: readonly EngineName[], turns: number) {
  const draws = await Promise.all(engines.map(async (engine) => [engine, await open(engine)] as const));
  const pictures = picturesOf(card);
  await pictures.prepare("all", 5 + turns);
  const times: Record<string, number[]> = {};
  const bytes: Record<string, number[]> = {};
  for (let turn = -5; turn < turns; turn++) {
    const { seed, sizes } = pictures.next("all")!;
    for (const [engine, draw] of draws) {
      const start = performance.now();
      const png = await draw(card, seed, sizes);
      if (turn < 0) continue;
      (times[engine] ??= []).push(performance.now() - start);
      (bytes[engine] ??= []).push(png.length);
    }
  }
  const medians = (of: Record<string, number[]>) =>
    Object.fromEntries(engines.map((engine) => [engine, median(of[engine]!)])) as Record<EngineName, number>;
  return { ms: medians(times), bytes: medians(bytes) };
}

/** Copying a frame and coding it from nothing: what no engine that gives a PNG can be faster than. */
async function floor(): Promise<number> {
  const png = await (await open("naive"))(ARTICLE, 1);
  const pixels = await sharp(png).ensureAlpha().raw().toBuffer();
  const times: number[] = [];
  for (let i = 0; i < 60; i++) {
    const start = performance.now();
    await encodePng({ pixels: Uint8Array.from(pixels), width: WIDTH, height: HEIGHT });
    times.push(performance.now() - start);
  }
  return median(times);
}

/**
 * Resident memory of one child, started as the pool starts them, after a tenth of the renders and after
 * all: every shipped card in turn, four under way, fresh data for each.
 */
async function memory(): Promise<{ early: number; late: number; renders: number }> {
  const pair = await startPair("offprint", 1, AS_IN_POOL);
  const end = performance.now() + RSS_SECONDS * 1000;
  const rss = async () => Number(await pair.get("/rss"));
  let renders = 0;
  const drawUntil = async (count: number, deadline: number) => {
    const worker = async () => {
      while (renders < count && performance.now() < deadline) {
        const seed = renders++;
        await pair.get(`/${SHIPPED_CARDS[seed % SHIPPED_CARDS.length]}/${seed}/`);
      }
    };
    await Promise.all([worker(), worker(), worker(), worker()]);
  };
  await drawUntil(RSS_RENDERS / 10, Infinity);
  const early = await rss();
  await drawUntil(RSS_RENDERS, end);
  const late = await rss();
  pair.stop();
  return { early, late, renders };
}

/** The least likeness to the naive picture, in dB, of a few pictures of a card. */
async function likeness(card: string): Promise<number> {
  const [ours, theirs] = await Promise.all([open("offprint"), open("naive")]);
  const pictures = picturesOf(card);
  await pictures.prepare("all", 3);
  let least = Infinity;
  for (let i = 0; i < 3; i++) {
    const { seed, sizes } = pictures.next("all")!;
    const [a, b] = await Promise.all(
      [await ours(card, seed), await theirs(card, seed, sizes)].map((png) =>
        sharp(png).ensureAlpha().raw().toBuffer(),
      ),
    );
    let squares = 0;
    for (let k = 0; k < a!.length; k++) squares += (a![k]! - b![k]!) ** 2;
    if (squares) least = Math.min(least, 10 * Math.log10((65_025 * a!.length) / squares));
  }
  return least;
}

if (flag("memory")) {
  const { early, late, renders } = await memory();
  const growth = (100 * (late - early)) / early;
  console.log(
    json
      ? JSON.stringify({ early, late, renders, growth })
      : `RSS ${toMiB(early)} → ${toMiB(late)} MiB from render ${RSS_RENDERS / 10} to ${renders}: ${growth.toFixed(1)} %`,
  );
  process.exit();
}

if (!cards.includes(ARTICLE)) cards.unshift(ARTICLE); // several figures are of this one

say(
  `Two children over HTTP, pictures a second (medians of ${ROUNDS} rounds, fresh data each, after ${WARM_UP / 1000} s of warming up):`,
);
const rows = await overHttp();
const ratio = (engine: EngineName, of: string[]) =>
  geometricMean(of.map((card) => rows[card]!.offprint / rows[card]![engine]));

say("\nIn process, one call of each in turn (p50 ms, bytes of the PNG):");
const turns: Record<string, Awaited<ReturnType<typeof rotation>>> = {};
const dB: Record<string, number> = {};
for (const card of cards) {
  // next/og takes its time: one card is enough of it.
  const engines: readonly EngineName[] =
    card === ARTICLE ? [...ENGINES, "general"] : ["offprint", "naive", "takumi", "general"];
  turns[card] = await rotation(card, engines, card === ARTICLE ? ROTATIONS : Math.ceil(ROTATIONS / 4));
  dB[card] = await likeness(card);
  const { ms, bytes } = turns[card]!;
  say(
    `${card.padEnd(16)} ${engines.map((engine) => `${engine} ${ms[engine].toFixed(2)}`.padEnd(16)).join("")}` +
      `general ÷ naive ${(ms.naive / ms.general).toFixed(2)}  bytes ÷ naive ${(bytes.offprint / bytes.naive).toFixed(2)} ÷ takumi ${(bytes.offprint / bytes.takumi).toFixed(2)}  ${dB[card]!.toFixed(1)} dB`,
  );
}
const floorMs = await floor();
const { early, late, renders } = await memory();
const shipped = cards.filter((card) => SHIPPED_CARDS.includes(card));
const others = cards.filter((card) => !shipped.includes(card));
const over = (pick: (card: string) => number) => geometricMean(shipped.map(pick));
const article = turns[ARTICLE]!;

const figures = {
  "throughput ÷ naive, geometric mean of the shipped": [ratio("naive", shipped), "≥ 4 (8)"],
  "throughput ÷ naive, geometric mean of the others": [ratio("naive", others), ""],
  "throughput ÷ naive, article": [ratio("naive", [ARTICLE]), "≥ 6 (13)"],
  "throughput ÷ next/og, geometric mean of the shipped": [ratio("next/og", shipped), "≥ 5 (10)"],
  "throughput ÷ next/og, geometric mean of the others": [ratio("next/og", others), ""],
  "throughput ÷ next/og, article": [ratio("next/og", [ARTICLE]), "≥ 8 (18)"],
  "throughput ÷ takumi, geometric mean of the shipped": [ratio("takumi", shipped), "≥ 1.0 (2)"],
  "throughput ÷ takumi, geometric mean of the others": [ratio("takumi", others), ""],
  "throughput ÷ takumi, article": [ratio("takumi", [ARTICLE]), "≥ 1.5 (3)"],
  "general path ÷ naive, geometric mean": [
    over((card) => turns[card]!.ms.naive / turns[card]!.ms.general),
    "≥ 1.2 (1.6)",
  ],
  "rotation p50 ÷ takumi, article": [article.ms.offprint / article.ms.takumi, "≤ 0.9 (0.5)"],
  "article ÷ floor": [article.ms.offprint / floorMs, "≤ 4 (2)"],
  "PNG bytes ÷ naive, geometric mean": [
    over((card) => turns[card]!.bytes.offprint / turns[card]!.bytes.naive),
    "≤ 0.7 (0.5)",
  ],
  "PNG bytes ÷ naive, article": [article.bytes.offprint / article.bytes.naive, "≤ 0.7 (0.5)"],
  "PNG bytes ÷ takumi, geometric mean": [
    over((card) => turns[card]!.bytes.offprint / turns[card]!.bytes.takumi),
    "≤ 1.4 (1.0)",
  ],
  "PNG bytes ÷ takumi, article": [article.bytes.offprint / article.bytes.takumi, "≤ 1.4 (1.0)"],
  [`RSS growth in %, renders ${RSS_RENDERS / 10} to ${renders}`]: [
    (100 * (late - early)) / early,
    "≤ 10 (3)",
  ],
  "least likeness to naive in dB": [Math.min(...cards.map((card) => dB[card]!)), "≥ 50"],
} as const;

if (json) {
  console.log(
    JSON.stringify(
      {
        figures: Object.fromEntries(Object.entries(figures).map(([name, [value]]) => [name, value])),
        perSecond: rows,
        inProcess: turns,
        floorMs,
        rss: { early, late, renders },
        dB,
      },
      undefined,
      2,
    ),
  );
} else {
  say(`\nFloor (copy and code a frame) ${floorMs.toFixed(2)} ms; RSS ${toMiB(early)} → ${toMiB(late)} MiB`);
  for (const [name, [value, wanted]] of Object.entries(figures))
    if (!Number.isNaN(value)) say(`${name.padEnd(52)} ${value.toFixed(2).padStart(8)}   ${wanted}`);
}
