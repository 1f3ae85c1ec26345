// The environment's files: `.env` and its kin, read as Next.js and Vite read them.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Which variables came from files, for whoever reads the files anew: a child, or `dev` after a change. */
const FROM_FILES = "OFFPRINT_ENV";

/**
 * Reads a project's `.env` files into `process.env`. What counts most comes first: `.env.MODE.local`,
 * `.env.local` (not when testing, so that tests are the same for everybody), `.env.MODE`, `.env`. What is set in
 * the environment already is never replaced; what an earlier call has read is read anew.
 *
 * `$NAME`, `${NAME}` and `${NAME:-default}` stand for other variables, `\$` for a dollar sign.
 *
 * @param root the project's folder. Default: the working directory
 * @param mode default: `NODE_ENV`, or `development`
 * @returns the files that were read
 * @throws Error for a file that is there and cannot be read
 * @example
 * // vitest.config.ts: setupFiles: ["test/env.ts"]
 * loadEnv();
 */
export function loadEnv(root = ".", mode = process.env.NODE_ENV ?? "development"): string[] {
  const { env } = process;
  for (const name of env[FROM_FILES]?.split(",") ?? []) delete env[name];
  const read: string[] = [];
  const added: string[] = [];
  for (const file of filesOf(mode)) {
    const path = join(root, file);
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    read.push(file);
    const values = parse(readFileSync(path, "utf8"));
    const expanded = [...values]
      .filter(([name]) => env[name] === undefined)
      .map(([name, value]) => [name, expand(value, values, new Set([name]))] as const);
    for (const [name, value] of expanded) {
      env[name] = value;
      added.push(name);
    }
  }
  if (added.length > 0) env[FROM_FILES] = added.join(",");
  else delete env[FROM_FILES];
  return read;
}

function filesOf(mode: string): string[] {
  const own = mode === "test" ? [] : [".env.local"];
  return [`.env.${mode}.local`, ...own, `.env.${mode}`, ".env"];
}

/** As dotenv does. Node's own parser ends a value at `\"`, joins `A: b` to the next line, and keeps a BOM. */
const LINE =
  /^\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/gm;

function parse(text: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const [, name, raw = ""] of text.replace(/\r\n?/g, "\n").matchAll(LINE)) {
    const value = raw.trim();
    const inner = value.replace(/^(['"`])([\s\S]*)\1$/, "$2");
    values.set(name!, value.startsWith('"') ? inner.replace(/\\n/g, "\n").replace(/\\r/g, "\r") : inner);
  }
  return values;
}

const REFERENCE = /^\$(?:\{(\w+)(?::-([^}\\]*))?\}|(\w+))/;

/** From the end, so that what stands in a default is there before it is needed. A name within itself is empty. */
function expand(text: string, values: ReadonlyMap<string, string>, within: ReadonlySet<string>): string {
  for (let at = text.lastIndexOf("$"); at >= 0; at = at > 0 ? text.lastIndexOf("$", at - 1) : -1) {
    const found = text[at - 1] === "\\" ? null : REFERENCE.exec(text.slice(at));
    if (!found) continue;
    const name = (found[1] ?? found[3])!;
    const own = within.has(name) ? undefined : values.get(name);
    const value =
      process.env[name] || found[2] || (own && expand(own, values, new Set([...within, name]))) || "";
    text = text.slice(0, at) + value + text.slice(at + found[0].length);
  }
  return text.replaceAll("\\$", "$");
}
