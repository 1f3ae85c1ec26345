// Limits of an SVG, the same in images and in PDFs.

import { HttpError } from "../error.ts";

export const SVG_LIMITS = {
  /** Characters, with the pictures that are embedded in it. */
  maxSource: 32 * 1024 * 1024,
  /** Characters without those pictures. */
  maxMarkup: 8 * 1024 * 1024,
  maxElements: 50_000,
  /** How deep elements may be nested, or use each other. */
  maxDepth: 200,
  /** Elements as drawn: each counted as often as `use`, patterns, masks and markers draw it. */
  maxDrawn: 50_000,
  /** Characters of path data as drawn. */
  maxDrawnData: 16 * 1024 * 1024,
  /** Characters of a declaration, and of an attribute other than lists of coordinates: longer ones are left out. */
  maxValue: 4096,
  /** Rules of its style sheets. */
  maxRules: 5_000,
  /** Comparisons of a selector's part with an element, and declarations that are applied. */
  maxStyleSteps: 5_000_000,
  /** Characters that the entities of its document type stand for, where they are used. */
  maxEntityText: 65_536,
} as const;

/** An SVG that is broken, or more than a picture may be: 422, with the reason. */
export const refuse = (reason: string, cause?: unknown): HttpError => new HttpError(422, { reason, cause });
