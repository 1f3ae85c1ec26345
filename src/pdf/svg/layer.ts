// Transparency groups: drawn as a form, then composited with a mask, an opacity, a blend mode.
import type { Frame } from "./frame.ts";
import { GROUP, type Scene } from "./scene.ts";

/** Blend modes by their names in CSS. */
const BLENDS = new Map(
  Object.entries({
    multiply: "Multiply",
    screen: "Screen",
    overlay: "Overlay",
    darken: "Darken",
    lighten: "Lighten",
    "color-dodge": "ColorDodge",
    "color-burn": "ColorBurn",
    "hard-light": "HardLight",
    "soft-light": "SoftLight",
    difference: "Difference",
    exclusion: "Exclusion",
    hue: "Hue",
    saturation: "Saturation",
    color: "Color",
    luminosity: "Luminosity",
  }),
);

export const blendEntry = (mode: string | undefined): string => {
  const blend = BLENDS.get(mode?.trim() ?? "");
  return blend ? `/BM/${blend}` : "";
};

/** Operators as a transparency group, drawn with these entries of a graphics state. */
export function layer(scene: Scene, ops: string, frame: Frame, entries: string): string {
  const area = frame.visible();
  if (!area) return "";
  const form = scene.form(ops, area, GROUP);
  return `${entries && scene.state(entries)}/${scene.host.resource("XObject", form)} Do\n`;
}
