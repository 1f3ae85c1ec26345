// Why a template is drawn the way it is, and how far that is from satori and resvg.
//
//   npm run why -- TEMPLATE [EXPORT] [-o FOLDER]
//
// TEMPLATE is a module whose EXPORT (default: `default`) is an element, or a component without props; it may export
// `size`, as [width, height] or as an object (default 1200 × 630). Writes retained.png, general.png and
// difference.png (absolute, amplified eight times) into FOLDER (default: the system's folder for temporary files).
// Fonts are those of ./fonts, or the shipped ones.
//
// Ends with 1 where the two pictures differ by more than the checks of a running server allow.

import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadFonts, shippedFonts } from "offprint";
import { prepare } from "../src/images/engine.ts";
import { layout } from "../src/images/general/layout.ts";
import { raster } from "../src/images/general/raster.ts";
import { planImage, retainedRenderer } from "../src/images/plan.ts";
import { encodePng } from "../src/images/png/encode.ts";
import { compare, passes, TOLERANCE } from "../src/images/retained/compare.ts";
import { expandTree } from "../src/images/tree.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { output: { type: "string", short: "o" } },
});
const [file, name = "default"] = positionals;
if (!file) {
  console.error("Usage: npm run why -- TEMPLATE [EXPORT] [-o FOLDER]");
  process.exit(2);
}

const module = (await import(resolve(file))) as Record<string, unknown>;
const exported = module[name];
if (exported === undefined) {
  console.error(`${file} has no export "${name}". It has: ${Object.keys(module).join(", ")}`);
  process.exit(2);
}
const Component = exported as () => never;
const element = typeof exported === "function" ? <Component /> : exported;
const size = (module["size"] ?? [1200, 630]) as [number, number] | { width: number; height: number };
const [width, height] = Array.isArray(size) ? size : [size.width, size.height];

const fonts = await loadFonts(existsSync("fonts") ? "fonts" : shippedFonts);
const image = await prepare({
  tree: expandTree(element),
  width,
  height,
  pixelDensity: 1,
  type: "image/png",
  fonts,
  signal: new AbortController().signal,
  time: () => () => {},
  warn: (message) => console.log(`  ${message}`),
});
/** Without checks: what is wanted is the picture that they would reject. */
const retained = retainedRenderer({ firstChecks: 0, checkEvery: 0 });
const draw = () => planImage(image, retained);

async function timed<T>(work: () => Promise<T>): Promise<[result: T, ms: number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

const general = await layout(image.tree, image)
  .then((svg) => raster(svg, width, 1))
  .catch((error: Error) => {
    console.error(`satori and resvg do not draw it: ${error.message}`);
    process.exit(1);
  });
const picture = await draw();
if (picture.path === "general") {
  console.log(`way: general (${picture.reason}). There is nothing to compare.`);
  process.exit(0);
}
const pixels = picture.pixels();
const [, again] = await timed(async () => {
  const plan = await draw();
  return plan.path !== "general" && plan.png();
});
const [, whole] = await timed(async () => raster(await layout(image.tree, image), width, 1));

const difference = compare(pixels, general.data);
const apart = new Uint8Array(pixels.length);
for (let i = 0; i < apart.length; i++)
  apart[i] = i % 4 === 3 ? 255 : Math.min(255, 8 * Math.abs(pixels[i]! - general.data[i]!));

const folder = values.output ?? mkdtempSync(join(tmpdir(), "offprint-why-"));
mkdirSync(folder, { recursive: true });
const write = async (to: string, data: Uint8Array, premultiplied: boolean) =>
  writeFileSync(join(folder, to), await encodePng({ pixels: data, width, height, premultiplied }));
await write("retained.png", pixels, true);
await write("general.png", general.data, true);
await write("difference.png", apart, false);

const { psnr, pixels: far } = difference;
console.log(`way:        ${picture.path}${picture.reason ? ` (${picture.reason})` : ""}`);
console.log(`difference: ${psnr === Infinity ? "none" : `${psnr.toFixed(1)} dB`}, ${far} pixels far off`);
console.log(
  `            ${passes(difference) ? "passes" : "FAILS"}: at least ${TOLERANCE.psnr} dB, at most ${TOLERANCE.pixels} pixels`,
);
console.log(`time:       ${again.toFixed(1)} ms the second time, ${whole.toFixed(1)} ms by satori and resvg`);
console.log(`pictures:   ${folder}`);
process.exitCode = passes(difference) ? 0 : 1;
