// Path data -> the kernel's path, with arcs turned into the cubics that resvg turns them into.

import { kernel, scratchFor } from "../../wasm/kernel.ts";

/** Starts the kernel's path anew with this data; false where it cannot be filled exactly. */
export function addPath(data: string): boolean {
  const module = kernel();
  module.path_begin();
  if (/[aA]/.test(data)) return addSegments(data);
  const at = scratchFor("path", data.length);
  const { read, written } = encoder.encodeInto(data, new Uint8Array(module.memory.buffer, at, data.length));
  return read === data.length && written === data.length && module.path_parse(at, written) === 1;
}

const encoder = new TextEncoder();
const TOKENS = /[MLHVQCAZ]|[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;
const TAKES: Record<string, number> = { M: 2, L: 2, H: 1, V: 1, Q: 4, C: 6, A: 7, Z: 0 };

function addSegments(data: string): boolean {
  const module = kernel();
  const tokens = data.match(TOKENS) ?? [];
  let x = 0;
  let y = 0;
  let startX = 0;
  let startY = 0;
  let command = "";
  for (let i = 0; i < tokens.length;) {
    if (/[a-z]/i.test(tokens[i]![0]!)) command = tokens[i++]!;
    const name = command.toUpperCase();
    const count = TAKES[name];
    if (count === undefined || i + count > tokens.length) return false;
    const relative = command !== name;
    const n = tokens.slice(i, (i += count)).map(Number);
    if (n.some((value) => !(Math.abs(value) < 8000))) return false;
    const ox = relative ? x : 0;
    const oy = relative ? y : 0;
    if (name === "M") {
      module.path_move((x = startX = ox + n[0]!), (y = startY = oy + n[1]!));
      command = relative ? "l" : "L";
    } else if (name === "L") module.path_line((x = ox + n[0]!), (y = oy + n[1]!));
    else if (name === "H") module.path_line((x = ox + n[0]!), y);
    else if (name === "V") module.path_line(x, (y = oy + n[0]!));
    else if (name === "Q") module.path_quad(ox + n[0]!, oy + n[1]!, (x = ox + n[2]!), (y = oy + n[3]!));
    else if (name === "C") {
      module.path_cubic(ox + n[0]!, oy + n[1]!, ox + n[2]!, oy + n[3]!, (x = ox + n[4]!), (y = oy + n[5]!));
    } else if (name === "A") {
      if (n[2] !== 0) return false;
      arcTo(x, y, n[0]!, n[1]!, n[3] !== 0, n[4] !== 0, (x = ox + n[5]!), (y = oy + n[6]!));
    } else {
      module.path_close();
      x = startX;
      y = startY;
    }
  }
  return true;
}

/** An upright elliptical arc (SVG 1.1 F.6), cut as the kurbo library does at a tolerance of a tenth. */
function arcTo(
  x1: number,
  y1: number,
  rx: number,
  ry: number,
  large: boolean,
  sweep: boolean,
  x2: number,
  y2: number,
) {
  const module = kernel();
  rx = Math.abs(rx);
  ry = Math.abs(ry);
  if (rx <= 1e-5 || ry <= 1e-5 || (x1 === x2 && y1 === y2)) {
    module.path_line(x2, y2);
    return;
  }
  const hx = (x1 - x2) / 2;
  const hy = (y1 - y2) / 2;
  const stretch = (hx * hx) / (rx * rx) + (hy * hy) / (ry * ry);
  if (stretch > 1) {
    rx *= Math.sqrt(stretch);
    ry *= Math.sqrt(stretch);
  }
  const a = rx * hy;
  const b = ry * hx;
  const square = Math.max(0, (rx * rx * ry * ry - a * a - b * b) / (a * a + b * b));
  const factor = (large === sweep ? -1 : 1) * Math.sqrt(square);
  const tx = (factor * rx * hy) / ry;
  const ty = (factor * -ry * hx) / rx;
  const cx = tx + (x1 + x2) / 2;
  const cy = ty + (y1 + y2) / 2;
  const start = Math.atan2((hy - ty) / ry, (hx - tx) / rx);
  let turn = (Math.atan2((-hy - ty) / ry, (-hx - tx) / rx) - start) % (2 * Math.PI);
  if (sweep && turn < 0) turn += 2 * Math.PI;
  if (!sweep && turn > 0) turn -= 2 * Math.PI;
  const most = Math.max((1.1163 * (Math.max(rx, ry) / 0.1)) ** (1 / 6), 3.999_999);
  const steps = Math.ceil(most * Math.abs(turn) * (1 / (2 * Math.PI)));
  const step = turn / steps;
  const arm = (4 / 3) * Math.tan(Math.abs(0.25 * step)) * Math.sign(turn);
  let angle = start;
  let px = rx * Math.cos(angle);
  let py = ry * Math.sin(angle);
  for (let i = 0; i < steps; i++) {
    const next = angle + step;
    const qx = rx * Math.cos(next);
    const qy = ry * Math.sin(next);
    module.path_cubic(
      cx + px + arm * rx * Math.cos(angle + Math.PI / 2),
      cy + py + arm * ry * Math.sin(angle + Math.PI / 2),
      cx + qx - arm * rx * Math.cos(next + Math.PI / 2),
      cy + qy - arm * ry * Math.sin(next + Math.PI / 2),
      cx + qx,
      cy + qy,
    );
    angle = next;
    px = qx;
    py = qy;
  }
}
