// Reads font folders into a library: the faces of an app and what to draw with when one lacks a glyph.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { EMOJI_FILE, readCatalog, shippedFonts, type CatalogFile } from "./catalog.ts";
import { inRanges } from "./coverage.ts";
import { asFallback, createFonts, type LibraryFace } from "./create.ts";
import { openEmoji } from "./emoji.ts";
import { FontError } from "./error.ts";
import { openFont } from "./file.ts";
import type { FontFace, Fonts } from "./fonts.ts";
import type { FontMetadata } from "./metadata.ts";
import { weightsOf } from "./variable.ts";

/**
 * Reads the fonts of one folder or several. Where two folders have a family of the same name, it is the first
 * folder's, so an app's own fonts go before the shipped ones, and faces of two releases are never mixed.
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

  const faces: LibraryFace[] = [];
  const taken = new Set<string>();
  catalogs.forEach((files, folder) => {
    const isShipped = resolve(list[folder]!) === resolve(shippedFonts);
    const found = files.flatMap((file) =>
      file.fonts.flatMap((font, index) => {
        const only = isShipped && font.family === NEXT_FAMILY ? "name" : undefined;
        return createFaces(file, font, { index, folder, only, shipped: isShipped });
      }),
    );
    faces.push(...found.map((face) => (taken.has(familyKey(face)) ? asFallback(face) : face)));
    for (const face of found) taken.add(familyKey(face));
  });
  if (faces.length === 0)
    throw new FontError(
      `No font in ${list.join(" or ") || "no folder"}. Put a .ttf, .otf, .woff or .woff2 there.`,
    );
  faces.sort(inOrder);

  const emoji = catalogs.flat().find(({ file }) => file === EMOJI_FILE);
  return createFonts(faces, emoji ? openEmoji(emoji.path) : () => undefined, digest.digest("hex"));
}

/** The default family of next/og. Other text uses it only if it names it. */
export const NEXT_FAMILY = "Geist";

const familyKey = (face: FontFace) => face.family.trim().toLowerCase();

function inOrder(a: LibraryFace, b: LibraryFace): number {
  const compare = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);
  return (
    compare(a.family, b.family) ||
    a.weight - b.weight ||
    -compare(a.style, b.style) ||
    compare(a.file, b.file)
  );
}

/** One face, or one for each weight of a variable font. */
function createFaces(file: CatalogFile, font: FontMetadata, place: Place): LibraryFace[] {
  const weights = font.weights ? weightsOf(font.weights) : [undefined];
  return weights.map((weight) => createFace(file, font, place, weight));
}

interface Place extends Pick<LibraryFace, "folder" | "only" | "shipped"> {
  /** Of the font in its file. */
  index: number;
}

function createFace(
  file: CatalogFile,
  font: FontMetadata,
  { index, folder, only, shipped }: Place,
  instance: number | undefined,
): LibraryFace {
  let data: Uint8Array | undefined;
  return {
    family: font.family,
    weight: instance ?? font.weight,
    style: font.style,
    monospace: font.monospace,
    file: file.file,
    folder,
    shipped,
    ...(only && { only }),
    get coverage() {
      return font.coverage;
    },
    covers: (codePoint) => inRanges(font.coverage, codePoint),
    data: () => (data ??= openFont(readFileSync(file.path), file.path, index, instance, file.known)),
  };
}
