// The four ways to make a card that are compared: each takes a card's name and a seed and gives a PNG.
// Peers are told the font sizes that `fit` finds (see sizes.ts); ours is not.

import { createRequire } from "node:module";
import { Renderer } from "@takumi-rs/core";
import { fromJsx } from "@takumi-rs/helpers/jsx";
import { Resvg } from "@resvg/resvg-js";
import satori from "satori";
import { image } from "../../src/assets/image.ts";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { fingerprint } from "../../src/http/fingerprint.ts";
import { prepare, renderGeneral } from "../../src/images/engine.ts";
import type { PreparedImage } from "../../src/images/request.ts";
import { expandTree } from "../../src/images/tree.ts";
export { encodePng } from "../../src/images/png/encode.ts";
import { CARDS } from "../cards/cards.tsx";
import { SHIPPED } from "../cards/shipped.ts";
import { dataOf, randomOf, type Data } from "../cards/words.ts";
import { sizesOf, withSizes } from "./sizes.ts";

export const WIDTH = 1200;
export const HEIGHT = 630;

export type Draw = (card: string, seed: number, sizes?: readonly number[]) => Promise<Uint8Array>;

/** Every card: `article` is one of the shipped templates, `other-article` one that the project does not ship. */
const ALL: Record<string, (data: Data) => unknown> = {
  ...SHIPPED,
  ...Object.fromEntries(Object.entries(CARDS).map(([name, card]) => [`other-${name}`, card])),
};
export const SHIPPED_CARDS = Object.keys(SHIPPED);
export const OTHER_CARDS = Object.keys(ALL).filter((name) => !(name in SHIPPED));

/** The template of a card with the data of a seed, fresh for every seed. */
const element = (card: string, seed: number): unknown => ALL[card]!(dataOf(randomOf(seed)));

/** The same for a peer. */
const sized = (card: string, seed: number, sizes: readonly number[] = []): unknown =>
  withSizes(element(card, seed), sizes);

/** The sizes that a card's peers are to be told. */
export const fittedSizes = (card: string, seed: number): Promise<number[]> =>
  sizesOf(element(card, seed), library);

const library = await loadFonts(shippedFonts);
const FACES = [
  ["Inter", 400],
  ["Inter", 600],
  ["Inter", 700],
  ["JetBrains Mono", 400],
  ["JetBrains Mono", 700],
] as const;
const fonts = FACES.map(([name, weight]) => {
  const bytes = library.match(name, weight).data();
  return {
    name,
    data: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    weight,
    style: "normal" as const,
  };
});

const nothing = () => {};
const context = {
  type: "image/png",
  url: "http://localhost/card.png",
  fonts: library,
  signal: new AbortController().signal,
  time: () => nothing,
  warn: nothing,
};

/** Offprint as a route uses it: components, entity tag, fonts and all. */
const offprint: Draw = async (card, seed) => {
  const asset = image(element(card, seed), { width: WIDTH, height: HEIGHT });
  fingerprint(asset.key);
  return (await asset.render(context)) as Uint8Array;
};

/** Offprint's general path alone, without anything kept. */
const general: Draw = async (card, seed) => {
  const prepared: PreparedImage = await prepare({
    tree: expandTree(element(card, seed)),
    width: WIDTH,
    height: HEIGHT,
    pixelDensity: 1,
    ...context,
    type: "image/png",
  });
  return (await renderGeneral(prepared)) as Uint8Array;
};

/** satori and resvg as their documentation puts them together, with the system's fonts left out. */
const naive: Draw = async (card, seed, sizes) => {
  const svg = await satori(sized(card, seed, sizes) as Parameters<typeof satori>[0], {
    width: WIDTH,
    height: HEIGHT,
    fonts,
  });
  const png = new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
  await new Promise(setImmediate); // native memory is given back by the event loop
  return png;
};

/** next/og from the package `next`, in bench/node_modules. */
async function nextOg(): Promise<Draw> {
  const { ImageResponse } = createRequire(import.meta.url)("next/og") as {
    ImageResponse: new (element: unknown, options: object) => Response;
  };
  return async (card, seed, sizes) => {
    const response = new ImageResponse(sized(card, seed, sizes), { width: WIDTH, height: HEIGHT, fonts });
    return new Uint8Array(await response.arrayBuffer());
  };
}

async function takumi(): Promise<Draw> {
  const renderer = new Renderer();
  for (const { name, data, weight, style } of fonts)
    await renderer.registerFont({ name, data, weight, style });
  return async (card, seed, sizes) => {
    const { node, css } = await fromJsx(sized(card, seed, sizes) as never);
    return renderer.render(node, { width: WIDTH, height: HEIGHT, format: "png", css });
  };
}

export const ENGINES = ["offprint", "naive", "next/og", "takumi"] as const;
export type EngineName = (typeof ENGINES)[number] | "general";

/** An engine, loaded. */
export async function open(name: EngineName): Promise<Draw> {
  switch (name) {
    case "offprint":
      return offprint;
    case "general":
      return general;
    case "naive":
      return naive;
    case "next/og":
      return nextOg();
    case "takumi":
      return takumi();
  }
}
