// SVG -> display list: one entry for each thing drawn, in paint order, each with all it depends on.

import { outlineOf, readBoxShadow, type CastShadow } from "./box-shadow.ts";
import { premultiply, readColor } from "./color.ts";
import { kernel } from "../../wasm/kernel.ts";
import { type Box, boxOf, boxOfAttributes, intersect, isEmpty, sameBox } from "../../../svg/box.ts";
import { boxAt } from "../layers.ts";
import { addPath } from "./paths.ts";
import { isStroke, penOf, type Pen } from "./pen.ts";
import { readMarkup, type Element } from "../../../svg/markup.ts";
import { Unsupported } from "../layout/unsupported.ts";

/** A path filled with one colour: what the kernel can draw itself. */
export interface Fill {
  kind: "fill";
  /** Everything the pixels depend on. */
  key: string;
  path: string;
  /** Premultiplied RGBA, red in the lowest byte. */
  color: number;
  clip: Box;
  /** Its lines are drawn with this pen instead of being filled. */
  pen?: Pen;
  /** A shape in another is a hole in it. */
  evenOdd?: boolean;
}

/** Anything else: markup that stands alone, for resvg. */
export interface Drawing {
  kind: "drawing";
  key: string;
  markup: string;
  clip: Box;
}

/** The shadow of a box. */
export interface Shadow {
  kind: "shadow";
  key: string;
  cast: CastShadow;
  clip: Box;
  /** The same for resvg, where the kernel cannot draw it. */
  drawing: Drawing;
}

/** Operations that are faded together. */
export interface Group {
  kind: "group";
  key: string;
  opacity: number;
  operations: Operation[];
}

export type Operation = Fill | Drawing | Shadow | Group;

/** The operations of one picture, in paint order. */
export interface DisplayList {
  width: number;
  height: number;
  operations: Operation[];
}

/**
 * Reads the SVG of satori.
 * @throws SyntaxError for markup that satori would not write.
 * @throws Unsupported for what depends on what is below it.
 */
export function readDisplayList(svg: string): DisplayList {
  // An operation is drawn alone, so it has no backdrop to be blended with (Compositing and Blending §3.4).
  if (svg.includes("mix-blend-mode")) throw new Unsupported("mixBlendMode");
  const root = readMarkup(svg).children[0];
  const width = Number(root?.attributes.width);
  const height = Number(root?.attributes.height);
  if (root?.name !== "svg" || !(width > 0) || !(height > 0))
    throw new SyntaxError("not an <svg> of known size");
  const reader = new Reader(svg, boxOf(0, 0, Math.ceil(width), Math.ceil(height)));
  reader.define(root.children);
  return { width, height, operations: reader.read(root.children, reader.canvas) };
}

const DEFINITIONS = new Set([
  "clipPath",
  "mask",
  "filter",
  "pattern",
  "linearGradient",
  "radialGradient",
  "defs",
  "style",
]);
const REFERENCE = /url\(#([^)]+)\)|href="#([^"]+)"/g;

class Reader {
  readonly #definitions = new Map<string, Element>();
  readonly #clips = new Map<string, Box | undefined>();

  constructor(
    readonly source: string,
    readonly canvas: Box,
  ) {}

  /** Remembers every element that others may refer to. */
  define(elements: readonly Element[]): void {
    for (const element of elements) {
      if (element.attributes.id) this.#definitions.set(element.attributes.id, element);
      this.define(element.children);
    }
  }

  read(elements: readonly Element[], clip: Box): Operation[] {
    const operations: Operation[] = [];
    for (const element of elements) {
      if (!DEFINITIONS.has(element.name)) this.#readOne(element, clip, operations);
    }
    return operations;
  }

  #readOne(element: Element, outer: Box, operations: Operation[]): void {
    const { attributes } = element;
    const cast = attributes.filter ? readBoxShadow(element, (id) => this.#referred(id)) : undefined;
    if (cast) {
      const drawing = this.#drawing(element, outer);
      operations.push({ kind: "shadow", key: drawing.key, cast, clip: outer, drawing });
      return;
    }
    let clip: Box | undefined = outer;
    let opacity = 1;
    let plain = attributes["transform"] === undefined;
    // A mask region defaults to the fill's bounding box and a tenth: strokes beyond it are clipped, or all is lost.
    // A group with opacity is drawn on a layer that reaches beyond the picture, and strokes are clipped at its edge.
    const apart = attributes["mask"] ?? attributes["opacity"];
    if (apart && STROKED.test(this.source.slice(element.start, element.end))) plain = false;
    for (const name in attributes) {
      const value = attributes[name]!;
      if (name === "clip-path" || name === "mask") {
        const box = this.#clipBox(value);
        clip = clip && box && intersect(clip, box);
      } else if (name === "opacity" && element.name === "g") {
        opacity = Number(value);
      } else if (!KNOWN.has(name) && !((name === "fill" || isStroke(name)) && element.name !== "g")) {
        plain = false;
      }
    }
    if (plain && clip && element.name === "g" && opacity >= 0 && opacity <= 1) {
      const inner = this.read(element.children, clip);
      if (opacity === 1) {
        operations.push(...inner);
      } else if (inner.length) {
        const key = `${opacity}\n${inner.map((one) => one.key).join("\n")}`;
        operations.push({ kind: "group", key, opacity, operations: inner });
      }
      return;
    }
    const fill = plain && clip ? this.#fill(element, clip) : undefined;
    if (fill) operations.push(fill);
    // resvg stops the process at a masked or faded group far outside of the picture.
    else if (!isOutside(element, this.canvas)) operations.push(this.#drawing(element, outer));
  }

  #fill(element: Element, clip: Box): Fill | undefined {
    const { name, attributes } = element;
    if ((name !== "path" && name !== "rect") || element.children.length) return undefined;
    const stroked = attributes.stroke !== undefined && attributes.stroke !== "none";
    const pen = stroked ? penOf(attributes) : undefined;
    if (stroked && !(pen && attributes.fill === "none")) return undefined;
    const color = pen
      ? readColor(attributes.stroke!, attributes["stroke-opacity"])
      : readColor(attributes.fill ?? "", attributes["fill-opacity"]);
    if (!color) return undefined;
    const path = outlineOf(element);
    if (!path) return undefined;
    const rule = attributes["fill-rule"];
    if (rule !== undefined && rule !== "evenodd") return undefined;
    const evenOdd = rule !== undefined;
    const packed = premultiply(color);
    const drawn = pen ? ` ${pen.width} ${pen.cap} ${pen.join} ${pen.miterLimit}` : "";
    const key = `${packed}${drawn} ${evenOdd} ${clip.left} ${clip.top} ${clip.right} ${clip.bottom} ${path}`;
    return { kind: "fill", key, path, color: packed, clip, pen, evenOdd };
  }

  #referred(value: string | undefined): Element | undefined {
    const id = /^url\(#([^)]+)\)$/.exec(value ?? "")?.[1];
    return id === undefined ? undefined : this.#definitions.get(id);
  }

  #drawing(element: Element, clip: Box): Drawing {
    const used = new Set<string>();
    const own = this.source.slice(element.start, element.end);
    this.#collect(own, used);
    const needed = [...used].map((id) => this.#definitions.get(id)!);
    // A definition inside of another one is written with it.
    const definitions = needed
      .filter((one) => !needed.some((other) => other.start < one.start && one.end < other.end))
      .map(({ start, end }) => this.source.slice(start, end));
    const markup = definitions.length ? `<defs>${definitions.join("")}</defs>${own}` : own;
    return {
      kind: "drawing",
      key: `${clip.left} ${clip.top} ${clip.right} ${clip.bottom} ${markup}`,
      markup,
      clip,
    };
  }

  #collect(markup: string, used: Set<string>): void {
    if (!markup.includes("#")) return;
    for (const match of markup.matchAll(REFERENCE)) {
      const id = match[1] ?? match[2]!;
      const definition = this.#definitions.get(id);
      if (!definition || used.has(id)) continue;
      used.add(id);
      this.#collect(this.source.slice(definition.start, definition.end), used);
    }
  }

  /** The box of a clip path or mask that is a single rectangle of whole pixels; undefined for others. */
  #clipBox(value: string): Box | undefined {
    const id = /^url\(#([^)]+)\)$/.exec(value)?.[1];
    if (!id) return undefined;
    if (!this.#clips.has(id)) {
      this.#clips.set(id, undefined); // ends a circular reference
      this.#clips.set(id, this.#boxOf(this.#definitions.get(id)));
    }
    return this.#clips.get(id);
  }

  #boxOf(definition: Element | undefined): Box | undefined {
    const shape = definition?.children[0];
    if (!definition || !shape || definition.children.length !== 1 || shape.name !== "rect") return undefined;
    let box = this.canvas;
    for (const element of [definition, shape]) {
      for (const name in element.attributes) {
        const value = element.attributes[name]!;
        if (name === "clip-path" || name === "mask") {
          const outer = this.#clipBox(value);
          if (!outer) return undefined;
          box = intersect(box, outer);
        } else if (name === "fill" ? value !== "#fff" : !PLACE.has(name)) {
          return undefined;
        }
      }
    }
    const own = boxOfAttributes(shape.attributes);
    if (isEmpty(own) || !Object.values(own).every(Number.isInteger)) return undefined;
    return intersect(box, own);
  }
}

/** True if everything that an element draws certainly lies outside of the picture. */
function isOutside(element: Element, canvas: Box): boolean {
  const { name, attributes, children } = element;
  if (attributes.filter !== undefined || attributes.transform !== undefined) return false;
  if (DEFINITIONS.has(name)) return true;
  if (name === "g") return children.length > 0 && children.every((child) => isOutside(child, canvas));
  let box: Box | undefined;
  if (name === "path" && attributes.d && attributes.stroke === undefined) box = boxOfPath(attributes.d);
  else if (name === "rect" || name === "image") box = boxOfAttributes(attributes);
  if (!box) return false;
  return box.right <= 0 || box.bottom <= 0 || box.left >= canvas.right || box.top >= canvas.bottom;
}

function boxOfPath(data: string): Box | undefined {
  if (!addPath(data)) return undefined;
  return boxAt(kernel().path_box());
}

const STROKED = / (?:stroke|filter)="/;
const PLACE = new Set(["id", "x", "y", "width", "height", "maskUnits"]);
const KNOWN = new Set(["x", "y", "width", "height", "d", "fill-opacity", "fill-rule", "id"]);

/** Joins neighbouring drawings with the same clip: each call of resvg has a fixed cost. */
export function joinDrawings(operations: readonly Operation[]): Operation[] {
  const joined: Operation[] = [];
  for (const operation of operations) {
    const last = joined.at(-1);
    if (operation.kind !== "drawing" || last?.kind !== "drawing" || !sameBox(operation.clip, last.clip))
      joined.push(operation);
    else
      joined[joined.length - 1] = {
        ...last,
        key: `${last.key}\n${operation.key}`,
        markup: last.markup + operation.markup,
      };
  }
  return joined;
}
