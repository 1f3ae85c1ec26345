// Long feeds and sitemaps, written while they are read: time and memory, against the same packages
// used as their own documentation shows.
//
//   npm run bench -- text [--json]
//
// Each case runs in a process of its own, so that one's memory is not another's. Cases take turns,
// and the median of the rounds counts. Memory is the growth of the process from before the case.

import { fork } from "node:child_process";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { generateRssFeed } from "feedsmith";
import { type Asset, csv, feed, type FeedItem, sitemap, type SitemapUrl } from "offprint";
import { SitemapStream, streamToPromise } from "sitemap";

const ROUNDS = 3;
const ITEMS = 100_000;
const URLS = 50_000;
const ROWS = 1_000_000;

function* items(): Generator<FeedItem & { published: Date }> {
  for (let i = 0; i < ITEMS; i++)
    yield {
      url: `https://example.org/posts/${i}`,
      title: `Post ${i} & more`,
      published: new Date(Date.UTC(2026, 0, 1) - i * 60_000),
      html: `<p>Paragraph of post ${i}, with some words in it.</p>`.repeat(5),
    };
}

function* urls(): Generator<SitemapUrl> {
  for (let i = 0; i < URLS; i++)
    yield { url: `https://example.org/p/${i}?a=1&b=2`, lastModified: "2026-01-01" };
}

function* rows(): Generator<number> {
  for (let i = 0; i < ROWS; i++) yield i;
}

/** Reads an asset to its end, keeping nothing. */
async function read(asset: Asset): Promise<number> {
  const body = await asset.render({
    type: asset.types[0]!,
    url: "https://example.org/asset",
    fonts: undefined as never,
    signal: new AbortController().signal,
    time: () => () => {},
    warn: () => {},
  });
  let bytes = 0;
  for await (const chunk of body as ReadableStream<Uint8Array>) bytes += chunk.length;
  return bytes;
}

const CASES: Record<string, () => Promise<number> | number> = {
  "feed, 100,000 items": () => read(feed({ title: "Feed", items: items(), version: 1 })),
  "feedsmith, 100,000 items": () =>
    generateRssFeed({
      title: "Feed",
      link: "https://example.org/",
      description: "Feed",
      items: [...items()].map(({ url, title, published, html }) => ({
        title,
        link: url,
        guid: { value: url },
        pubDate: published,
        content: { encoded: html },
      })),
    }).length,
  "sitemap(), 50,000 URLs": () => read(sitemap(urls(), { version: 1 })),
  "sitemap package, 50,000 URLs": async () => {
    const entries = [...urls()].map(({ url, lastModified }) => ({ url, lastmod: String(lastModified) }));
    return (await streamToPromise(Readable.from(entries).pipe(new SitemapStream()))).length;
  },
  "csv, 1,000,000 rows": () =>
    read(
      csv(rows(), { columns: { A: (row) => row, B: () => "text, more", C: (row) => row * 2 }, version: 1 }),
    ),
};

interface Measured {
  ms: number;
  rss: number;
  bytes: number;
}

async function measure(name: string): Promise<Measured> {
  const before = process.memoryUsage().rss;
  let rss = before;
  const timer = setInterval(() => (rss = Math.max(rss, process.memoryUsage().rss)), 10);
  const start = performance.now();
  const bytes = await CASES[name]!();
  const ms = performance.now() - start;
  clearInterval(timer);
  rss = Math.max(rss, process.memoryUsage().rss);
  return { ms, rss: rss - before, bytes };
}

function inProcessOfItsOwn(name: string): Promise<Measured> {
  const child = fork(fileURLToPath(new URL("run.mjs", import.meta.url)), ["bench", "text", name]);
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as Measured));
    child.once("exit", (code) => reject(new Error(`${name} ended with ${code}`)));
  });
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1]!;

const only = process.argv.find((argument) => Object.hasOwn(CASES, argument));
if (only) {
  const measured = await measure(only);
  process.send!(measured, () => process.exit(0));
} else {
  const all = new Map<string, Measured[]>(Object.keys(CASES).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, measured] of all) measured.push(await inProcessOfItsOwn(name));
  const result = [...all].map(([name, measured]) => ({
    name,
    ms: Math.round(median(measured.map(({ ms }) => ms))),
    "MB more in memory": Math.round(median(measured.map(({ rss }) => rss)) / 1e6),
    "MB written": Math.round(median(measured.map(({ bytes }) => bytes)) / 1e5) / 10,
  }));
  if (process.argv.includes("--json")) console.log(JSON.stringify(result, null, 2));
  else console.table(result);
}
