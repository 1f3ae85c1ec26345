// Reads font folders into a library: the faces of an app and what to draw with when one lacks a glyph.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { EMOJI_FILE, readCatalog, type CatalogFile } from "./catalog.ts";
import { inRanges } from "./coverage.ts";
import { createFonts, type LibraryFace } from "./create.ts";
import { openEmoji } from "./emoji.ts";
import { FontError } from "./error.ts";
import { openFont } from "./file.ts";
import type { FontFace, Fonts } from "./fonts.ts";
import type { FontMetadata } from "./metadata.ts";
import { weightsOf } from "./variable.ts";

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

  const faces: LibraryFace[] = [];
  const taken = new Set<string>();
  catalogs.forEach((files, folder) => {
    const found = files.flatMap((file) =>
      file.fonts.flatMap((font, index) => createFaces(file, font, index, folder)),
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
function createFaces(file: CatalogFile, font: FontMetadata, index: number, folder: number): LibraryFace[] {
  const weights = font.weights ? weightsOf(font.weights) : [undefined];
  return weights.map((weight) => createFace(file, font, index, folder, weight));
}

function createFace(
  file: CatalogFile,
  font: FontMetadata,
  index: number,
  folder: number,
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
    get coverage() {
      return font.coverage;
    },
    covers: (codePoint) => inRanges(font.coverage, codePoint),
    data: () => (data ??= openFont(readFileSync(file.path), file.path, index, instance, file.known)),
  };
}
