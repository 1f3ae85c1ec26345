// Form fields: what a reader fills in, each drawn as it is, so that a value shows in any script and any viewer.

import type { Form } from "../template/block.ts";
import { Canvas } from "../document/canvas.ts";
import type { Page } from "../document/page.ts";
import type { Piece } from "./piece.ts";
import { finite, type Place } from "./place.ts";
import { num, ref, text, wholeText } from "../file/syntax.ts";
import { paragraphPieces } from "./text.ts";
import { layoutLines } from "../text/lines.ts";
import { writeLine } from "../text/write.ts";
import type { Writer } from "../document/writer.ts";

const GROUND = "f5f7fa";
const BORDER = "d0d5dd";
/** Room between a field's border and its text. */
const PADDING = 4;
/** Flags of fields (ISO 32000-1 tables 221, 228, 230). */
const [REQUIRED, MULTILINE, COMBO] = [1 << 1, 1 << 12, 1 << 17];

/** A field of a form, with its label above it. */
export function* fieldPieces(block: Form, place: Place): Generator<Piece> {
  const { writer, width } = place;
  const height = finite(block.height ?? (block.multiline ? 60 : 20), "field");
  const label = { content: block.label, size: 8.5, color: "muted", before: block.before ?? 4, after: 2 };
  for (const piece of paragraphPieces({ kind: "paragraph", ...label }, place)) yield { ...piece, keep: true };
  const tag = place.tag?.open("Form");
  const wide = block.field === "checkbox" ? height : width;
  yield {
    height,
    before: 0,
    after: block.after ?? 8,
    draw(page: Page, left: number, y: number) {
      const x = writer.settings.rtl ? left + width - wide : left;
      const look =
        block.field === "checkbox" ? checkbox(block, writer, height) : value(block, place, wide, height);
      const entries =
        `/Subtype/Widget/F 4/T${wholeText(block.name, "The name of a field")}/TU${text(block.label)}${look}` +
        `/MK<</BG[${components(GROUND)}]/BC[${components(BORDER)}]>>`;
      writer.fields.push(page.annotate(x, y, wide, height, entries, tag));
      tag?.close();
    },
  };
}

/** The form of a document (ISO 32000-1 §12.7.2). What is typed into it is in a font that every viewer has. */
export function formDictionary(fields: readonly number[]): string {
  const font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
  return `/AcroForm<</Fields[${fields.map(ref).join(" ")}]/DA(/Helv 0 Tf 0 g)/DR<</Font<</Helv ${font}>>>>>>`;
}

/** The entries of a field with text in it. */
function value(block: Form, place: Place, width: number, height: number): string {
  const { writer } = place;
  const combo = block.field === "combo";
  const flags =
    (block.required ? REQUIRED : 0) | (block.multiline && !combo ? MULTILINE : 0) | (combo ? COMBO : 0);
  const options = combo
    ? `/Opt[${(block.options ?? []).map((option) => wholeText(option, `An option of the field "${block.name}"`)).join("")}]`
    : "";
  const canvas = ground(writer, width, height);
  const size = block.multiline ? 10 : Math.min(10, height * 0.6);
  const style = writer.styles.over(place.style, { size, lineHeight: 1.25 });
  const inner = width - 2 * PADDING;
  canvas.ops += `/Tx BMC q ${num(1)} ${num(1)} ${num(width - 2)} ${num(height - 2)} re W n\n`;
  const spans = writer.styles.spans(block.value ?? "", style);
  let y = block.multiline ? PADDING : (height - size * 1.25) / 2;
  for (const line of layoutLines(spans, block.multiline ? inner : Infinity, { direction: "auto" })) {
    const base = y + (line.height - line.ascent - line.descent) / 2 + line.ascent;
    writeLine(canvas, line, PADDING, base, inner, "start");
    y += line.height;
    if (!block.multiline || y > height) break;
  }
  canvas.ops += "Q EMC\n";
  const given = wholeText(block.value ?? "", `The value of the field "${block.name}"`);
  return (
    `/FT/${combo ? "Ch" : "Tx"}/Ff ${flags}/V${given}/DV${given}` +
    `/DA(/Helv ${num(size)} Tf 0 g)${options}/AP<</N ${ref(appearance(writer, canvas, width, height))}>>`
  );
}

/** The entries of a box that is checked when it has a value. */
function checkbox(block: Form, writer: Writer, size: number): string {
  const off = appearance(writer, ground(writer, size, size), size, size);
  const checked = ground(writer, size, size);
  const at = (x: number, y: number) => `${num(size * x)} ${num(size * y)}`;
  checked.stroke(writer.styles.textStyle(writer.styles.base).color);
  checked.ops += `${num(size / 9)} w 1 J 1 j ${at(0.26, 0.5)} m ${at(0.44, 0.32)} l ${at(0.76, 0.7)} l S\n`;
  const on = appearance(writer, checked, size, size);
  const state = block.value ? "Yes" : "Off";
  return (
    `/FT/Btn/Ff ${block.required ? REQUIRED : 0}/V/${state}/DV/${state}/AS/${state}` +
    `/AP<</N<</Yes ${ref(on)}/Off ${ref(off)}>>>>`
  );
}

/** A field without anything in it. */
function ground(writer: Writer, width: number, height: number): Canvas {
  const canvas = new Canvas(writer, height);
  canvas.rect(0, 0, width, height, GROUND);
  canvas.roundedRect(0.375, 0.375, width - 0.75, height - 0.75, 0, undefined, BORDER);
  return canvas;
}

function appearance(writer: Writer, canvas: Canvas, width: number, height: number): number {
  const box = `/BBox[0 0 ${num(width)} ${num(height)}]`;
  return writer.file.stream(
    `/Type/XObject/Subtype/Form${box}/Resources ${ref(writer.resources)}`,
    canvas.ops,
  );
}

const components = (color: string): string =>
  [0, 2, 4].map((at) => num(parseInt(color.slice(at, at + 2), 16) / 255)).join(" ");
