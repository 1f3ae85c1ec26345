// The words of a template: plain functions that return plain data. Nothing here draws anything.

import type {
  Block,
  Box,
  Chart,
  Columns,
  Draw,
  Form,
  Group,
  Heading,
  Image,
  Inline,
  List,
  PageBreak,
  PageNumber,
  Paragraph,
  Placed,
  Rule,
  Space,
  Spacing,
  Style,
  Styled,
  Svg,
  Table,
  Toc,
} from "./block.ts";

type Options<T, K extends keyof T = never> = Partial<Omit<T, "kind" | K>>;

/**
 * Text with a look of its own, inside other text.
 *
 * @example
 * paragraph(["Water is H", text("2", { size: 7, rise: -2 }), "O."])
 */
export const text = (content: Inline, style: Style = {}): Styled => ({ kind: "styled", content, style });

/**
 * Text in weight 700.
 *
 * @example
 * paragraph(["Due on ", bold("1 March"), "."])
 */
export const bold = (content: Inline): Styled => text(content, { weight: 700 });

/**
 * Text in the family's italic, where it has one.
 *
 * @example
 * paragraph(["As said in ", italic("Nature"), "."])
 */
export const italic = (content: Inline): Styled => text(content, { italic: true });

/**
 * A link to a URL (http, https, mailto, tel) or to a place in this document (`#id`).
 *
 * @throws when the document is drawn, for any other scheme: `javascript:` and `file:` are refused.
 * @example
 * paragraph(["See ", link("the figures", "#figures"), " or ", link("our site", "https://example.com"), "."])
 */
export const link = (content: Inline, url: string, style: Style = {}): Styled => ({
  kind: "styled",
  content,
  link: url,
  style: { color: "accent", ...style },
});

/**
 * The number of pages, wherever text may stand. It is exact, being the last thing that is written.
 *
 * @example
 * pdf(template, { footer: ({ page }) => ["Page ", page, " of ", pageCount] })
 */
export const pageCount: PageNumber = { kind: "page-count" };

/**
 * A heading: it makes the outline, the table of contents and the tag `H1` to `H6`, and never stands
 * alone at the foot of a page.
 *
 * @param level 1 to 6
 * @example
 * yield heading(1, "Figures", { id: "figures" });
 */
export const heading = (
  level: Heading["level"],
  content: Inline,
  options: Options<Heading, "level" | "content"> = {},
): Heading => ({ kind: "heading", level, content, ...options });

/**
 * A paragraph; line ends in the text are kept. Its first two and last two lines stay together.
 *
 * @example
 * yield paragraph("One after another.", { align: "justify", hyphenate: (word) => hypher.hyphenate(word) });
 */
export const paragraph = (content: Inline, options: Options<Paragraph, "content"> = {}): Paragraph => ({
  kind: "paragraph",
  content,
  ...options,
});

/**
 * A list of texts or of blocks, with bullets, or with numbers if `ordered`.
 *
 * @example
 * yield list(["flour", "water", ["salt, ", bold("a little")]], { ordered: true });
 */
export const list = (items: List["items"], options: Options<List, "items"> = {}): List => ({
  kind: "list",
  items,
  ...options,
});

/**
 * A bitmap: JPEG goes in as it is, PNG, WebP, AVIF and the like as pixels. Exported as `picture`,
 * since `image` is the kind of asset.
 *
 * @throws when the document is drawn, before any of its bytes, if the image is damaged or has more
 *   than 50 million pixels.
 * @example
 * yield picture(await readFile("ship.jpg"), { alt: "A ship at anchor", width: 240 });
 */
export const image = (data: Uint8Array, options: Options<Image, "data"> & { alt: string }): Image => ({
  kind: "image",
  data,
  ...options,
});

/**
 * SVG source, or a JSX component as `image()` takes it (with `width` and `height`), drawn as vectors
 * with real text: gradients, masks, clips, patterns, markers, blend modes, style sheets. What a filter
 * makes (a shadow, a blur) becomes pixels at 216 dots per inch, and only that.
 *
 * @throws when the document is drawn, before any of its bytes, if the SVG is broken or draws more
 *   than a page should have.
 *
 * @example
 * yield svg(<Card title="Hello" />, { alt: "Hello", width: 480, height: 252 });
 */
export const svg = (source: unknown, options: Options<Svg, "source"> & { alt: string }): Svg => ({
  kind: "svg",
  source,
  ...options,
});

/**
 * Horizontal bars with labels and values: at most 60, of 0 or more.
 *
 * @example
 * yield chart([{ label: "Tokyo", value: 8_336_599 }], { alt: "Tokyo has 8.3 million inhabitants" });
 */
export const chart = (bars: Chart["bars"], options: Options<Chart, "bars"> & { alt: string }): Chart => ({
  kind: "chart",
  bars,
  ...options,
});

/**
 * A table of any length: rows are taken from the iterable as pages are drawn, and `return()` is
 * called on it when the reader cancels. The title row is repeated on each page.
 *
 * @example
 * yield table({
 *   columns: [
 *     { title: "City", value: "name", width: "2fr" },
 *     { title: "Inhabitants", value: ({ people }) => people, decimal: true },
 *   ],
 *   rows: db.cities(),
 *   totals: () => ["All", sum],
 * });
 */
export const table = <Row>(options: Omit<Table<Row>, "kind">): Table =>
  ({ kind: "table", ...options }) as unknown as Table;

/**
 * Blocks side by side, cut across pages where they must be.
 *
 * @example
 * yield columns([[paragraph("left")], [paragraph("right")]], { widths: [2, 1], gap: 24 });
 */
export const columns = (content: Columns["columns"], options: Options<Columns, "columns"> = {}): Columns => ({
  kind: "columns",
  columns: content,
  ...options,
});

/**
 * Blocks that stay on one page as long as one page can hold them, on a ground or in a border if wanted.
 *
 * @example
 * yield keepTogether([paragraph("Signed"), rule()], { background: "tint", padding: 12, radius: 4 });
 */
export const keepTogether = (
  content: readonly Block[],
  options: Options<Group, "content" | "keep"> = {},
): Group => ({ kind: "group", content, keep: true, ...options });

/**
 * Blocks in a box of the current page, wherever the flow is; they are not cut at its edge.
 *
 * @param box points from the top left of the page
 * @example
 * yield place({ x: 0, y: 0, width: 595, height: 842 }, [], { background: "#eef3f2" });
 */
export const place = (
  box: Box,
  content: readonly Block[],
  options: { background?: string } = {},
): Placed => ({ kind: "place", ...box, content, ...options });

/**
 * Ends the page.
 *
 * @example
 * yield pageBreak();
 */
export const pageBreak = (): PageBreak => ({ kind: "page-break" });

/**
 * A table of contents with links and exact page numbers, on pages of its own. How many it will need
 * cannot be known before the headings are: `pages` are kept free (1 by default), and where the
 * headings do not fit, the deepest levels are left out and the log says so.
 *
 * @example
 * yield toc({ title: "Contents", depth: 2, pages: 2 });
 */
export const toc = (options: Options<Toc> = {}): Toc => ({ kind: "toc", ...options });

/**
 * A thin line across. `thickness` is in points.
 *
 * @example
 * yield rule({ color: "accent", thickness: 2 });
 */
export const rule = (options: Options<Rule> = {}): Rule => ({ kind: "rule", ...options });

/**
 * Empty space.
 *
 * @param height points
 *
 * @example
 * yield space(24);
 */
export const space = (height: number): Space => ({ kind: "space", height });

/**
 * A drawing by pdfkit itself, in the space that is kept for it.
 *
 * @param height points
 * @param alt words for those who cannot see it
 * @example
 * yield draw(60, "A red circle", (doc, { x, y }) => doc.circle(x + 30, y + 30, 28).fill("#c00"));
 */
export const draw = (height: number, alt: string, paint: Draw["draw"], spacing: Spacing = {}): Draw => ({
  kind: "draw",
  height,
  alt,
  draw: paint,
  ...spacing,
});

/**
 * A field to be filled in, with its label above it.
 *
 * @example
 * yield field("email", "Your address", { required: true });
 */
export const field = (name: string, label: string, options: Options<Form, "name" | "label"> = {}): Form => ({
  kind: "form",
  field: "text",
  name,
  label,
  ...options,
});
