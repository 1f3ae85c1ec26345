// Masks: soft masks of PDF, or clips where they are nothing more.
import { ref } from "../file/syntax.ts";
import { type Clip, clipOf } from "./clip.ts";
import { Frame } from "./frame.ts";
import { reference } from "../../svg/references.ts";
import { type Box, boxOf, sizeOf } from "../../svg/box.ts";
import { IDENTITY, type Matrix } from "../../svg/geometry.ts";
import { matrixText } from "./matrix.ts";
import { GROUP, type Scene } from "./scene.ts";
import type { Element } from "../../svg/read.ts";

const NOTHING: Clip = { ops: "0 0 0 0 re W n\n" };

/**
 * The part of an element that a mask leaves.
 * @param bounds the box of the element, where that is asked for
 */
export function maskOf(scene: Scene, mask: Element, frame: Frame, bounds: () => Box | undefined): Clip {
  scene.enter();
  try {
    return cutOf(scene, mask, frame, bounds);
  } finally {
    scene.leave(0);
  }
}

function cutOf(scene: Scene, mask: Element, frame: Frame, bounds: () => Box | undefined): Clip {
  const own = mask.attributes;
  const shape = plainShape(mask);
  if (shape) return clipOf(scene, { ...mask, attributes: {}, children: [shape] }, frame, bounds);
  const relative = own.maskUnits !== "userSpaceOnUse";
  const box = relative || own.maskContentUnits === "objectBoundingBox" ? bounds() : undefined;
  const [width, height] = box ? sizeOf(box) : [0, 0];
  const units = relative ? frame.sized(1, 1) : frame;
  const [scaleX, scaleY, left, top] = relative && box ? [width, height, box.left, box.top] : [1, 1, 0, 0];
  const x = units.x(own.x ?? "-10%", 0) * scaleX + left;
  const y = units.y(own.y ?? "-10%", 0) * scaleY + top;
  const region = boxOf(
    x,
    y,
    units.x(own.width ?? "120%", 0) * scaleX,
    units.y(own.height ?? "120%", 0) * scaleY,
  );
  const area = frame.visible(region);
  if (!area) return NOTHING;
  const matrix: Matrix =
    own.maskContentUnits === "objectBoundingBox" && box ? [width, 0, 0, height, box.left, box.top] : IDENTITY;
  const content = new Frame({ fill: "#000" }, IDENTITY, frame.outer, frame.area, frame.width, frame.height)
    .styled(own)
    .moved(matrix);
  let drawn = scene.children(mask, content);
  if (!drawn) return NOTHING;
  if (matrix !== IDENTITY) drawn = `${matrixText(matrix)} cm\n${drawn}`;
  // A mask may be masked itself.
  const next = scene.ids.get(reference(own.mask) ?? "");
  const outer = next && scene.within(next, () => maskOf(scene, next, frame, bounds));
  if (outer) {
    const inner = scene.form(drawn, area, GROUP);
    const name = scene.host.resource("XObject", inner);
    drawn = `q\n${outer.ops}${outer.mask ? scene.state(outer.mask) : ""}/${name} Do\nQ\n`;
  }
  const form = scene.form(drawn, area, GROUP);
  const kind = own["mask-type"] === "alpha" ? "Alpha" : "Luminosity";
  return { ops: "", mask: `/SMask<</S/${kind}/G ${ref(form)}>>` };
}

/**
 * The one white shape of a mask that is a clip and nothing more: satori writes such for each box.
 * The region around the shape is not looked at where it is the usual one, which is wider.
 */
function plainShape(mask: Element): Element | undefined {
  const { attributes: own, children } = mask;
  const [shape] = children;
  if (!shape || children.length > 1 || shape.children.length) return undefined;
  if (
    ["x", "y", "width", "height", "maskContentUnits", "mask-type", "mask", "opacity"].some(
      (key) => key in own,
    )
  )
    return undefined;
  // The usual region is that of the masked element, which the shape may be larger than: that cuts nothing either.
  const { attributes } = shape;
  const white = /^(?:#fff|#ffffff|white)$/i.test(attributes.fill ?? own.fill ?? "");
  const plain = Object.keys(attributes).every((key) => PLAIN.has(key));
  return white && plain ? shape : undefined;
}

/** Attributes that shape it, and no more. */
const PLAIN = new Set([
  "cx",
  "cy",
  "d",
  "fill",
  "height",
  "id",
  "points",
  "r",
  "rx",
  "ry",
  "transform",
  "width",
  "x",
  "y",
]);
