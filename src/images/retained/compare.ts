// Whether two pictures are the same to the eye: the measure by which the short cuts are checked.

/** How far two pictures are apart. */
export interface Difference {
  /** Peak signal to noise ratio in dB; Infinity for equal pixels. */
  psnr: number;
  /** Pixels with a channel that is far off. */
  pixels: number;
}

/** The least PSNR and the most pixels with which a picture passes. */
export const TOLERANCE: Difference = { psnr: 50, pixels: 5 };
/** Of 255: what the edge of a letter moved by a quarter of a pixel changes. */
const FAR = 72;

/** Compares RGBA pixels of the same size. */
export function compare(a: Uint8Array, b: Uint8Array): Difference {
  let squares = 0;
  let pixels = 0;
  for (let i = 0; i < a.length; i += 4) {
    let far = false;
    for (let k = i; k < i + 4; k++) {
      const delta = a[k]! - b[k]!;
      if (delta === 0) continue;
      squares += delta * delta;
      far ||= delta > FAR || delta < -FAR;
    }
    if (far) pixels++;
  }
  return { psnr: squares ? 10 * Math.log10((255 * 255 * a.length) / squares) : Infinity, pixels };
}

export function passes({ psnr, pixels }: Difference): boolean {
  return psnr >= TOLERANCE.psnr && pixels <= TOLERANCE.pixels;
}
