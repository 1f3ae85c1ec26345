// Colours and gradients of SVG.
import { fine, ref } from "../syntax.ts";
import type { Writer } from "../writer.ts";
import { type Matrix, multiply, parseTransform } from "./geometry.ts";
import { namedColors } from "./names.ts";
import type { Element } from "./xml.ts";

export interface Paint {
  /** Three components, from 0 to 1. */
  rgb: string;
  alpha: number;
}

/** A CSS colour: names, `#…`, `rgb()`, `hsl()`; undefined for `none` and what cannot be read. */
export function parseColor(value: string, current = "#000"): Paint | undefined {
  const color = value.trim().toLowerCase();
  if (color === "none" || color === "transparent" || color === "") return undefined;
  if (color === "currentcolor") return parseColor(current);
  const hex = /^#([0-9a-f]{3,8})$/.exec(namedColors[color] ?? color)?.[1];
  if (hex) {
    const full = hex.length < 6 ? [...hex].map((c) => c + c).join("") : hex;
    const byte = (at: number) => parseInt(full.slice(at, at + 2), 16);
    return paint(byte(0), byte(2), byte(4), full.length === 8 ? byte(6) / 255 : 1);
  }
  const call = /^(rgb|hsl)a?\(([^)]*)\)$/.exec(color);
  if (!call) return undefined;
  const parts = call[2]!.split(/[\s,/]+/).filter(Boolean);
  const [a = 0, b = 0, c = 0] = parts.map((part) => parseFloat(part));
  const alpha = parts[3] === undefined ? 1 : parseFloat(parts[3]) / (parts[3].endsWith("%") ? 100 : 1);
  if (call[1] === "hsl") {
    const channel = (n: number) => {
      const k = (n + a / 30) % 12;
      return (
        (c / 100 - (b / 100) * Math.min(c / 100, 1 - c / 100) * Math.max(-1, Math.min(k - 3, 9 - k, 1))) * 255
      );
    };
    return paint(channel(0), channel(8), channel(4), alpha);
  }
  const scale = parts[0]!.endsWith("%") ? 2.55 : 1;
  return paint(a * scale, b * scale, c * scale, alpha);
}

function paint(r: number, g: number, b: number, alpha: number): Paint | undefined {
  if (![r, g, b, alpha].every(Number.isFinite)) return undefined;
  const part = (byte: number) => String(Math.round((Math.min(255, Math.max(0, byte)) / 255) * 1000) / 1000);
  return { rgb: `${part(r)} ${part(g)} ${part(b)}`, alpha: Math.min(1, Math.max(0, alpha)) };
}

/** The name of a pattern for a linear or radial gradient; undefined if it has no stops. */
export function shadingPattern(
  writer: Writer,
  gradient: Element,
  ids: ReadonlyMap<string, Element>,
  box: readonly [number, number, number, number],
  matrix: Matrix,
): string | undefined {
  const chain = [gradient];
  for (let next = gradient; chain.length < 10;) {
    const target = ids.get((next.attributes.href ?? "").replace(/^#/, ""));
    if (!target || chain.includes(target)) break;
    chain.push((next = target));
  }
  const of = (key: string) => chain.find((element) => element.attributes[key] !== undefined)?.attributes[key];
  const stops =
    chain.find((element) => element.children.some((child) => child.name === "stop"))?.children ?? [];
  const colors = stops.flatMap((stop) => {
    const color = parseColor(stop.attributes["stop-color"] ?? "#000");
    return color ? [{ at: share(stop.attributes.offset, 0), rgb: color.rgb }] : [];
  });
  if (!colors.length) return undefined;
  const bounded = of("gradientUnits") !== "userSpaceOnUse";
  let space = matrix;
  if (bounded) space = multiply(space, [box[2] - box[0] || 1, 0, 0, box[3] - box[1] || 1, box[0], box[1]]);
  space = multiply(space, parseTransform(of("gradientTransform")));
  const linear = gradient.name === "linearGradient";
  if (!linear && gradient.name !== "radialGradient") return undefined;
  const n = (key: string, fallback: number) => share(of(key), fallback);
  const [cx, cy] = [n("cx", 0.5), n("cy", 0.5)];
  const coords = linear
    ? [n("x1", 0), n("y1", 0), n("x2", bounded ? 1 : 0), n("y2", 0)]
    : [n("fx", cx), n("fy", cy), n("fr", 0), cx, cy, n("r", 0.5)];
  const shading = `<</ShadingType ${linear ? 2 : 3}/ColorSpace/DeviceRGB/Coords[${coords.map(fine).join(" ")}]/Extend[true true]/Function ${ramp(colors)}>>`;
  const id = writer.file.add(
    `<</Type/Pattern/PatternType 2/Shading ${shading}/Matrix[${space.map((v) => String(Math.round(v * 1e6) / 1e6)).join(" ")}]>>`,
  );
  return writer.resource("Pattern", ref(id));
}

/** A function from 0..1 to a colour. */
function ramp(colors: readonly { at: number; rgb: string }[]): string {
  const stops = [...colors];
  if (stops[0]!.at > 0) stops.unshift({ ...stops[0]!, at: 0 });
  if (stops.at(-1)!.at < 1) stops.push({ ...stops.at(-1)!, at: 1 });
  if (stops.length < 2) stops.push({ ...stops[0]!, at: 1 });
  const parts = stops
    .slice(1)
    .map((stop, i) => `<</FunctionType 2/Domain[0 1]/C0[${stops[i]!.rgb}]/C1[${stop.rgb}]/N 1>>`);
  if (parts.length === 1) return parts[0]!;
  const bounds = stops.slice(1, -1).map((stop, i) => fine(Math.max(stop.at, stops[i]!.at)));
  return `<</FunctionType 3/Domain[0 1]/Functions[${parts.join("")}]/Bounds[${bounds.join(" ")}]/Encode[${parts.map(() => "0 1").join(" ")}]>>`;
}

function share(value: string | undefined, fallback: number): number {
  const parsed = parseFloat(value ?? "");
  if (!Number.isFinite(parsed)) return fallback;
  return value!.trim().endsWith("%") ? parsed / 100 : parsed;
}
