// The grammar of path data (SVG 2 §9.3): all commands, in one pass.

/** A segment of path data, in absolute coordinates. A segment begins where the one before it ended. */
export interface PathSink {
  move(x: number, y: number): void;
  line(x: number, y: number): void;
  quad(x1: number, y1: number, x: number, y: number): void;
  cubic(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void;
  /** Radii as they are written, which may be 0 or negative; `rotation` in degrees. */
  arc(rx: number, ry: number, rotation: number, large: boolean, sweep: boolean, x: number, y: number): void;
  /** Back to where the last `move` went; the next segment begins there. */
  close(): void;
}

/** How many numbers a command takes, by its small letter. */
const COUNTS: Readonly<Record<string, number>> = {
  m: 2,
  l: 2,
  h: 1,
  v: 1,
  c: 6,
  s: 4,
  q: 4,
  t: 2,
  a: 7,
  z: 0,
};

/**
 * Walks through path data. Of data with an error all segments before it are drawn, as §9.3.9 has it.
 *
 * @returns false where it ended at an error
 * @example
 * walkPath("M0 0h10a5 5 0 015 5z", { move, line, quad, cubic, arc, close });
 */
export function walkPath(data: string, sink: PathSink): boolean {
  const reader = new Numbers(data);
  const v = new Float64Array(7);
  let [x, y, startX, startY] = [0, 0, 0, 0];
  // The last control point, and the kind of curve that it belonged to.
  let [controlX, controlY, curve] = [0, 0, ""];
  let command = "";
  for (let first = true; reader.more(); first = false) {
    const letter = reader.letter();
    if (letter) command = letter;
    // After a move come lines; after a closed subpath no number.
    else if (command === "m") command = "l";
    else if (command === "M") command = "L";
    else if (command === "z" || command === "Z") return false;
    const kind = command.toLowerCase();
    const count = COUNTS[kind];
    if (count === undefined || (first && kind !== "m")) return false;
    const isRelative = command === kind;
    for (let i = 0; i < count; i++) {
      const number = kind === "a" && (i === 3 || i === 4) ? reader.flag() : reader.number();
      if (number === undefined) return false;
      v[i] = number;
    }
    if (isRelative) toAbsolute(v, kind, count, x, y);
    const [a, b, c, d, e, f] = v as unknown as [number, number, number, number, number, number];
    let next = "";
    switch (kind) {
      case "m":
        sink.move((x = startX = a), (y = startY = b));
        break;
      case "l":
        sink.line((x = a), (y = b));
        break;
      case "h":
        sink.line((x = a), y);
        break;
      case "v":
        sink.line(x, (y = a));
        break;
      case "c":
        sink.cubic(a, b, (controlX = c), (controlY = d), (x = e), (y = f));
        next = "c";
        break;
      case "s": {
        const [px, py] = curve === "c" ? [2 * x - controlX, 2 * y - controlY] : [x, y];
        sink.cubic(px, py, (controlX = a), (controlY = b), (x = c), (y = d));
        next = "c";
        break;
      }
      case "q":
        sink.quad((controlX = a), (controlY = b), (x = c), (y = d));
        next = "q";
        break;
      case "t":
        [controlX, controlY] = curve === "q" ? [2 * x - controlX, 2 * y - controlY] : [x, y];
        sink.quad(controlX, controlY, (x = a), (y = b));
        next = "q";
        break;
      case "a":
        sink.arc(a, b, c, d === 1, e === 1, (x = f), (y = v[6]!));
        break;
      default:
        sink.close();
        [x, y] = [startX, startY];
    }
    curve = next;
  }
  return true;
}

/** The points of a `points` attribute (SVG 2 §10.7), up to the first error. */
export function readPoints(list: string): [x: number, y: number][] {
  const reader = new Numbers(list);
  const points: [number, number][] = [];
  while (reader.more()) {
    const [x, y] = [reader.number(), reader.number()];
    if (x === undefined || y === undefined) break;
    points.push([x, y]);
  }
  return points;
}

/** Adds the point where a segment begins to the coordinates among its numbers. */
function toAbsolute(v: Float64Array, kind: string, count: number, x: number, y: number): void {
  if (kind === "a") {
    v[5]! += x;
    v[6]! += y;
  } else if (kind === "v") v[0]! += y;
  else for (let i = 0; i < count; i++) v[i]! += i % 2 ? y : x;
}

const [COMMA, PLUS, MINUS, POINT, ZERO, NINE] = [44, 43, 45, 46, 48, 57];

/** Reads numbers one after another, with a comma or without. */
class Numbers {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** False at the end. */
  more(): boolean {
    this.#skipSpaces();
    return this.#at < this.#text.length;
  }

  /** The letter that stands next, or nothing. */
  letter(): string {
    const code = this.#text.charCodeAt(this.#at) | 32;
    return code >= 97 && code <= 122 ? this.#text[this.#at++]! : "";
  }

  /** `0` or `1`, which needs nothing around it. */
  flag(): number | undefined {
    this.#skipSpaces();
    const code = this.#text.charCodeAt(this.#at);
    if (code !== ZERO && code !== ZERO + 1) return undefined;
    this.#at++;
    this.#skipComma();
    return code - ZERO;
  }

  number(): number | undefined {
    this.#skipSpaces();
    const text = this.#text;
    const start = this.#at;
    let at = start;
    const sign = text.charCodeAt(at);
    if (sign === PLUS || sign === MINUS) at++;
    const whole = at;
    at = afterDigits(text, at);
    let digits = at - whole;
    if (text.charCodeAt(at) === POINT) {
      const end = afterDigits(text, at + 1);
      digits += end - at - 1;
      at = end;
    }
    if (!digits) return undefined;
    if ((text.charCodeAt(at) | 32) === 101) {
      let exponent = at + 1;
      const mark = text.charCodeAt(exponent);
      if (mark === PLUS || mark === MINUS) exponent++;
      at = afterDigits(text, exponent);
      if (at === exponent) return undefined;
    }
    const number = Number(text.slice(start, at));
    if (!Number.isFinite(number)) return undefined;
    this.#at = at;
    this.#skipComma();
    return number;
  }

  #skipSpaces(): void {
    const text = this.#text;
    let at = this.#at;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code !== 32 && code !== 10 && code !== 9 && code !== 13 && code !== 12) break;
      at++;
    }
    this.#at = at;
  }

  #skipComma(): void {
    this.#skipSpaces();
    if (this.#text.charCodeAt(this.#at) === COMMA) this.#at++;
  }
}

function afterDigits(text: string, from: number): number {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code >= ZERO && code <= NINE)) return at;
    at++;
  }
}
