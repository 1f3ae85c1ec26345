// Real fonts to begin with: the shipped ones, those of packages, and the system's where there are any.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openFont } from "../../../src/fonts/file.ts";
import { tagAt } from "../../../src/fonts/sfnt.ts";

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
];
const SYSTEM = ["/usr/share/fonts/truetype", "/usr/share/fonts/opentype"];

/** @param folders further ones */
export function readSeeds(folders: readonly string[] = SYSTEM, largest = Infinity): Seed[] {
  const paths = [...FOLDERS, ...folders].flatMap((folder) =>
    existsSync(folder)
      ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file))
      : [],
  );
  return paths
    .filter((path) => /\.(?:ttf|otf|ttc|woff2?)$/i.test(path))
    .sort()
    .flatMap((path) => {
      const file = Uint8Array.from(readFileSync(path));
      if (file.length > largest) return [];
      const sfnt = tagAt(file, 0) === "ttcf" ? file : openFont(file, path, 0, undefined, true);
      return sfnt.length > largest ? [] : [{ name: path.split("/").at(-1)!, file, sfnt }];
    });
}
