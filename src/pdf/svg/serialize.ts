// A part of a picture as SVG source of its own, for what is drawn as pixels. Only what is known to be
// harmless is written: no scripts, no style sheets, no references out of the file, and text as paths.
import { checkCost, idsIn } from "../../svg/cost.ts";
import { allowsAttribute, allowsElement } from "../../svg/policy.ts";
import { writeAttributes } from "../../svg/write.ts";
import type { Frame } from "./frame.ts";
import { type Box, sizeOf } from "../../svg/box.ts";
import { outlineText } from "./outline.ts";
import type { Scene } from "./scene.ts";
import type { Element } from "../../svg/read.ts";

/** The area to draw, its size in pixels, and the filter. */
export interface Part {
  box: Box;
  width: number;
  height: number;
  /** Pixels for one unit. */
  density: number;
  /** The filter, in place of the one that the element refers to. */
  filter: Element | undefined;
}

/** Its own filter apart, an element's effects are drawn by PDF. */
const LEFT_OUT = ["clip-path", "filter", "mask", "mix-blend-mode", "opacity", "transform"];
/** Pixels around a pixel that a filter may look at. */
const MAX_RADIUS = 12;

export function writeSvg(scene: Scene, element: Element, frame: Frame, part: Part): string {
  checkCost(element, scene.ids);
  if (part.filter) checkCost(part.filter, scene.ids);
  return new PartWriter(scene, frame, part).write(element);
}

class PartWriter {
  /** Definitions that are referred to; the set grows while they are written. */
  readonly #needed = new Set<Element>();

  constructor(
    readonly scene: Scene,
    readonly frame: Frame,
    readonly part: Part,
  ) {}

  write(element: Element): string {
    const { box, width, height, filter } = this.part;
    const [x, y, w, h] = [box.left, box.top, ...sizeOf(box)];
    const own = { ...element.attributes };
    for (const key of LEFT_OUT) delete own[key];
    const body = this.#element({ ...element, attributes: own }, this.frame);
    const { filter: written = "" } = element.attributes;
    const by = filter ? "url(#the-filter)" : written.includes("url(") ? "none" : written;
    const style = writeAttributes({ ...this.#attributes("g", this.frame.style), filter: by });
    let defs = "";
    if (filter) {
      const area = {
        id: "the-filter",
        filterUnits: "userSpaceOnUse",
        x: String(x),
        y: String(y),
        width: String(w),
        height: String(h),
      };
      defs += this.#element({ ...filter, attributes: { ...filter.attributes, ...area } }, this.frame);
    }
    for (const target of this.#needed) defs += this.#element(target, this.frame);
    return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="${x} ${y} ${w} ${h}" preserveAspectRatio="none"><defs>${defs}</defs><g${style}>${body}</g></svg>`;
  }

  #element(element: Element, frame: Frame): string {
    const { name } = element;
    if (!allowsElement(name, "bounded")) return "";
    this.scene.enter();
    const inner = frame.styled(element.attributes);
    const own = this.#attributes(name, element.attributes);
    let out: string;
    if (name === "text") {
      const { x: _, y: __, ...rest } = own;
      out = `<path d="${outlineText(this.scene, element, inner)}"${writeAttributes(rest)}/>`;
    } else {
      const children = element.children.map((child) => this.#element(child, inner)).join("");
      out = `<${name}${writeAttributes(own)}>${children}</${name}>`;
    }
    this.scene.leave(out.length);
    return out;
  }

  #attributes(element: string, attributes: Element["attributes"]): Record<string, string> {
    const own: Record<string, string> = {};
    for (const [key, value] of Object.entries(attributes)) {
      // A filter within has no bounds of its own: one that lies far outside would end the process.
      if (!allowsAttribute(element, key, value)) continue;
      own[key] = bounded(key, value, this.part.density);
      for (const id of idsIn(key, value)) {
        const target = this.scene.ids.get(id);
        if (target) this.#needed.add(target);
      }
    }
    return own;
  }
}

/** Numbers that a filter takes its time for. */
function bounded(key: string, value: string, density: number): string {
  if (key === "numOctaves") return String(Math.min(6, parseInt(value, 10) || 1));
  if (key === "radius") return String(Math.min(MAX_RADIUS / density, parseFloat(value) || 0));
  if (key === "order") return String(Math.min(5, parseInt(value, 10) || 3));
  return value;
}
