// The size of a picture: by its style, its attributes, and what the file itself says.

import { naturalSizeOf } from "./natural-size.ts";
import type { Length } from "./style/lengths.ts";
import type { Computed } from "./style/style.ts";
import type { Node } from "./tree.ts";
import { Unsupported } from "./unsupported.ts";

type Style = Record<string, Length>;

/** The style by which a picture is laid out. @throws Unsupported where only satori knows its size. */
export function sizeReplaced(node: Node, { layout, text }: Computed): Style {
  const style = { ...layout };
  if (node.type === "img") sizeImage(node, style);
  else sizeSvg(node, style, text.fontSize);
  return style;
}

/** A length in an attribute: a number of pixels, or a percentage. */
function readAttribute(name: string, value: unknown): Length | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  const text = String(value).trim();
  if (/^(?:\d+(?:\.\d+)?|\.\d+)$/.test(text)) return Number(text);
  if (/^[\d.]+%$/.test(text)) return text;
  throw new Unsupported(`${name}=${JSON.stringify(value)}`);
}

const isAuto = (length: Length | undefined) => length === undefined || length === "auto";

function sizeImage({ props }: Node, style: Style): void {
  const sizeOf = (side: "width" | "height") =>
    style[side] === undefined
      ? readAttribute(side, props[side])
      : isAuto(style[side])
        ? undefined
        : style[side];
  let width = sizeOf("width");
  let height = sizeOf("height");
  const declared = style.aspectRatio;
  delete style.aspectRatio;
  if (width === undefined || height === undefined) {
    const natural = naturalSizeOf(props.src);
    const ratio = typeof declared === "number" ? declared : natural.width / natural.height;
    const insets = (sides: readonly string[]) => {
      if (style.boxSizing !== "border-box") return 0;
      let sum = 0;
      for (const side of sides)
        for (const inset of [style[`border${side}Width`], style[`padding${side}`]]) {
          if (typeof inset === "string") throw new Unsupported("<img> with a padding that is not in pixels");
          sum += inset ?? 0;
        }
      return sum;
    };
    const across = insets(["Left", "Right"]);
    const down = insets(["Top", "Bottom"]);
    if (typeof width === "number") height = (width - across) / ratio + down;
    else if (typeof height === "number") width = (height - down) * ratio + across;
    else {
      if (width === undefined && height === undefined) width = "100%";
      style.aspectRatio = ratio;
    }
  }
  set(style, "width", width);
  set(style, "height", height);
}

function sizeSvg({ props }: Node, style: Style, fontSize: number): void {
  const box = String(props.viewBox ?? props.viewbox ?? "")
    .split(/[, ]/)
    .filter(Boolean)
    .map(Number);
  const declared = style.aspectRatio;
  const [, , across, down] = box;
  const ratio = typeof declared === "number" ? declared : box.length ? across! / down! : undefined;
  const attribute = (side: string) => {
    const ems = /^([\d.]+)em$/.exec(String(props[side]));
    const pixels = /^([\d.]+)px$/.exec(String(props[side]));
    return ems ? Number(ems[1]) * fontSize : pixels ? Number(pixels[1]) : readAttribute(side, props[side]);
  };
  let width = attribute("width");
  let height = attribute("height");
  if (ratio === undefined) {
    if ((width === undefined) !== (height === undefined)) throw new Unsupported("<svg> of one size");
  } else if (width === undefined && height) {
    width = typeof height === "number" ? height * ratio : `${Number.parseInt(height) * ratio}%`;
  } else if (height === undefined && width) {
    height = typeof width === "number" ? width / ratio : `${Number.parseInt(width) / ratio}%`;
  }
  if (width === undefined && height === undefined && isAuto(style.width) && isAuto(style.height)) {
    width = ratio ? "100%" : 300;
    if (!ratio) height = 150;
  }
  style.width ??= width ?? "auto";
  style.height ??= height ?? "auto";
  if (declared !== undefined) return;
  const natural =
    ratio ??
    (typeof props.width === "number" && typeof props.height === "number" && props.height > 0
      ? props.width / props.height
      : undefined);
  if (natural) style.aspectRatio = natural;
}

function set(style: Style, side: string, length: Length | undefined): void {
  if (length === undefined) delete style[side];
  else style[side] = length;
}
