// An SVG picture as a form: shapes stay vectors and text stays text.
import { LruMap } from "../lru.ts";
import { fine, ref } from "../syntax.ts";
import type { Writer } from "../writer.ts";
import { Stack } from "../text/stack.ts";
import {
  basicShape,
  IDENTITY,
  type Matrix,
  multiply,
  numbers,
  parseTransform,
  type Shape,
} from "./geometry.ts";
import { parseColor, shadingPattern } from "./paint.ts";
import { type Element, MAX_DEPTH, parseSvg } from "./xml.ts";

/** Uses of `<use>` in one picture: a few that use each other would multiply without an end. */
const MAX_USES = 2000;
/** Elements that draw nothing where they stand. */
const NOT_DRAWN = new Set([
  "defs",
  "clipPath",
  "mask",
  "symbol",
  "pattern",
  "style",
  "title",
  "desc",
  "metadata",
]);
/** Copies of a pattern in one shape. */
const MAX_TILES = 1000;
const INHERITED = [
  "fill",
  "stroke",
  "stroke-width",
  "fill-opacity",
  "stroke-opacity",
  "fill-rule",
  "clip-rule",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
  "stroke-dasharray",
  "color",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "letter-spacing",
  "visibility",
];

type Attributes = Record<string, string>;

/** A picture ready to be placed: a form whose unit square is the picture. */
export interface Drawing {
  form: number;
  width: number;
  height: number;
}

const parsed = new LruMap<string, Element>(200);

/** Draws SVG source into a form of this document. */
export function drawSvg(
  writer: Writer,
  source: string,
  bitmaps: ReadonlyMap<string, Drawing> = new Map(),
): Drawing {
  let svg = parsed.get(source);
  if (!svg) parsed.set(source, (svg = parseSvg(source)));
  return new SvgDrawer(writer, svg, bitmaps).draw();
}

class SvgDrawer {
  #ops = "";
  #uses = 0;
  #depth = 0;
  readonly #ids = new Map<string, Element>();
  readonly #classes = new Map<string, Attributes>();

  constructor(
    readonly writer: Writer,
    readonly svg: Element,
    readonly bitmaps: ReadonlyMap<string, Drawing>,
  ) {
    this.#collect(svg);
  }

  draw(): Drawing {
    const { attributes } = this.svg;
    const [left = 0, top = 0, boxWidth, boxHeight] = numbers(attributes.viewBox ?? "");
    const width = length(attributes.width) ?? boxWidth ?? 300;
    const height = length(attributes.height) ?? boxHeight ?? 150;
    const [w, h] = [boxWidth ?? width, boxHeight ?? height];
    if (!(w > 0 && h > 0 && width > 0 && height > 0 && width < 1e6 && height < 1e6))
      throw new Error(`An SVG of ${width} by ${height} cannot be drawn.`);
    const flip: Matrix = [1, 0, 0, -1, -left, h + top];
    this.#ops = `${flip.map(fine).join(" ")} cm\n`;
    this.#children(this.svg, { fill: "#000", ...pick(attributes) }, flip);
    const entries = `/Type/XObject/Subtype/Form/BBox[0 0 ${fine(w)} ${fine(h)}]/Matrix[${1 / w} 0 0 ${1 / h} 0 0]`;
    const group = this.#ops.includes(" gs\n") ? "/Group<</S/Transparency/CS/DeviceRGB>>" : "";
    const form = this.writer.file.stream(
      `${entries}${group}/Resources ${ref(this.writer.resources)}`,
      this.#ops,
    );
    return { form, width, height };
  }

  #collect(element: Element): void {
    if (element.attributes.id) this.#ids.set(element.attributes.id, element);
    if (element.name === "style")
      for (const [, names = "", body = ""] of element.text.matchAll(/([^{}]+)\{([^}]*)\}/g))
        for (const name of names.split(",")) {
          const rules = Object.fromEntries(
            body
              .split(";")
              .map((rule) => rule.split(":").map((s) => s.trim()))
              .filter((r) => r.length === 2),
          );
          this.#classes.set(name.trim(), { ...this.#classes.get(name.trim()), ...rules });
        }
    for (const child of element.children) this.#collect(child);
  }

  #children(element: Element, inherited: Attributes, matrix: Matrix): void {
    for (const child of element.children) this.#element(child, inherited, matrix);
  }

  #element(element: Element, inherited: Attributes, outer: Matrix): void {
    if (++this.#depth > MAX_DEPTH)
      throw new Error(`The SVG's parts use each other more than ${MAX_DEPTH} levels deep.`);
    this.#draw(element, inherited, outer);
    this.#depth--;
  }

  #draw(element: Element, inherited: Attributes, outer: Matrix): void {
    const { name } = element;
    const classes = element.attributes.class?.split(/\s+/) ?? [];
    const own: Attributes = Object.assign(
      {},
      element.attributes,
      ...classes.map((name) => this.#classes.get(`.${name}`)),
    );
    if (own.display === "none" || NOT_DRAWN.has(name)) return;
    // Filters blur: PDF has nothing like it, and what is blurred (a shadow) would be hard and wrong without.
    if (own.filter && own.filter !== "none") return;
    const style = { ...inherited, ...pick(own) };
    if (style.visibility === "hidden") return;
    const local = parseTransform(own.transform);
    const matrix = multiply(outer, local);
    const before = this.#ops;
    this.#ops += "q\n";
    if (local !== IDENTITY) this.#ops += `${local.map(fine).join(" ")} cm\n`;
    if (own["clip-path"]) this.#clip(own["clip-path"]);
    const opacity = number(own.opacity, 1);
    const start = this.#ops.length;
    if (name === "g" || name === "a" || name === "svg" || name === "switch")
      this.#nest(element, style, matrix, opacity);
    else if (name === "use") this.#use(own, style, matrix, opacity);
    else if (name === "image") this.#image(own, opacity * number(style["group-opacity"], 1));
    else if (name === "text") this.#text(element, style, opacity);
    else {
      const shape = basicShape(name, own);
      if (shape?.ops) this.#paint(shape, style, matrix, opacity);
    }
    this.#ops = this.#ops.length === start ? before : `${this.#ops}Q\n`;
  }

  #nest(element: Element, style: Attributes, matrix: Matrix, opacity: number): void {
    if (element.name === "svg") {
      const box = numbers(element.attributes.viewBox ?? "");
      const [x, y] = [number(element.attributes.x, 0), number(element.attributes.y, 0)];
      const [w, h] = [length(element.attributes.width), length(element.attributes.height)];
      if (box.length === 4 && w && h) {
        const scale = Math.min(w / box[2]!, h / box[3]!);
        const [dx, dy] = [(w - box[2]! * scale) / 2, (h - box[3]! * scale) / 2];
        const inner: Matrix = [scale, 0, 0, scale, x + dx - box[0]! * scale, y + dy - box[1]! * scale];
        this.#ops += `${inner.map(fine).join(" ")} cm\n`;
        this.#children(element, style, multiply(matrix, inner));
        return;
      }
    }
    const dimmed =
      opacity < 1
        ? { ...style, "group-opacity": String(opacity * number(style["group-opacity"], 1)) }
        : style;
    this.#children(element, dimmed, matrix);
  }

  #use(own: Attributes, style: Attributes, matrix: Matrix, opacity: number): void {
    const target = this.#ids.get((own.href ?? "").replace(/^#/, ""));
    if (!target) return;
    if (++this.#uses > MAX_USES) throw new Error(`The SVG uses its parts more than ${MAX_USES} times.`);
    const shift: Matrix = [1, 0, 0, 1, number(own.x, 0), number(own.y, 0)];
    this.#ops += `${shift.map(fine).join(" ")} cm\n`;
    const inner = multiply(matrix, shift);
    const dimmed = opacity < 1 ? { ...style, "group-opacity": String(opacity) } : style;
    if (target.name === "symbol") this.#children(target, { ...dimmed, ...pick(target.attributes) }, inner);
    else this.#element(target, dimmed, inner);
  }

  #clip(value: string): void {
    const target = this.#ids.get(/url\(["']?#([^"')]+)/.exec(value)?.[1] ?? "");
    if (!target) return;
    let ops = "";
    for (const child of target.children) {
      const shape = child.name === "use" ? this.#shapeOf(child) : basicShape(child.name, child.attributes);
      if (!shape?.ops) continue;
      const matrix = parseTransform(child.attributes.transform);
      ops += matrix === IDENTITY ? shape.ops : transformOps(shape.ops, matrix);
    }
    const rule = target.children[0]?.attributes["clip-rule"] === "evenodd" ? "W*" : "W";
    this.#ops += ops ? `${ops}${rule} n\n` : "0 0 0 0 re W n\n";
  }

  #shapeOf(use: Element): Shape | undefined {
    const target = this.#ids.get((use.attributes.href ?? "").replace(/^#/, ""));
    return target && basicShape(target.name, target.attributes);
  }

  #paint(shape: Shape, style: Attributes, matrix: Matrix, opacity: number): void {
    const dim = opacity * number(style["group-opacity"], 1);
    const tiles = this.#ids.get(/^url\(["']?#([^"')]+)/.exec(style.fill ?? "")?.[1] ?? "");
    if (tiles?.name === "pattern") {
      this.#tile(tiles, shape, style, matrix);
      style = { ...style, fill: "none" };
    }
    const fill = this.#color(style.fill ?? "#000", style, shape, matrix, false);
    const width = number(style["stroke-width"], 1);
    const stroke = width > 0 ? this.#color(style.stroke ?? "none", style, shape, matrix, true) : undefined;
    if (!fill && !stroke) return;
    const fillAlpha = dim * number(style["fill-opacity"], 1) * (fill?.alpha ?? 1);
    const strokeAlpha = dim * number(style["stroke-opacity"], 1) * (stroke?.alpha ?? 1);
    if (fillAlpha < 0.999 || strokeAlpha < 0.999)
      this.#ops += `/${this.writer.opacity(round(fillAlpha), round(strokeAlpha))} gs\n`;
    if (fill) this.#ops += `${fill.op}\n`;
    if (stroke) {
      this.#ops += `${stroke.op} ${fine(width)} w `;
      const cap = ["butt", "round", "square"].indexOf(style["stroke-linecap"] ?? "butt");
      const join = ["miter", "round", "bevel"].indexOf(style["stroke-linejoin"] ?? "miter");
      if (cap > 0) this.#ops += `${cap} J `;
      if (join > 0) this.#ops += `${join} j `;
      if (style["stroke-miterlimit"]) this.#ops += `${number(style["stroke-miterlimit"], 4)} M `;
      const dash = style["stroke-dasharray"] === "none" ? [] : numbers(style["stroke-dasharray"] ?? "");
      if (dash.some((d) => d > 0)) this.#ops += `[${dash.map(fine).join(" ")}] 0 d `;
    }
    const odd = style["fill-rule"] === "evenodd" ? "*" : "";
    this.#ops += `${shape.ops}${fill && stroke ? `B${odd}` : fill ? `f${odd}` : "S"}\n`;
  }

  /** Fills a shape with copies of a pattern's content. */
  #tile(pattern: Element, shape: Shape, style: Attributes, matrix: Matrix): void {
    const own = pattern.attributes;
    const [left, top, right, bottom] = shape.box;
    const relative = own.patternUnits !== "userSpaceOnUse";
    const of = (key: string, extent: number) => number(own[key], 0) * (relative ? extent : 1);
    const [width, height] = [of("width", right - left), of("height", bottom - top)];
    if (!(width > 0 && height > 0)) return;
    const turn = parseTransform(own.patternTransform);
    const odd = style["fill-rule"] === "evenodd" ? "W*" : "W";
    this.#ops += `q ${shape.ops}${odd} n\n`;
    const startX = relative
      ? left + of("x", right - left)
      : number(own.x, 0) + Math.floor((left - number(own.x, 0)) / width) * width;
    const startY = relative
      ? top + of("y", bottom - top)
      : number(own.y, 0) + Math.floor((top - number(own.y, 0)) / height) * height;
    let drawn = 0;
    for (let y = startY; y < bottom - 1e-6; y += height)
      for (let x = startX; x < right - 1e-6; x += width) {
        if (++drawn > MAX_TILES) throw new Error(`An SVG pattern is repeated more than ${MAX_TILES} times.`);
        const place = multiply(turn, [1, 0, 0, 1, x, y]);
        this.#ops += `q ${place.map(fine).join(" ")} cm\n`;
        this.#children(pattern, { fill: "#000" }, multiply(matrix, place));
        this.#ops += "Q\n";
      }
    this.#ops += "Q\n";
  }

  #color(value: string, style: Attributes, shape: Shape, matrix: Matrix, stroke: boolean) {
    const reference = /^url\(["']?#([^"')]+)["']?\)\s*(.*)$/.exec(value);
    if (reference) {
      const gradient = this.#ids.get(reference[1]!);
      const pattern = gradient && shadingPattern(this.writer, gradient, this.#ids, shape.box, matrix);
      if (pattern)
        return { op: stroke ? `/Pattern CS /${pattern} SCN` : `/Pattern cs /${pattern} scn`, alpha: 1 };
      if (!reference[2]) return undefined;
    }
    const color = parseColor(reference ? reference[2]! : value, style.color);
    return color && { op: `${color.rgb} ${stroke ? "RG" : "rg"}`, alpha: color.alpha };
  }

  /** A bitmap in its box, in its own shape unless `preserveAspectRatio` says otherwise. */
  #image(own: Attributes, opacity: number): void {
    const bitmap = this.bitmaps.get(own.href ?? "");
    const [width, height] = [number(own.width, 0), number(own.height, 0)];
    if (!bitmap || !(width > 0 && height > 0)) return;
    const ratio = own.preserveAspectRatio ?? "xMidYMid meet";
    let [w, h] = [width, height];
    if (!ratio.startsWith("none")) {
      const scales = [width / bitmap.width, height / bitmap.height];
      const scale = ratio.endsWith("slice") ? Math.max(...scales) : Math.min(...scales);
      [w, h] = [bitmap.width * scale, bitmap.height * scale];
    }
    const [left, top] = [number(own.x, 0), number(own.y, 0)];
    const [x, y] = [left + (width - w) / 2, top + (height - h) / 2];
    if (opacity < 0.999) this.#ops += `/${this.writer.opacity(round(opacity), 1)} gs\n`;
    if (w > width + 0.01 || h > height + 0.01)
      this.#ops += `${[left, top, width, height].map(fine).join(" ")} re W n\n`;
    const name = this.writer.resource("XObject", bitmap.form);
    this.#ops += `${[w, 0, 0, -h, x, y + h].map(fine).join(" ")} cm /${name} Do\n`;
  }

  /** Text on one line, as satori writes it: a word or two at a place of their own. */
  #text(element: Element, style: Attributes, opacity: number): void {
    const content =
      element.text.trim() ||
      element.children
        .map((child) => child.text)
        .join("")
        .trim();
    if (!content) return;
    const size = number(style["font-size"], 16);
    const wanted = style["font-family"]?.split(",").map((name) => name.trim().replace(/["']/g, "")) ?? [];
    const { fonts } = this.writer.context;
    const family =
      wanted.find((name) => fonts.faces.some((face) => face.family === name)) ?? fonts.defaultFamily;
    const weight = style["font-weight"] === "bold" ? 700 : number(style["font-weight"], 400);
    const stack = Stack.of(fonts, {
      family,
      weight,
      italic: style["font-style"] === "italic",
      features: [],
      language: this.writer.settings.lang,
    });
    const color = parseColor(style.fill ?? "#000", style.color);
    if (!color) return;
    const alpha =
      color.alpha * opacity * number(style["group-opacity"], 1) * number(style["fill-opacity"], 1);
    if (alpha < 0.999) this.#ops += `/${this.writer.opacity(round(alpha), 1)} gs\n`;
    const words = content.split(/\s+/);
    const total =
      words.reduce((sum, word) => sum + stack.runs(word, false).em, (words.length - 1) * stack.spaceEm) *
      size;
    const anchor = style["text-anchor"] === "middle" ? total / 2 : style["text-anchor"] === "end" ? total : 0;
    let x = number(element.attributes.x, 0) - anchor;
    const y = number(element.attributes.y, 0);
    for (const word of words) {
      for (const run of stack.runs(word, /[\u0590-\u08ff]/.test(word)).runs) {
        if (run.shaper) {
          this.writer.note(run.shaper.typeface, run.word);
          const font = this.writer.font(run.shaper.typeface);
          this.#ops += `${color.rgb} rg BT /${font} 1 Tf ${fine(size)} 0 0 ${fine(-size)} ${fine(x)} ${fine(y)} Tm [(${run.word.shown})]TJ ET\n`;
        }
        x += run.em * size;
      }
      x += stack.spaceEm * size;
    }
  }
}

const pick = (attributes: Attributes): Attributes =>
  Object.fromEntries(
    INHERITED.filter((key) => attributes[key] !== undefined && attributes[key] !== "inherit").map((key) => [
      key,
      attributes[key]!,
    ]),
  );

const round = (value: number): number => Math.round(value * 1000) / 1000;

function number(value: string | undefined, fallback: number): number {
  const parsed = parseFloat(value ?? "");
  return Number.isFinite(parsed) ? parsed : fallback;
}

/** A length in user units; a percentage says nothing here. */
function length(value: string | undefined): number | undefined {
  if (value === undefined || value.endsWith("%")) return undefined;
  const parsed = parseFloat(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** Path operators with their points moved. */
function transformOps(ops: string, [a, b, c, d, e, f]: Matrix): string {
  return ops.replace(/(-?[\d.]+) (-?[\d.]+)(?= )/g, (_, x: string, y: string) => {
    const [px, py] = [Number(x), Number(y)];
    return `${fine(a * px + c * py + e)} ${fine(b * px + d * py + f)}`;
  });
}
