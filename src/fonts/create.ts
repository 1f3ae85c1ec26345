// Answers about faces: the nearest of a family, and the one to fall back to.

import { countInRanges, type Ranges } from "./coverage.ts";
import { FontError } from "./error.ts";
import type { FontFace, Fonts } from "./fonts.ts";
import { isEastAsian, regionOf, regionsFor } from "./han.ts";
import { nearest } from "./match.ts";

/** A face with what ranking needs. */
export interface LibraryFace extends FontFace {
  readonly monospace: boolean;
  readonly coverage: Ranges;
  /** The number of its folder: the first folder wins. */
  readonly folder: number;
  /** It came with the package. */
  readonly shipped: boolean;
  /**
   * Restricts its use: `name` for a face that is only used by text that names its family, `fallback` for one that is
   * never matched by name.
   */
  readonly only?: "name" | "fallback";
}

/**
 * The same face as a fallback only, under a name of its own. An earlier folder has a family of its name, and faces of
 * two releases of a font must not be mixed in one family.
 */
export function asFallback(face: LibraryFace): LibraryFace {
  if (face.only === "fallback") return face;
  const family = `Other ${face.family}`;
  return Object.create(face, {
    family: { value: family, enumerable: true },
    only: { value: "fallback", enumerable: true },
  }) as LibraryFace;
}

/** Answers of `fallback` that are kept. */
const MAX_REMEMBERED = 20_000;

/**
 * A library of faces in a fixed order.
 * @param main the default family, where it is not the first with Latin letters
 */
export function createFonts(
  faces: readonly LibraryFace[],
  emoji: Fonts["emoji"],
  digest: string,
  main?: string,
): Fonts {
  const families = groupFaces(faces.filter(({ only }) => only !== "fallback"));
  const latin = (face: LibraryFace) => face.covers(0x41) && face.covers(0x7a);
  // Lazily, the first folder first: testing a face decodes its coverage.
  const byFolder = faces.filter(({ only }) => !only).sort((a, b) => a.folder - b.folder);
  const text =
    (main === undefined ? undefined : faces.find((face) => face.family === main)) ??
    byFolder.find((face) => !face.monospace && latin(face)) ??
    byFolder.find(latin) ??
    faces[0]!;
  const mono = byFolder.find((face) => face.monospace && latin(face)) ?? text;
  const generic: Record<string, LibraryFace> = { monospace: mono, "ui-monospace": mono };
  for (const name of ["sans-serif", "serif", "system-ui", "ui-sans-serif", "ui-serif"]) generic[name] = text;

  function membersOf(family: string): LibraryFace[] | undefined {
    const key = family.trim().toLowerCase();
    return families.get(key) ?? families.get(generic[key]?.family.toLowerCase() ?? "");
  }

  function match(family: string, weight = 400, style: FontFace["style"] = "normal"): LibraryFace {
    const members = membersOf(family);
    const face = members && nearest(members, weight, style);
    if (face) return face;
    throw new FontError(`There is no font family "${family}". There are: ${names().join(", ")}.`);
  }

  const names = () => [...families.values()].map(([face]) => face!.family);

  /** Families that have the code point, best first. */
  function candidates(codePoint: number, language?: string): LibraryFace[] {
    const having = faces.filter((face) => face.only !== "name" && face.covers(codePoint));
    const regions = regionsFor(language, codePoint);
    const east = isEastAsian(codePoint);
    const block = codePoint & ~127;
    const rank = (face: LibraryFace) => {
      const region = regionOf(face.family);
      return [
        face.folder,
        east && region ? regions.indexOf(region) : east ? regions.length : 0,
        Number(face.monospace),
        Number(face.family !== text.family),
        // A face made for the script covers more of it than one with a few of its characters.
        -countInRanges(face.coverage, block, block + 127),
      ];
    };
    const ranked = having.map((face) => ({ face, rank: rank(face) }));
    ranked.sort((a, b) => {
      const at = a.rank.findIndex((value, i) => value !== b.rank[i]);
      return at < 0 ? 0 : a.rank[at]! - b.rank[at]!;
    });
    return ranked.map(({ face }) => face);
  }

  const remembered = new Map<string, LibraryFace | undefined>();
  function fallback(codePoint: number, weight = 400, language?: string): LibraryFace | undefined {
    const key = `${codePoint} ${weight} ${isEastAsian(codePoint) ? (language ?? "") : ""}`;
    if (remembered.has(key)) return remembered.get(key);
    const found = candidates(codePoint, language);
    const family = found.filter((face) => face.family === found[0]!.family);
    const face = nearest(family, weight, "normal");
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, face);
    return face;
  }

  return {
    faces,
    defaultFamily: text.family,
    has: (family) => membersOf(family) !== undefined,
    match,
    fallback,
    emoji,
    digest,
  };
}

function groupFaces(faces: readonly LibraryFace[]): Map<string, LibraryFace[]> {
  const families = new Map<string, LibraryFace[]>();
  for (const face of faces) {
    const key = face.family.toLowerCase();
    const members = families.get(key);
    if (members) members.push(face);
    else families.set(key, [face]);
  }
  return families;
}
