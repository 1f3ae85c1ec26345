// Text in a picture, as text.
import { fine } from "../file/syntax.ts";
import type { Frame } from "./frame.ts";
import { matrixText } from "./matrix.ts";
import { outlineOf } from "./outline.ts";
import { paintOf, stateOf, strokesFirst, strokeStyle, strokeWidth } from "./paint.ts";
import { pathShape } from "./path.ts";
import type { Scene } from "./scene.ts";
import { lettersOf, matrixOf, type Placed, placeText, SIZE } from "./text-layout.ts";
import type { Element } from "../../svg/read.ts";

/** The text of a `<text>` element; with an opacity of 0 it is only there for those who search and copy. */
export function drawText(scene: Scene, element: Element, frame: Frame, alpha: number): string {
  let ops = "";
  for (const placed of placeText(scene, element, frame)) ops += drawPiece(scene, placed, alpha);
  return ops;
}

/** Paints a path as text of each rendering mode is painted: filled, stroked, both, not at all (ISO 32000-1 §9.3.6). */
const PAINT = ["f", "S", "B", "n"];

function drawPiece(scene: Scene, placed: Placed, alpha: number): string {
  const { piece, box, size } = placed;
  const { frame } = piece;
  const { visibility } = frame.style;
  if (visibility === "hidden" || visibility === "collapse") return "";
  const letters = lettersOf(placed, scene.host);
  if (!letters) return "";
  const write = (mode: number) =>
    `${matrixText(matrixOf(placed))} cm ${mode ? `${mode} Tr ` : ""}\n${letters.ops}${letters.rules && `${letters.rules}${PAINT[mode]}\n`}`;
  const width = strokeWidth(frame);
  const fill = paintOf(scene, "fill", frame, box, alpha);
  const stroke = width > 0 ? paintOf(scene, "stroke", frame, box, alpha) : undefined;
  if (fill && stroke && strokesFirst(frame)) {
    // Text that is stroked and filled in one is filled first: the stroke is a path below it.
    const { ops } = pathShape(outlineOf(placed));
    const line = `${stateOf(scene, stroke, "CA")}${stroke.stroke} ${strokeStyle(frame, box)}${ops}S\n`;
    const area = `${stateOf(scene, fill, "ca")}${fill.fill} ${write(0)}`;
    return `q\n${line}Q\nq\n${area}Q\n`;
  }
  const pen = stroke ? `${stroke.stroke} ${fine((width * SIZE) / size)} w ` : "";
  const state = (fill ? stateOf(scene, fill, "ca") : "") + (stroke ? stateOf(scene, stroke, "CA") : "");
  // Text that has no paint is still there for those who search and copy.
  const mode = fill ? (stroke ? 2 : 0) : stroke ? 1 : 3;
  const color = fill ? `${fill.fill} ` : "";
  return `q\n${state}${color}${pen}${write(mode)}Q\n`;
}
