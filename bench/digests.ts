// One SHA-256 for each picture and document of a corpus, to compare before and after a change that should not
// alter a byte:
//
//   npm run build && npm run bench -- digests > before.txt
//   … the change …
//   npm run build && npm run bench -- digests | diff before.txt -
//
// The corpus: the SVG files of the tests as images and in documents, random SVG of all shapes and effects, and random
// templates drawn by the retained renderer and by satori with resvg.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { loadFonts, pdf, place, svg } from "offprint";
import { prepare, renderGeneral, renderImage } from "../src/images/engine.ts";
import type { ImageRequest } from "../src/images/request.ts";
import { expandTree } from "../src/images/tree.ts";
import { template, withOtherData } from "../test/images/random/templates.ts";
import { element } from "../test/images/random/element.ts";
import { bytesOf } from "../test/pdf/read.ts";
import { randomSvg } from "./inputs/random-svg.ts";

const SEED = 20261201;
const [TEMPLATES, DRAWINGS] = [20, 250];
const size = { width: 600, height: 400 };
const fonts = await loadFonts("fonts");

async function print(name: string, bytes: () => Promise<Uint8Array | string>): Promise<void> {
  let digest: string;
  try {
    digest = createHash("sha256")
      .update(await bytes())
      .digest("hex");
  } catch (error) {
    digest = `Error: ${error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : String(error)}`;
  }
  console.log(`${name} ${digest}`);
}

const request = (node: unknown): ImageRequest => ({
  tree: expandTree(node),
  ...size,
  pixelDensity: 1,
  type: "image/png",
  fonts,
  signal: new AbortController().signal,
  time: () => () => {},
  warn: () => {},
});

async function documentOf(source: string): Promise<Uint8Array> {
  const box = { x: 0, y: 0, ...size };
  const asset = pdf(() => [place(box, [svg(source, { alt: "A drawing", ...size })])], null, {
    title: "A drawing",
    size: [size.width, size.height],
    margin: 0,
  });
  return bytesOf(asset, { fonts });
}

const picture = (source: string) =>
  element("div", { display: "flex" }, [
    element("img", undefined, undefined, {
      src: `data:image/svg+xml;base64,${Buffer.from(source).toString("base64")}`,
      ...size,
    }),
  ]);

const folder = "test/pdf/svg/";
const files = readdirSync(folder).map((name) => [name, readFileSync(folder + name, "utf8")] as const);
const drawn = fc
  .sample(randomSvg, { numRuns: DRAWINGS, seed: SEED })
  .map((source, i) => [`drawing ${i}`, source] as const);
for (const [name, source] of [...files, ...drawn]) {
  await print(`${name}, image`, () => renderImage(request(picture(source))));
  await print(`${name}, document`, () => documentOf(source));
}

const templates = fc.sample(template(size), { numRuns: TEMPLATES, seed: SEED });
for (const [i, each] of templates.entries())
  for (const [way, node] of [
    ["first", each],
    ["other data", withOtherData(each, 1)],
  ] as const) {
    await print(`template ${i}, ${way}`, () => renderImage(request(node)));
    await print(`template ${i}, ${way}, general`, async () => renderGeneral(await prepare(request(node))));
  }
