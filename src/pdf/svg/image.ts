// Bitmaps in a picture.
import type { Frame } from "./frame.ts";
import { multiply } from "../../svg/geometry.ts";
import { matrixText } from "./matrix.ts";
import { rectangle, type Scene } from "./scene.ts";
import { fit } from "../../svg/viewbox.ts";
import type { Element } from "../../svg/read.ts";

/** A bitmap in its box; nothing where it lies outside of the file. */
export function drawImage(scene: Scene, { attributes: own }: Element, frame: Frame, alpha: number): string {
  const bitmap = scene.bitmaps.get(own.href ?? "");
  if (!bitmap || frame.style.visibility === "hidden") return "";
  const width = frame.x(own.width, bitmap.width / 0.75);
  const height = frame.y(
    own.height,
    own.width === undefined ? bitmap.height / 0.75 : (width * bitmap.height) / bitmap.width,
  );
  if (!(width > 0 && height > 0)) return "";
  const box = { x: frame.x(own.x, 0), y: frame.y(own.y, 0), width, height };
  const { matrix, cut } = fit([0, 0, bitmap.width, bitmap.height], box, own.preserveAspectRatio);
  const upright = multiply(matrix, [bitmap.width, 0, 0, -bitmap.height, 0, bitmap.height]);
  const clip = cut ? `${rectangle(box.x, box.y, width, height)}W n\n` : "";
  const state = alpha < 1 ? scene.state(`/ca ${alpha}`) : "";
  return `${state}${clip}${matrixText(upright)} cm /${scene.host.resource("XObject", bitmap.form)} Do\n`;
}
