// Paints: colours, gradients and patterns for fills and strokes.
import { fine, ref } from "../file/syntax.ts";
import { parseColor } from "./color.ts";
import { type Frame, number, opacity } from "./frame.ts";
import { reference } from "../../svg/references.ts";
import { gradientPaint } from "./gradient.ts";
import { layer } from "./layer.ts";
import { type Box, grow, sizeOf } from "../../svg/box.ts";
import type { Shape } from "./path.ts";
import { patternPaint } from "./pattern.ts";
import { GROUP, rectangle, type Scene } from "./scene.ts";
import type { Paint } from "./servers.ts";

/** Dashes across a shape. */
const MAX_DASHES = 20_000;

/**
 * The paint of a property, with the opacity that the frame has for it; undefined for none.
 * @param alpha the opacity of all that is painted
 */
export function paintOf(
  scene: Scene,
  property: "fill" | "stroke",
  frame: Frame,
  box: Box,
  alpha: number,
): Paint | undefined {
  const { style } = frame;
  const value = style[property] ?? (property === "fill" ? "#000" : "none");
  const strength = opacity(style[`${property}-opacity`]) * alpha;
  if (value === "none" || strength === 0) return undefined;
  const server = scene.ids.get(reference(value) ?? "");
  const rounded = (paint: Paint): Paint => ({ ...paint, alpha: Math.round(paint.alpha * 1000) / 1000 });
  if (server?.name === "pattern") {
    const paint = scene.within(server, () => patternPaint(scene, server, box, frame));
    if (paint) return rounded({ ...paint, alpha: strength });
  } else if (server) {
    const reach = property === "fill" ? box : strokeReach(frame, box);
    const paint = gradientPaint(scene, server, box, reach, frame, strength);
    if (paint) return rounded(paint);
  }
  const color = parseColor(value.replace(/^url\([^)]*\)\s*/, ""), style.color);
  if (!color || color.alpha === 0) return undefined;
  return rounded({ fill: `${color.rgb} rg`, stroke: `${color.rgb} RG`, alpha: color.alpha * strength });
}

/** A box that holds a stroke with its mitred corners. */
const strokeReach = (frame: Frame, box: Box): Box =>
  grow(box, (strokeWidth(frame) / 2) * Math.max(1.5, number(frame.style["stroke-miterlimit"], 4)));

/** Paints a shape; `alpha` is the opacity of all of it. */
export function paintShape(scene: Scene, shape: Shape, frame: Frame, alpha: number): string {
  const { style } = frame;
  if (style.visibility === "hidden" || style.visibility === "collapse") return "";
  const fill = paintOf(scene, "fill", frame, shape.box, alpha);
  const stroke = strokeWidth(frame) > 0 ? paintOf(scene, "stroke", frame, shape.box, alpha) : undefined;
  const odd = style["fill-rule"] === "evenodd" ? "*" : "";
  const area = fill && stateOf(scene, fill, "ca");
  const line = stroke && stateOf(scene, stroke, "CA");
  const under = strokesFirst(frame);
  if (fill && stroke && !under && !stroke.tiles && area === "" && line === "")
    return `${fill.fill}\n${stroke.stroke} ${strokeStyle(frame, shape.box)}${shape.ops}B${odd}\n`;
  const parts = [
    fill && `${area}${fill.fill}\n${shape.ops}f${odd}\n`,
    stroke && `${line}${strokeOps(scene, shape, frame, stroke, alpha)}`,
  ].filter((part) => part !== undefined);
  if (under) parts.reverse();
  // A mask or an opacity of the first is none of the second.
  return parts.length > 1 ? `q\n${parts[0]}Q\n${parts[1]}` : (parts[0] ?? "");
}

/** The opacity or the mask of a paint; empty where it has none. */
export function stateOf(scene: Scene, paint: Paint, key: "ca" | "CA"): string {
  if (paint.mask) return scene.state(paint.mask);
  return paint.alpha < 1 ? scene.state(`/${paint.tiles ? "ca" : key} ${paint.alpha}`) : "";
}

/** True where a stroke is painted below the area. */
export const strokesFirst = ({ style }: Frame): boolean =>
  /^\s*(?:markers\s+)?stroke/.test(style["paint-order"] ?? "");

function strokeOps(scene: Scene, { ops, box }: Shape, frame: Frame, paint: Paint, alpha: number): string {
  const style = strokeStyle(frame, box);
  if (!paint.tiles) return `${paint.stroke} ${style}${ops}S\n`;
  // An area in the shape of the line, with the pattern as it is in a form of its own.
  const reach = frame.visible(strokeReach(frame, box));
  const inner = paintOf(scene, "stroke", frame.alone(), box, alpha);
  if (!reach || !inner) return "";
  const mask = scene.form(`${style}${ops}S`, reach, GROUP);
  const area = `${inner.fill} ${rectangle(reach.left, reach.top, ...sizeOf(reach))}f\n`;
  return layer(scene, area, frame, `/SMask<</S/Alpha/G ${ref(mask)}>>`);
}

export const strokeWidth = (frame: Frame): number => frame.length(frame.style["stroke-width"], 1);

/** True when an opacity can be given to what is painted, rather than to a group. */
export const paintsOnce = ({ style }: Frame): boolean =>
  (style.stroke ?? "none") === "none" || style.fill === "none";

/** Operators for the look of a line. */
export function strokeStyle(frame: Frame, box: Box): string {
  const { style } = frame;
  let ops = `${fine(strokeWidth(frame))} w `;
  const cap = ["butt", "round", "square"].indexOf(style["stroke-linecap"] ?? "butt");
  const join = ["miter", "round", "bevel"].indexOf(style["stroke-linejoin"] ?? "miter");
  if (cap > 0) ops += `${cap} J `;
  if (join > 0) ops += `${join} j `;
  // SVG's limit is 4 where nothing is said, and PDF's 10.
  else ops += `${fine(Math.max(1, number(style["stroke-miterlimit"], 4)))} M `;
  return ops + dashesOf(frame, box);
}

/** The dashes of a line; none where they are too fine to be seen, for readers draw each of them. */
function dashesOf(frame: Frame, { left, top, right, bottom }: Box): string {
  const { style } = frame;
  const dashes = (style["stroke-dasharray"] ?? "none").split(/[\s,]+/).map((dash) => frame.length(dash, NaN));
  const period = dashes.reduce((sum, dash) => sum + dash, 0) * (1 + (dashes.length % 2));
  if (!(period > (right - left + bottom - top) / MAX_DASHES) || dashes.some((dash) => dash < 0)) return "";
  // Some readers take no offset below zero.
  const offset = ((frame.length(style["stroke-dashoffset"], 0) % period) + period) % period;
  return `[${dashes.map(fine).join(" ")}] ${fine(offset)} d `;
}
