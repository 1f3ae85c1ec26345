// Pages as pixels, drawn by poppler.
import { execFileSync } from "node:child_process";

/** A rectangle in points from the top left of the page. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A page that was drawn. Places are points from its top left, colours `#rrggbb`. */
export class Drawn {
  constructor(
    readonly width: number,
    readonly height: number,
    readonly pixels: Uint8Array,
    /** Pixels in a point. */
    readonly scale: number,
  ) {}

  /** The colour of a place. */
  at(x: number, y: number): string {
    return this.#hex(Math.floor(x * this.scale), Math.floor(y * this.scale));
  }

  /** What surrounds all pixels of a colour (within 3 of 255 in each channel). */
  area(color: string, within: Partial<Area> = {}): Area | undefined {
    const { left = 0, top = 0, right = Infinity, bottom = Infinity } = within;
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
    this.#each(color, (x, y) => {
      if (x < left * this.scale || y < top * this.scale) return;
      if (x >= right * this.scale || y >= bottom * this.scale) return;
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      x1 = Math.max(x1, x + 1);
      y1 = Math.max(y1, y + 1);
    });
    if (x1 < 0) return undefined;
    const { scale } = this;
    return { left: x0 / scale, top: y0 / scale, right: x1 / scale, bottom: y1 / scale };
  }

  /** How many pixels have a colour. */
  count(color: string): number {
    let count = 0;
    this.#each(color, () => count++);
    return count;
  }

  #each(color: string, see: (x: number, y: number) => void): void {
    const [r, g, b] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16)) as [
      number,
      number,
      number,
    ];
    const { pixels, width } = this;
    for (let i = 0, at = 0; at < pixels.length; i++, at += 3)
      if (
        Math.abs(pixels[at]! - r) <= 3 &&
        Math.abs(pixels[at + 1]! - g) <= 3 &&
        Math.abs(pixels[at + 2]! - b) <= 3
      )
        see(i % width, Math.floor(i / width));
  }

  #hex(x: number, y: number): string {
    const at = 3 * (y * this.width + x);
    return `#${Buffer.from(this.pixels.subarray(at, at + 3)).toString("hex")}`;
  }
}

/** Draws a page of a document. */
export function render(bytes: Uint8Array, page = 1, scale = 1): Drawn {
  const args = ["-r", `${72 * scale}`, "-f", `${page}`, "-singlefile", "-"];
  const image = execFileSync("pdftoppm", args, { input: bytes, maxBuffer: 1 << 28 });
  // P6, width and height, the greatest value: three lines, and then the pixels.
  let start = 0;
  for (let lines = 0; lines < 3; lines++) start = image.indexOf("\n", start) + 1;
  const [width, height] = image.toString("latin1", 3, start).split(/\s/).map(Number) as [number, number];
  return new Drawn(width, height, image.subarray(start), scale);
}
