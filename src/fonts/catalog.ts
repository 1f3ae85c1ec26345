// Looks into font folders. Reading coverage means decompressing, so what is known of the shipped
// files is kept in their folder's index.json under the digest of each file: it can never be stale.

import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeRanges, encodeRanges } from "./coverage.ts";
import { describeFont, FONT_FILE } from "./file.ts";
import type { FontMetadata } from "./metadata.ts";

/** The folder of fonts that comes with the package. */
export const shippedFonts: string = fileURLToPath(new URL("../../fonts", import.meta.url));

export const EMOJI_FILE = "emoji.bin";

/** One file of a folder. */
export interface CatalogFile {
  /** Relative to its folder, with `/`. */
  file: string;
  path: string;
  digest: string;
  fonts: FontMetadata[];
}

type IndexEntry = Omit<FontMetadata, "coverage"> & { coverage: string };
type Index = Record<string, IndexEntry[]>;

let shippedIndex: Promise<Index> | undefined;
const readIndex = (): Promise<Index> =>
  (shippedIndex ??= readFile(join(shippedFonts, "index.json"), "utf8").then(JSON.parse, () => ({})));

/**
 * Reads a folder and those below it. A folder that is not there has no files.
 * @throws FontError naming a file that is broken.
 */
export async function readCatalog(folder: string): Promise<CatalogFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  const paths = entries
    .filter((entry) => entry.isFile() && (FONT_FILE.test(entry.name) || entry.name === EMOJI_FILE))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const index = await readIndex();
  return Promise.all(
    paths.map(async (path) => {
      const file = path.slice(join(folder, sep).length).replaceAll(sep, "/");
      const bytes = await readFile(path);
      const digest = createHash("sha256").update(bytes).digest("hex");
      const known = index[digest.slice(0, 24)];
      const fonts = !FONT_FILE.test(file)
        ? []
        : known
          ? known.map((entry) => withCoverage(entry))
          : describeFont(bytes, path);
      return { file, path, digest, fonts };
    }),
  );
}

/** Decodes coverage when it is first asked for. */
function withCoverage(entry: IndexEntry): FontMetadata {
  let ranges: Uint32Array | undefined;
  return {
    ...entry,
    get coverage() {
      return (ranges ??= decodeRanges(entry.coverage));
    },
  };
}

/** The text of index.json for a folder: what its files say of themselves. */
export async function indexOf(folder: string): Promise<string> {
  const lines: string[] = [];
  for (const { path, digest, fonts } of await readCatalog(folder)) {
    if (fonts.length === 0) continue;
    const entries = describeFont(await readFile(path), path).map((font) =>
      Object.assign(font, { coverage: encodeRanges(font.coverage) }),
    );
    lines.push(`${JSON.stringify(digest.slice(0, 24))}: ${JSON.stringify(entries)}`);
  }
  return `{\n${lines.join(",\n")}\n}\n`;
}
