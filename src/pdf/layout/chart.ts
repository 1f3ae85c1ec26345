// A chart of horizontal bars: labels, bars, values.

import type { Chart } from "../template/block.ts";
import { figure } from "./picture.ts";
import type { Piece } from "./piece.ts";
import type { Place } from "./place.ts";
import { type Line, measure } from "../text/lines.ts";
import { shortened } from "./shorten.ts";
import { writeLine } from "../text/write.ts";
import { colorOf } from "../template/theme.ts";

/** Bars that one chart may have. */
const MAX_BARS = 60;

/** A number in groups of three digits. */
export const grouped = (value: number): string =>
  String(Math.round(value * 100) / 100).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, ",");

/** A chart as one piece. */
export function chartPieces(block: Chart, place: Place): Piece[] {
  const { writer } = place;
  const { theme } = writer.settings;
  const { bars, format = grouped } = block;
  if (bars.length > MAX_BARS) throw new Error(`A chart has at most ${MAX_BARS} bars, not ${bars.length}.`);
  for (const { label, value } of bars)
    if (!Number.isFinite(value) || value < 0)
      throw new Error(`The chart's bar "${label}" has the value ${value}: it takes 0 or more.`);
  const style = writer.styles.over(place.style, { size: (place.style.size ?? 10) * 0.9, lineHeight: 1.2 });
  const muted = writer.styles.over(style, { color: "muted", features: { tnum: true } });
  const width = block.width ?? place.width;
  const lineOf = (text: string, look: typeof style, room: number): Line => {
    return shortened(text, look, room, 1, writer)[0]!;
  };
  const widest = (texts: string[], look: typeof style) =>
    Math.max(0, ...texts.map((text) => measure(writer.styles.spans(text, look), { direction: "auto" }).max)) +
    1;
  const labelWidth = Math.min(
    widest(
      bars.map((bar) => bar.label),
      style,
    ),
    width * 0.35,
  );
  const valueWidth = widest(
    bars.map((bar) => format(bar.value)),
    muted,
  );
  const rows = bars.map((bar) => ({
    value: bar.value,
    label: lineOf(bar.label, style, labelWidth),
    amount: lineOf(format(bar.value), muted, valueWidth),
  }));
  const step = block.height ? block.height / Math.max(1, bars.length) : (style.size ?? 9) * 1.9;
  const thick = step * 0.52;
  const room = width - labelWidth - valueWidth - 20;
  if (room < 20) throw new Error(`A chart of ${Math.round(width)} points leaves no room for its bars.`);
  const most = Math.max(1e-9, ...bars.map((bar) => bar.value));
  const color = colorOf(block.color ?? "accent", theme);
  const tint = colorOf("tint", theme);
  return [
    figure(block, width, step * bars.length, place, (page, x, y) => {
      rows.forEach(({ value, label, amount }, i) => {
        const top = y + i * step;
        const base = top + step / 2 + (style.size ?? 9) * 0.36;
        writeLine(page, label, x, base, labelWidth, "right");
        const left = x + labelWidth + 10;
        page.roundedRect(left, top + (step - thick) / 2, room, thick, thick / 2, tint);
        const long = Math.max(thick, (room * value) / most);
        if (value > 0) page.roundedRect(left, top + (step - thick) / 2, long, thick, thick / 2, color);
        writeLine(page, amount, left + room + 10, base, valueWidth, "right");
      });
    }),
  ];
}
