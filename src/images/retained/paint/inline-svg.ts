// Inline SVG of plain shapes -> markup in which every shape is a path of the picture itself. satori would
// carry it as a picture in the picture, which can only be drawn as a whole.

import type { BoxRequest } from "./box-request.ts";
import { NotPlain, pathOf, readAttribute, SVG_MARGIN, SVG_MARGIN_AFTER } from "./svg-shapes.ts";

interface Shape {
  type: string;
  props: Readonly<Record<string, unknown>>;
}

/** Inherited presentation attributes. */
type Look = Readonly<Record<string, string>>;

const LOOKS = new Map(
  "fill fillOpacity fillRule stroke strokeWidth strokeOpacity strokeLinecap strokeLinejoin strokeMiterlimit strokeDasharray strokeDashoffset"
    .split(" ")
    .flatMap((name) => {
      const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return [
        [name, kebab],
        [kebab, kebab],
      ];
    }),
);

/** True for an `<svg>` whose box is not painted itself. */
export const isBareSvg = ({ type, paint }: BoxRequest): boolean =>
  type === "svg" && Object.keys(paint).length === 0;

/** The SVG of a box that is an `<svg>` at its own size, in its margin; undefined where only satori writes it right. */
export function writeInlineSvg(request: BoxRequest): string | undefined {
  const { props, color, opacity, width, height } = request;
  if (!isBareSvg(request) || !props) return undefined;
  const box = String(props.viewBox ?? `0 0 ${String(props.width)} ${String(props.height)}`);
  if (
    box
      .trim()
      .split(/[\s,]+/)
      .map(Number)
      .join() !== `0,0,${width},${height}`
  )
    return undefined;
  try {
    const { look, rest } = split(props, { fill: "#000" }, color);
    for (const name in rest) if (!ROOT.has(name)) return undefined;
    const content = writeShapes(props.children, look, color);
    const across = SVG_MARGIN + width + SVG_MARGIN_AFTER;
    const down = SVG_MARGIN + height + SVG_MARGIN_AFTER;
    const clip = `<clipPath id="box"><rect x="${SVG_MARGIN}" y="${SVG_MARGIN}" width="${width}" height="${height}"/></clipPath>`;
    const clipped = `<g clip-path="url(#box)">${content}</g>`;
    const faded = opacity < 1 ? `<g opacity="${opacity}">${clipped}</g>` : clipped;
    return `<svg width="${across}" height="${down}" viewBox="0 0 ${across} ${down}" xmlns="http://www.w3.org/2000/svg">${clip}${faded}</svg>`;
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

const ROOT = new Set(["width", "height", "viewBox", "style", "xmlns", "children"]);

function writeShapes(node: unknown, look: Look, color: string): string {
  if (node === undefined || node === null || typeof node === "boolean") return "";
  if (Array.isArray(node)) return node.map((child) => writeShapes(child, look, color)).join("");
  if (typeof node !== "object" || !("type" in node)) throw new NotPlain();
  const shape = node as Shape;
  const { look: own, rest } = split(shape.props, look, color);
  const { opacity, children, ...geometry } = rest;
  const faded = opacity === undefined ? "" : ` opacity="${readAttribute(opacity)}"`;
  if (shape.type === "g") {
    if (Object.keys(geometry).length) throw new NotPlain();
    const content = writeShapes(children, own, color);
    return faded ? `<g${faded}>${content}</g>` : content;
  }
  if (children !== undefined && writeShapes(children, own, color)) throw new NotPlain();
  const data = pathOf(shape.type, geometry);
  const stroked = own.stroke !== undefined && own.stroke !== "none";
  if (!data || (own.fill === "none" && !stroked)) return "";
  let attributes = faded;
  for (const name in own) if (name.startsWith("fill") || stroked) attributes += ` ${name}="${own[name]}"`;
  return `<path d="${data}"${attributes}/>`;
}

/** Attributes that are inherited, with what is inherited; and all the others. */
function split(
  props: Shape["props"],
  inherited: Look,
  color: string,
): { look: Look; rest: Record<string, unknown> } {
  const look = { ...inherited };
  const rest: Record<string, unknown> = {};
  for (const name in props) {
    const value = props[name];
    const attribute = LOOKS.get(name);
    if (value === undefined || value === null) continue;
    if (!attribute) rest[name] = value;
    else look[attribute] = /^currentcolor$/i.test(readAttribute(value)) ? color : readAttribute(value);
  }
  return { look, rest };
}
