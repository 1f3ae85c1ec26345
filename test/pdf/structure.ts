// The structure tree of a document, as poppler reads it.
import { spawnSync } from "node:child_process";
import { judge } from "./read.ts";

/** Elements and texts, one a line, indented by two spaces a level: `H1`, `"words"`, `/Alt (…)`. */
export function structure(bytes: Uint8Array): string {
  const read = judge(bytes, "pdfinfo", (file) => ["-struct-text", file]);
  return read
    .split("\n")
    .map((line) => line.replace(/ \((?:block|inline)\)/, "").replace(/:$/, ""))
    .filter((line) => !/^ *Object \d+ 0$/.test(line))
    .join("\n")
    .trimEnd();
}

/** How often an element is in the tree. */
export const elements = (tree: string, type: string): number =>
  tree.match(new RegExp(`^ *${type}(?: ".*")?$`, "gm"))?.length ?? 0;

/** What poppler complains of when it reads a document's text and its structure. */
export const complaints = (bytes: Uint8Array): string =>
  [
    ["pdfinfo", "-struct-text", "-"],
    ["pdftotext", "-", "-"],
  ]
    .map(([program, ...args]) => spawnSync(program!, args, { input: bytes, encoding: "utf8" }).stderr)
    .join("");
