// Compares two pictures: PSNR, and the number of pixels that differ visibly. The run-time checks use it.

/** How far two pictures are apart. */
export interface Difference {
  /** Peak signal to noise ratio in dB; Infinity for equal pixels. */
  psnr: number;
  /** Pixels with a channel that is far off. */
  pixels: number;
}

/**
 * The least PSNR and the most pixels with which a picture passes. Measured on cards: the same text at fractions of pixels
 * where satori rounds has 36 dB, another engine (takumi) 31 dB, and pictures that differ by rounding alone 54 dB and more. PSNR
 * averages over the picture, so a wrong detail in a large one is caught by the count of pixels.
 */
export const TOLERANCE: Difference = { psnr: 50, pixels: 5 };
/**
 * Difference of one channel, of 255, from which a pixel counts: an edge moved by a quarter of a pixel changes its coverage
 * by 64, and half a step of the 4 × 4 samples is 8.
 */
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
