// Filters: the only part of SVG that is drawn as pixels, since PDF has no operators for it. A shadow becomes pixels;
// the shape that casts it stays vectors and text.
import { splitOutside } from "../../svg/css/declarations.ts";
import { refuse } from "../../svg/limits.ts";
import { boundsOf } from "./bounds.ts";
import type { Frame } from "./frame.ts";
import { reference } from "../../svg/references.ts";
import { type Box, boxOf, grow, intersect, sizeOf } from "../../svg/box.ts";
import type { Scene } from "./scene.ts";
import { writeSvg } from "./serialize.ts";
import type { Element } from "../../svg/read.ts";

/** Pixels of one filtered part: four million are a page at 200 dots per inch. */
const MAX_PIXELS = 4e6;
/** Pixels of parts whose filters look around each pixel. */
const MAX_SLOW_PIXELS = 5e5;
/** Pixels of all filtered parts of a picture. */
const MAX_ALL_PIXELS = 64e6;
/** Steps of one filter. */
const MAX_STEPS = 64;
const SLOW = new Set(["feTurbulence", "feMorphology", "feConvolveMatrix"]);

export interface Filtered {
  /** Operators that draw the pixels. */
  ops: string;
  /** True when the element itself is to be drawn on top of them. */
  source: boolean;
}

/** An element under its filter; undefined where nothing of it can be seen. */
export function filtered(scene: Scene, element: Element, value: string, frame: Frame): Filtered | undefined {
  const id = reference(value);
  const filter = id === undefined ? undefined : scene.ids.get(id);
  // As with every reference that leads nowhere, all is lost.
  if (id !== undefined && filter?.name !== "filter") return undefined;
  const steps = filter?.children ?? [];
  if (steps.length > MAX_STEPS) throw refuse(`A filter of the SVG has more than ${MAX_STEPS} steps.`);
  const region = filter && regionOf(scene, element, filter, frame);
  const reach = 3 * Math.min(200, deviationOf(value, steps, frame));
  const seen = frame.visible(region);
  if (!seen) return undefined;
  // Pixels just outside of the picture are blurred into it.
  const wide = grow(seen, reach);
  const box = region ? intersect(wide, region) : wide;
  const [across, down] = sizeOf(box);
  const most = steps.some(({ name }) => SLOW.has(name)) ? MAX_SLOW_PIXELS : MAX_PIXELS;
  const density = Math.min(scene.densityOf(frame), Math.sqrt(most / (across * down)));
  const [width, height] = [Math.ceil(across * density), Math.ceil(down * density)];
  if (!(width > 0 && height > 0)) return undefined;
  if ((scene.pixels += width * height) > MAX_ALL_PIXELS)
    throw refuse("The filters of the SVG take more pixels than a page should have.");
  const shadow = filter && withoutSource(filter);
  const svg = writeSvg(scene, element, frame, { box, width, height, density, filter: shadow ?? filter });
  const form = scene.host.file.reserve();
  scene.unfinished.push({ form, svg, box, width, height });
  return { ops: `/${scene.host.resource("XObject", form)} Do\n`, source: shadow !== undefined };
}

function regionOf(
  scene: Scene,
  element: Element,
  { attributes: own }: Element,
  frame: Frame,
): Box | undefined {
  if (own.filterUnits === "userSpaceOnUse") {
    const [x, y] = [frame.x(own.x ?? "-10%", 0), frame.y(own.y ?? "-10%", 0)];
    return boxOf(x, y, frame.x(own.width ?? "120%", 0), frame.y(own.height ?? "120%", 0));
  }
  const box = boundsOf(scene, element, frame);
  if (!box) return undefined;
  const units = frame.sized(1, 1);
  const [width, height] = sizeOf(box);
  const x = box.left + units.x(own.x ?? "-10%", 0) * width;
  const y = box.top + units.y(own.y ?? "-10%", 0) * height;
  return boxOf(x, y, units.x(own.width ?? "120%", 0) * width, units.y(own.height ?? "120%", 0) * height);
}

/** The widest blur of a filter. */
function deviationOf(value: string, steps: readonly Element[], frame: Frame): number {
  const written = splitOutside(value, " ").flatMap((call) => {
    const list = /^(?:blur|drop-shadow)\(/.test(call) ? call.slice(call.indexOf("(") + 1, -1) : "";
    return splitOutside(list, " ").map((each) => frame.length(each, 0));
  });
  const stated = steps.map(({ attributes }) => parseFloat(attributes.stdDeviation ?? "0") || 0);
  return Math.max(0, ...written, ...stated);
}

/** A filter that puts the element itself on top of what it makes, without that; undefined for others. */
function withoutSource(filter: Element): Element | undefined {
  const steps = [...filter.children];
  const last = steps.pop();
  if (!last) return undefined;
  const { in: on, in2: under, operator = "over", mode = "normal", result: _, ...own } = last.attributes;
  const make = (name: string, attributes: Record<string, string>, children: Element[] = []): Element => ({
    name,
    attributes,
    children,
    content: children,
  });
  if (last.name === "feMerge") {
    const nodes = last.children.filter(({ name }) => name === "feMergeNode");
    if (nodes.length < 2 || nodes.at(-1)!.attributes.in !== "SourceGraphic") return undefined;
    return { ...filter, children: [...steps, make("feMerge", {}, nodes.slice(0, -1))] };
  }
  if (last.name === "feBlend" || last.name === "feComposite") {
    const over = last.name === "feBlend" ? mode === "normal" : operator === "over";
    if (!over || on !== "SourceGraphic" || !under || under.startsWith("Source")) return undefined;
    return { ...filter, children: [...steps, make("feOffset", { in: under, dx: "0", dy: "0" })] };
  }
  if (last.name === "feDropShadow" && !steps.length && (on ?? "SourceGraphic") === "SourceGraphic") {
    const { stdDeviation = "2", dx = "2", dy = "2" } = own;
    const flood = {
      "flood-color": own["flood-color"] ?? "#000",
      "flood-opacity": own["flood-opacity"] ?? "1",
    };
    return {
      ...filter,
      children: [
        make("feGaussianBlur", { in: "SourceAlpha", stdDeviation }),
        make("feOffset", { dx, dy, result: "shadow" }),
        make("feFlood", flood),
        make("feComposite", { in2: "shadow", operator: "in" }),
      ],
    };
  }
  return undefined;
}
