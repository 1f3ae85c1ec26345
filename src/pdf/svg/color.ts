// Colours of SVG.
import { namedColors } from "./names.ts";

export interface Color {
  /** Three components, from 0 to 1. */
  rgb: string;
  alpha: number;
}

/** A CSS colour: names, `#…`, `rgb()`, `hsl()`; undefined for `none` and what cannot be read. */
export function parseColor(value: string, current = "#000"): Color | undefined {
  const color = value.trim().toLowerCase();
  if (color === "none" || color === "") return undefined;
  if (color === "transparent") return { rgb: "0 0 0", alpha: 0 };
  if (color === "currentcolor") return current.toLowerCase() === color ? undefined : parseColor(current);
  const hex = /^#([0-9a-f]{3,8})$/.exec(namedColors.get(color) ?? color)?.[1];
  if (hex) {
    const full = hex.length < 6 ? [...hex].map((c) => c + c).join("") : hex;
    const byte = (at: number) => parseInt(full.slice(at, at + 2), 16);
    return makeColor(byte(0), byte(2), byte(4), full.length === 8 ? byte(6) / 255 : 1);
  }
  const call = /^(rgb|hsl)a?\(([^)]*)\)$/.exec(color);
  if (!call) return undefined;
  const parts = call[2]!.split(/[\s,/]+/).filter(Boolean);
  const [a = 0, b = 0, c = 0] = parts.map((part) => parseFloat(part));
  const alpha = parts[3] === undefined ? 1 : parseFloat(parts[3]) / (parts[3].endsWith("%") ? 100 : 1);
  if (call[1] === "hsl") {
    const channel = (n: number) => {
      const k = (((n + a / 30) % 12) + 12) % 12;
      return (
        (c / 100 - (b / 100) * Math.min(c / 100, 1 - c / 100) * Math.max(-1, Math.min(k - 3, 9 - k, 1))) * 255
      );
    };
    return makeColor(channel(0), channel(8), channel(4), alpha);
  }
  const scale = parts[0]?.endsWith("%") ? 2.55 : 1;
  return makeColor(a * scale, b * scale, c * scale, alpha);
}

function makeColor(r: number, g: number, b: number, alpha: number): Color | undefined {
  if (![r, g, b, alpha].every(Number.isFinite)) return undefined;
  const part = (byte: number) => String(Math.round((Math.min(255, Math.max(0, byte)) / 255) * 1000) / 1000);
  return { rgb: `${part(r)} ${part(g)} ${part(b)}`, alpha: Math.min(1, Math.max(0, alpha)) };
}
