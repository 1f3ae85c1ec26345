// Reads font folders into a library: the faces of an app and what to draw with when one lacks a glyph.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { EMOJI_FILE, readCatalog, type CatalogFile } from "./catalog.ts";
import { countInRanges, inRanges, type Ranges } from "./coverage.ts";
import { openEmoji } from "./emoji.ts";
import { FontError } from "./error.ts";
import { openFont } from "./file.ts";
import type { FontFace, Fonts } from "./fonts.ts";
import { isEastAsian, regionOf, regionsFor } from "./han.ts";
import { nearest } from "./match.ts";
import type { FontMetadata } from "./metadata.ts";

interface Face extends FontFace {
  readonly monospace: boolean;
  readonly coverage: Ranges;
  /** The number of its folder: the first folder wins. */
  readonly folder: number;
}

/** Answers of `fallback` that are kept. */
const MAX_REMEMBERED = 20_000;

/**
 * Reads the fonts of one folder or several. Where two folders have a face of the same family,
 * weight and style, the first folder's is taken, so an app's own fonts go before the shipped ones.
 * A folder that does not exist is empty. Font data is read and decompressed when it is first used.
 *
 * @throws FontError naming the file, when one is broken; or when no folder has a font.
 * @example
 * const fonts = await loadFonts(["fonts", shippedFonts]);
 * fonts.match("Inter", 700).data();
 */
export async function loadFonts(folders: string | readonly string[]): Promise<Fonts> {
  const list = typeof folders === "string" ? [folders] : [...new Set(folders)];
  const catalogs = await Promise.all(list.map(readCatalog));
  const digest = createHash("sha256");
  for (const { file, digest: of } of catalogs.flat()) digest.update(`${file}\0${of}\0`);

  const faces: Face[] = [];
  const taken = new Set<string>();
  catalogs.forEach((files, folder) => {
    const found = files.flatMap((file) =>
      file.fonts.map((font, index) => createFace(file, font, index, folder)),
    );
    faces.push(...found.filter((face) => !taken.has(faceKey(face))));
    for (const face of found) taken.add(faceKey(face));
  });
  if (faces.length === 0)
    throw new FontError(
      `No font in ${list.join(" or ") || "no folder"}. Put a .ttf, .otf, .woff or .woff2 there.`,
    );
  faces.sort(inOrder);

  const emoji = catalogs.flat().find(({ file }) => file === EMOJI_FILE);
  return createFonts(faces, emoji ? openEmoji(emoji.path) : () => undefined, digest.digest("hex"));
}

const faceKey = (face: FontFace) => `${face.family.toLowerCase()}\0${face.weight}\0${face.style}`;

function inOrder(a: Face, b: Face): number {
  const compare = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    compare(a.family, b.family) ||
    a.weight - b.weight ||
    -compare(a.style, b.style) ||
    compare(a.file, b.file)
  );
}

function createFace(file: CatalogFile, font: FontMetadata, index: number, folder: number): Face {
  let data: Uint8Array | undefined;
  return {
    family: font.family,
    weight: font.weight,
    style: font.style,
    monospace: font.monospace,
    file: file.file,
    folder,
    get coverage() {
      return font.coverage;
    },
    covers: (codePoint) => inRanges(font.coverage, codePoint),
    data: () => (data ??= openFont(readFileSync(file.path), file.path, index)),
  };
}

function createFonts(faces: readonly Face[], emoji: Fonts["emoji"], digest: string): Fonts {
  const families = groupFaces(faces);
  const latin = (face: Face) => face.covers(0x41) && face.covers(0x7a);
  const text =
    first(faces.filter((face) => latin(face) && !face.monospace)) ?? first(faces.filter(latin)) ?? faces[0]!;
  const mono = first(faces.filter((face) => face.monospace && latin(face))) ?? text;
  const generic: Record<string, Face> = { monospace: mono, "ui-monospace": mono };
  for (const name of ["sans-serif", "serif", "system-ui", "ui-sans-serif", "ui-serif"]) generic[name] = text;

  function match(family: string, weight = 400, style: FontFace["style"] = "normal"): Face {
    const key = family.trim().toLowerCase();
    const members = families.get(key) ?? families.get(generic[key]?.family.toLowerCase() ?? "");
    const face = members && nearest(members, weight, style);
    if (face) return face;
    const names = [...new Set(faces.map((member) => member.family))].join(", ");
    throw new FontError(`There is no font family "${family}". There are: ${names}.`);
  }

  /** Families that have the code point, best first. */
  function candidates(codePoint: number, language?: string): Face[] {
    const having = faces.filter((face) => face.covers(codePoint));
    const regions = regionsFor(language, codePoint);
    const east = isEastAsian(codePoint);
    const block = codePoint & ~127;
    const rank = (face: Face) => {
      const region = regionOf(face.family);
      return [
        face.folder,
        east && region ? regions.indexOf(region) : east ? regions.length : 0,
        Number(face.monospace),
        Number(face.family !== text.family),
        // A face made for the script has more of it than one that only quotes it.
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

  const remembered = new Map<string, Face | undefined>();
  function fallback(codePoint: number, weight = 400, language?: string): Face | undefined {
    const key = `${codePoint} ${weight} ${isEastAsian(codePoint) ? (language ?? "") : ""}`;
    if (remembered.has(key)) return remembered.get(key);
    const found = candidates(codePoint, language);
    const family = found.filter((face) => face.family === found[0]!.family);
    const face = nearest(family, weight, "normal");
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, face);
    return face;
  }

  return { faces, defaultFamily: text.family, match, fallback, emoji, digest };
}

/** The face of the earliest folder, then in the library's order. */
function first(faces: readonly Face[]): Face | undefined {
  return faces.reduce<Face | undefined>(
    (best, face) => (best && best.folder <= face.folder ? best : face),
    undefined,
  );
}

function groupFaces(faces: readonly Face[]): Map<string, Face[]> {
  const families = new Map<string, Face[]>();
  for (const face of faces) {
    const key = face.family.toLowerCase();
    const members = families.get(key);
    if (members) members.push(face);
    else families.set(key, [face]);
  }
  return families;
}
