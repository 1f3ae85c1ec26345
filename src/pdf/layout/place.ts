// The layout context of a block: its column, style and tags.

import type { Block, Inline, Style } from "../template/block.ts";
import type { Piece } from "./piece.ts";
import type { Tag } from "../file/tags.ts";
import type { Writer } from "../document/writer.ts";

export type Pieces = Iterable<Piece> | AsyncIterable<Piece>;

/** How wide a place is, in which style, under which element. */
export interface Place {
  writer: Writer;
  width: number;
  /** The height of the page's frame, which pictures keep to; undefined outside of the flow. */
  high?: number;
  /** True in headers and footers, which are artifacts: headings there are in no outline and no contents. */
  repeated?: boolean;
  style: Style;
  tag: Tag | undefined;
  /** Lays out a block of any kind: blocks may hold others. */
  layout(block: Block, place: Place): Pieces;
}

/** Blocks of what may be text, a block or several. */
export function blocksOf(content: Inline | Block | readonly Block[]): readonly Block[] {
  if (isBlock(content)) return [content];
  if (Array.isArray(content) && content.length > 0 && content.every(isBlock)) return content;
  return [{ kind: "paragraph", content: content as Inline }];
}

const isBlock = (value: unknown): value is Block =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  value.kind !== "styled" &&
  value.kind !== "page-count";

/** The words of inline content. */
export function plainText(content: Inline): string {
  if (typeof content === "object" && "kind" in content)
    return content.kind === "styled" ? plainText(content.content) : "";
  return typeof content === "object" ? content.map(plainText).join("") : String(content);
}

export function finite(value: number, what: string): number {
  if (Number.isFinite(value) && Math.abs(value) <= 14_400) return value;
  throw new Error(`A ${what} of ${value} points cannot be: it takes a number up to 14400.`);
}
