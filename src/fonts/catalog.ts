// Looks into font folders. Reading coverage means decompressing, and a digest reading every byte, so what
// is known of the shipped files is kept in their folder's index.json.

import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeRanges, encodeRanges } from "./coverage.ts";
import { describeFont, FONT_FILE } from "./file.ts";
import type { FontMetadata } from "./metadata.ts";

/**
 * The folder of fonts that comes with the package: Inter, JetBrains Mono, Noto Sans and Vazirmatn.
 *
 * @example
 * const fonts = await loadFonts(["fonts", shippedFonts]); // the app's own win
 */
export const shippedFonts: string = fileURLToPath(new URL("../../fonts", import.meta.url));

export const EMOJI_FILE = "emoji.bin";

/** One file of a folder. */
export interface CatalogFile {
  /** Relative to its folder, with `/`. */
  file: string;
  path: string;
  digest: string;
  fonts: FontMetadata[];
  /** One of the shipped files: it needs no check. */
  known: boolean;
}

/** Metadata of a shipped file. A test compares it with the file. */
interface IndexEntry {
  size: number;
  digest: string;
  fonts: (Omit<FontMetadata, "coverage"> & { coverage: string })[];
}

/** By file name. */
type Index = Record<string, IndexEntry>;

let shippedIndex: Promise<Index> | undefined;
const readIndex = (): Promise<Index> =>
  (shippedIndex ??= readFile(join(shippedFonts, "index.json"), "utf8").then(JSON.parse, () => ({})));

/**
 * Reads a folder and those below it. A folder that is not there has no files.
 * @throws FontError naming a file that is broken.
 */
export async function readCatalog(folder: string): Promise<CatalogFile[]> {
  const files = await listFiles(folder);
  const index = await readIndex();
  const byDigest = new Map(Object.values(index).map((entry) => [entry.digest, entry]));
  return Promise.all(
    files.map(async ({ file, path }) => {
      const shipped = folder === shippedFonts ? index[file] : undefined;
      if (shipped && statSync(path).size === shipped.size) return describe(file, path, shipped);
      const bytes = await readFile(path);
      const digest = digestOf(bytes);
      // An app's own copy of a shipped font is known, too.
      const known = byDigest.get(digest);
      if (known) return describe(file, path, known);
      return {
        file,
        path,
        digest,
        fonts: FONT_FILE.test(file) ? describeFont(bytes, path) : [],
        known: false,
      };
    }),
  );
}

const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function listFiles(folder: string): Promise<{ file: string; path: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile() && (FONT_FILE.test(entry.name) || entry.name === EMOJI_FILE))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path, file: path.slice(join(folder, sep).length).replaceAll(sep, "/") }));
}

function describe(file: string, path: string, { digest, fonts }: IndexEntry): CatalogFile {
  return { file, path, digest, fonts: fonts.map(withCoverage), known: true };
}

/** Decodes coverage when it is first asked for. */
function withCoverage(entry: IndexEntry["fonts"][number]): FontMetadata {
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
  for (const { file, path } of await listFiles(folder)) {
    const bytes = await readFile(path);
    const fonts = FONT_FILE.test(file) ? describeFont(bytes, path) : [];
    const entry: IndexEntry = {
      size: bytes.length,
      digest: digestOf(bytes),
      fonts: fonts.map((font) => Object.assign(font, { coverage: encodeRanges(font.coverage) })),
    };
    lines.push(`${JSON.stringify(file)}: ${JSON.stringify(entry)}`);
  }
  return `{\n${lines.join(",\n")}\n}\n`;
}
