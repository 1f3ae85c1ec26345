// The types of blocks that a template yields.

import type { Align } from "../text/write.ts";
import type { Direction } from "../../fonts/shaping/bidi.ts";
import type { Hyphenate } from "../../fonts/shaping/breaks.ts";

/** How text looks. What is left out comes from what is around it. */
export interface Style {
  /** A family of the fonts folder. Default: the library's default family. */
  font?: string;
  /** Points. Default 10. */
  size?: number;
  /** 1–1000. Default 400. */
  weight?: number;
  italic?: boolean;
  /** `#rgb` or `#rrggbb`, or a name of the theme: `text`, `muted`, `accent`, `line`, `tint`. */
  color?: string;
  /** The distance of lines, as a factor of the size. Default 1.4. */
  lineHeight?: number;
  /** Default `start`: left, or right where the text is written from the right. */
  align?: Align;
  /** Default `auto`: by the first letter of each paragraph. For lists: which side their bullets are on. */
  direction?: Direction;
  /** BCP 47. Default: the document's. */
  lang?: string;
  underline?: boolean;
  strike?: boolean;
  /** Points between letters. */
  letterSpacing?: number;
  /** Points above (or, negative, below) the base line. */
  rise?: number;
  /** Small capitals: the font's own (its feature `smcp`), or large ones drawn smaller. */
  smallCaps?: boolean;
  /** OpenType features by tag: `{ tnum: true, ss01: true, liga: false, cv05: 2 }`. */
  features?: Record<string, boolean | number>;
  /** Splits words where they may be hyphenated. Soft hyphens work without it. */
  hyphenate?: Hyphenate;
}

/** Text, or text with a look of its own, or a list of these. */
export type Inline = string | number | Styled | PageNumber | readonly Inline[];

export interface Styled {
  kind: "styled";
  content: Inline;
  style: Style;
  /** A URL (http, https, mailto, tel), or `#name` for a place in this document. */
  link?: string;
}

/** A number that is filled in when it is known. */
export interface PageNumber {
  kind: "page-count";
}

/** Space around a block, in points. */
export interface Spacing {
  before?: number;
  after?: number;
}

/** Whatever a template may yield: what the functions of this package (`heading()`, `table()`, …) return. */
export type Block =
  | Heading
  | Paragraph
  | List
  | Image
  | Svg
  | Chart
  | Table
  | Columns
  | Group
  | PageBreak
  | Toc
  | Rule
  | Space
  | Draw
  | Form
  | Placed;

export interface Heading extends Style, Spacing {
  kind: "heading";
  level: 1 | 2 | 3 | 4 | 5 | 6;
  content: Inline;
  /** A name that links can go to: `#name`. */
  id?: string;
  /** False: not in the outline and the table of contents. */
  outline?: boolean;
}
export interface Paragraph extends Style, Spacing {
  kind: "paragraph";
  content: Inline;
  id?: string;
}
export interface List extends Style, Spacing {
  kind: "list";
  items: readonly (Inline | Block | readonly Block[])[];
  /** Numbers in place of bullets. */
  ordered?: boolean;
  start?: number;
}
export interface Picture extends Spacing {
  /** Alternative text (PDF/UA); "" for decoration. */
  alt: string;
  /** Points. One of the two is enough. Default: the width of the column, at most its own size. */
  width?: number;
  height?: number;
  /** Default: where lines of the document's language begin. */
  align?: "left" | "center" | "right";
}
export interface Image extends Picture {
  kind: "image";
  data: Uint8Array;
}
export interface Svg extends Picture {
  kind: "svg";
  /** SVG source, or a JSX element as for `image()`, which needs `width` and `height`. */
  source: unknown;
}
export interface Chart extends Picture {
  kind: "chart";
  bars: readonly { label: string; value: number }[];
  /** Writes a value. Default: digits in groups of three. */
  format?: (value: number) => string;
  color?: string;
}
export interface Columns extends Spacing {
  kind: "columns";
  columns: readonly (readonly Block[])[];
  /** Shares of the width. Default: all equal. */
  widths?: readonly number[];
  gap?: number;
}
/** Blocks that stay on one page, on a ground of their own if wanted. */
export interface Group extends Spacing {
  kind: "group";
  content: readonly Block[];
  keep: boolean;
  background?: string;
  border?: string;
  padding?: number;
  radius?: number;
}
export interface PageBreak {
  kind: "page-break";
}
export interface Toc extends Spacing {
  kind: "toc";
  /** Pages kept free for it. Default 1. */
  pages?: number;
  /** The deepest level of heading that it lists. Default 3. */
  depth?: number;
  title?: string;
}
export interface Rule extends Spacing {
  kind: "rule";
  color?: string;
  thickness?: number;
}
export interface Space {
  kind: "space";
  height: number;
}
/** The place that a drawing has, in points from the top left of the page. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface Draw extends Spacing {
  kind: "draw";
  height: number;
  /** Required, as for a picture. */
  alt: string;
  draw(doc: PDFKit.PDFDocument, box: Box): void;
}
/** Blocks at a place of the page of their own, outside the flow. */
export interface Placed extends Box {
  kind: "place";
  content: readonly Block[];
  background?: string;
}
export interface Form extends Spacing {
  kind: "form";
  name: string;
  label: string;
  field: "text" | "checkbox" | "combo";
  /** Its value, in any script; a checkbox with a value is checked. */
  value?: string;
  options?: readonly string[];
  multiline?: boolean;
  required?: boolean;
  height?: number;
}

/** The content of a cell. A number is written with the column's `format`. */
export type Cell =
  | Inline
  | null
  | undefined
  | Date
  | {
      cell: Inline | Block | readonly Block[];
      colSpan?: number;
      rowSpan?: number;
      style?: Style;
      background?: string;
    };

export interface Column<Row> extends Style {
  /** The heading. */
  title?: Inline;
  /** The cell of a row in this column: a key of the row, or a function. */
  value?: keyof Row | ((row: Row, index: number) => Cell);
  /** Points, a share of what is left (`"2fr"`), or `"auto"`: by the first rows. Default `"1fr"`. */
  width?: number | `${number}fr` | "auto";
  /**
   * Numbers under their decimal marks, with digits of one width. The mark is that of the column's language (its `lang`, else
   * the document's), or the one that is given. What stands behind it counts too: `1.234,50 €`, `(3.1 %)`.
   */
  decimal?: boolean | "." | "," | "٫";
  /** Its cells name their rows: for those who listen (`TH` with the scope of a row). */
  rowHeader?: boolean;
  format?: (value: number | Date) => string;
  /** Its running sum, exact in decimals, is carried over page breaks: see `carry` of the table. */
  carry?: boolean;
}
export interface Table<Row = unknown> extends Spacing {
  kind: "table";
  columns: readonly Column<Row>[];
  /** Any iterable, also an async one: rows are taken as pages are drawn. */
  rows: Iterable<Row> | AsyncIterable<Row>;
  /** Rows after the last one, in heavier type. Called when all rows have been seen. */
  totals?: () => readonly Cell[] | readonly (readonly Cell[])[];
  /**
   * The words beside the running sums of the columns with `carry`, at the foot of each page that the table goes on from and
   * below the titles of the next: `"Übertrag"`, or two of them. For tables that do not lie in other blocks.
   */
  carry?: string | { foot: Inline; head: Inline };
  /**
   * Rows that stay on one page with the row after them, at most five in a row. A row of one cell across all columns, the
   * title of those below it, does so by itself.
   */
  keepWithNext?: (row: Row, index: number) => boolean;
  /** Every second row on a tinted ground. Default true. */
  zebra?: boolean;
  /** Titles again on each page. Default true. */
  repeatHeader?: boolean;
  /** Order of columns: the first one at the left (`ltr`) or at the right. Default: by the document's language. */
  direction?: "ltr" | "rtl";
  /** Shown when there are no rows. */
  empty?: Inline;
  size?: number;
  padding?: number;
  /** Words for those who cannot see it. */
  summary?: string;
}
