// A tree -> SVG, by satori: text becomes paths, pictures become data URIs.

import { loadSatori } from "../../require.ts";
import type { HostNode } from "../tree.ts";
import type { Typesetting } from "../text/typefaces.ts";
import { withBoxSizing } from "./box-sizing.ts";

export interface LayoutOptions {
  width: number;
  height: number;
  typesetting: Typesetting;
  /** Draws the boxes of all elements. */
  debug?: boolean;
  /** Told of style declarations that are not understood and were left out. */
  warn(message: string): void;
}

/** The picture as SVG without fonts, scripts or references to anything outside of it. */
export async function layout(tree: HostNode, options: LayoutOptions): Promise<string> {
  const satori = loadSatori();
  return satori(withBoxSizing(tree, "border-box") as Parameters<typeof satori>[0], {
    width: options.width,
    height: options.height,
    fonts: options.typesetting.faces as Parameters<typeof satori>[1]["fonts"],
    graphemeImages: options.typesetting.emoji,
    ...(options.debug ? { debug: true } : {}),
    onStyleError: (error) => options.warn(error.message),
  });
}
