// QR codes and barcodes, as one path each.

import { createRequire } from "node:module";
import { encode } from "uqr";
import { px } from "./scale.ts";

/** Props of `<QrCode>`. */
export interface QrCodeProps {
  /** What the code says. At most 2,953 bytes, less with more correction. */
  value: string;
  /** Side in pixels, quiet zone included. Default 200. */
  size?: number;
  /** How much may be damaged: L 7 %, M 15 %, Q 25 %, H 30 %. Default M. */
  correction?: "L" | "M" | "Q" | "H";
  /** Modules of quiet zone around it; readers need 4 unless the ground around is light. Default 2. */
  margin?: number;
  /** Default `#000`. */
  color?: string;
  /** Default `#fff`; `none` for what is behind. */
  background?: string;
}

/**
 * A QR code (ISO/IEC 18004).
 *
 * @throws RangeError when the value is empty or too long.
 * @example
 * <QrCode value="https://example.com/tickets/7" size={240} />
 */
export function QrCode(props: QrCodeProps) {
  const { value, size = 200, correction = "M", margin = 2, color = "#000", background = "#fff" } = props;
  if (value === "") throw new RangeError("<QrCode> needs a value.");
  let code: ReturnType<typeof encode>;
  try {
    code = encode(value, { ecc: correction, border: margin });
  } catch (cause) {
    throw new RangeError(`<QrCode> cannot hold ${value.length} characters with correction ${correction}.`, {
      cause,
    });
  }
  let d = "";
  code.data.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x++;
      d += `M${start} ${y}h${x - start + 1}v1h${start - x - 1}z`;
    }
  });
  return (
    <svg width={size} height={size} viewBox={`0 0 ${code.size} ${code.size}`} shapeRendering="crispEdges">
      <rect width={code.size} height={code.size} fill={background} />
      <path d={d} fill={color} />
    </svg>
  );
}

/** Props of `<Barcode>`. */
export interface BarcodeProps {
  /** What the code says, in the form that its type takes. */
  value: string;
  /** Any type that bwip-js knows: `code128`, `ean13`, `upca`, `isbn`, `datamatrix`, `pdf417`, … Default `code128`. */
  type?: string;
  /** Pixels. The height follows, unless it is given. Default 300. */
  width?: number;
  /** Pixels. */
  height?: number;
  /** Writes the value below the bars. Default true for those that have bars. */
  text?: boolean;
  /** Six hexadecimal digits. Default `#000000`. */
  color?: string;
}

interface Bwip {
  toSVG(options: Record<string, unknown>): string;
}
let bwip: Bwip | undefined;

/**
 * A barcode, of one of more than a hundred types.
 *
 * @throws RangeError with what is wrong, when the value does not fit its type.
 * @example
 * <Barcode type="ean13" value="9780140449136" width={280} />
 */
export function Barcode({
  value,
  type = "code128",
  width = 300,
  height,
  text,
  color = "#000000",
}: BarcodeProps) {
  // A megabyte of encoders: loaded by those who use one.
  bwip ??= createRequire(import.meta.url)("bwip-js") as Bwip;
  const { toSVG } = bwip;
  const draw = (millimetres?: number) => {
    const ink = color.replace("#", "");
    const options = { bcid: type, text: value, includetext: text ?? true, textxalign: "center", scale: 2 };
    const svg = toSVG({
      ...options,
      barcolor: ink,
      textcolor: ink,
      ...(millimetres ? { height: millimetres } : {}),
    });
    const [, w = "1", h = "1"] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
    return { svg, w: Number(w), h: Number(h) };
  };
  let code: ReturnType<typeof draw>;
  try {
    code = draw();
    if (height !== undefined) {
      // Bars grow, the text below them does not: how much a millimetre is, two heights tell.
      const [low, high] = [draw(10).h, draw(20).h];
      const wanted = 10 + (10 * ((height * code.w) / width - low)) / (high - low);
      if (high > low) code = draw(Math.max(1, wanted));
    }
  } catch (cause) {
    const reason =
      cause instanceof Error ? cause.message.replace(/^bwipp?\.\w+#?\d*:\s*/, "") : String(cause);
    throw new RangeError(`<Barcode> cannot write "${value}" as ${type}: ${reason}`, { cause });
  }
  const { svg, w, h } = code;
  return (
    <svg width={width} height={height ?? px((width * h) / w)} viewBox={`0 0 ${w} ${h}`}>
      {Array.from(svg.matchAll(/<path ([^>]*?)\/?>/g), ([, attributes = ""]) => (
        <path {...readAttributes(attributes)} />
      ))}
    </svg>
  );
}

/** `stroke-width="2"` as JSX has it: `{ strokeWidth: "2" }`. */
function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(/([\w-]+)="([^"]*)"/g), ([, name = "", value = ""]) => [
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}
