// A request to an engine: everything that the bytes of one image depend on.

import type { Fonts } from "../fonts/fonts.ts";
import type { ImageType } from "./encode.ts";
import type { SourceOptions } from "./sources/sources.ts";
import type { BoxSizing } from "./general/box-sizing.ts";
import type { HostNode } from "./tree.ts";
import type { Typesetting } from "./text/typefaces.ts";

/** satori (with resvg) is the reference; takumi is an optional peer dependency. */
export type ImageEngine = "satori" | "takumi";

/** Everything that the bytes of one image depend on, and who waits for them. */
export interface ImageRequest {
  /** Host elements and text only (see `expandTree`). */
  tree: HostNode;
  /** CSS pixels. */
  width: number;
  height: number;
  /** Device pixels for one CSS pixel. */
  pixelDensity: number;
  type: ImageType;
  quality?: number;
  palette?: boolean | number;
  fonts: Fonts;
  defaultFamily?: string;
  /** BCP 47 language of the text. */
  language?: string;
  /** Of elements that say none. Default `border-box`. */
  boxSizing?: BoxSizing;
  debug?: boolean;
  engine?: ImageEngine;
  sources?: SourceOptions;
  signal: AbortSignal;
  time(step: string): () => void;
  warn(message: string): void;
}

/** A request whose pictures are data URIs and whose faces are open: what a layout needs, and no more. */
export interface PreparedImage extends ImageRequest {
  typesetting: Typesetting;
}
