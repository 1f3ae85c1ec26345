// Real fonts to begin with: the shipped ones, those of packages, and the system's where there are any.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openFont } from "../../../src/fonts/file.ts";
import { tagAt } from "../../../src/fonts/sfnt.ts";
import { coloured, reduced } from "./reduce.ts";
import { toCollection, toWoff, toWoff2 } from "./wrap.ts";

export interface Seed {
  name: string;
  /** As it lies on the disk. */
  file: Uint8Array;
  /** Decompressed. */
  sfnt: Uint8Array;
}

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const FOLDERS = [
  join(ROOT, "fonts"),
  join(ROOT, "test/fixtures/fonts"),
  join(ROOT, "node_modules/satori/node_modules/harfbuzzjs/test/fonts/noto"),
  join(ROOT, "node_modules/bwip-js/fonts"),
];
const SYSTEM = ["/usr/share/fonts/truetype", "/usr/share/fonts/opentype"];

/** @param folders further ones */
export function readSeeds(folders: readonly string[] = SYSTEM): Seed[] {
  const paths = [...FOLDERS, ...folders].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file))
      : [],
  );
  return paths
    .filter((path) => /\.(?:ttf|otf|ttc|woff2?)$/i.test(path))
    .sort()
    .map((path) => {
      const file = new Uint8Array(readFileSync(path));
      const sfnt = tagAt(file, 0) === "ttcf" ? file : openFont(file, path, 0, undefined, true);
      return { name: path.split("/").at(-1)!, file, sfnt };
    });
}

/** The most bytes of a small seed, decompressed, and of a file that is changed as it is. */
const [SMALL, SMALL_FILE] = [24_000, 12_000];

/**
 * Small seeds, the same on every machine that has the packages: the real fonts, of the larger ones a part of their
 * characters. Files that are small are as they came, the others in each of the containers by turns.
 */
export function smallSeeds(fonts: readonly Seed[]): Seed[] {
  const wraps = [(font: Uint8Array) => font, toWoff, toWoff2, (font: Uint8Array) => toCollection(font, 3)];
  const seeds = fonts.flatMap(({ name, file, sfnt }, i) => {
    const small = reduced(sfnt, SMALL);
    return small
      ? [{ name, file: file.length <= SMALL_FILE ? file : wraps[i % 4]!(small), sfnt: small }]
      : [];
  });
  const inColour = seeds.slice(0, 2).map(({ name, sfnt }) => {
    const font = coloured(sfnt);
    return { name: `${name} in colour`, file: font, sfnt: font };
  });
  return [...seeds, ...inColour];
}
