// The nearest face by weight and style (CSS Fonts 4 §5.2).

import type { FontFace } from "./fonts.ts";

type Style = FontFace["style"];

/** The best of some faces of one family. */
export function nearest<T extends { weight: number; style: Style }>(
  faces: readonly T[],
  weight: number,
  style: Style,
): T | undefined {
  const rank = (face: T) => (face.style === style ? 0 : 10_000) + distance(face.weight, weight);
  let best: T | undefined;
  for (const face of faces) if (!best || rank(face) < rank(best)) best = face;
  return best;
}

function distance(has: number, wanted: number): number {
  if (has === wanted) return 0;
  if (wanted >= 400 && wanted <= 500) {
    if (has > wanted && has <= 500) return has - wanted;
    return has < wanted ? 1000 + wanted - has : 2000 + has - wanted;
  }
  const sameSide = wanted < 400 ? has < wanted : has > wanted;
  return (sameSide ? 0 : 1000) + Math.abs(has - wanted);
}
