// A file's path as a URL pattern, in the file names of Next.js' app folder.

import { escapeLiteral } from "./literal.ts";

/** The folder of a file as a pattern. */
export interface NextPath {
  /** rou3 pattern of the folder, without a trailing slash; `""` for the root. */
  pattern: string;
  catchAll?: string;
  /** Framework's name of each parameter, by the name in the pattern. */
  names: Readonly<Record<string, string>>;
  /** The folder inside a group or a slot: Next.js tells metadata files in it apart by a suffix. */
  grouped: boolean;
  /** The path as Next.js writes it: groups and slots left out, `[slug]` kept. */
  path: string;
}

/** Undefined for folders that are no routes: `_private`, and intercepting ones such as `(.)photo`. */
export function toNextPath(folder: string): NextPath | { mistake: string } | undefined {
  const names: Record<string, string> = {};
  const out: string[] = [];
  const written: string[] = [];
  let catchAll: string | undefined;
  let grouped = false;
  const segments = folder === "" ? [] : folder.split("/");
  for (const segment of segments) {
    if (segment.startsWith("_") || /^\(\.{1,3}\)/.test(segment)) return undefined;
    if (/^\(.+\)$/.test(segment) || segment.startsWith("@")) {
      grouped = true;
      continue;
    }
    if (catchAll) return { mistake: "a catch-all takes all that follows, so it must be last" };
    written.push(segment);
    const [, double, dots, name] = /^\[(\[)?(\.\.\.)?([^[\].]+)\]\]?$/.exec(segment) ?? [];
    if (name === undefined) {
      if (/\[[^\]]*\]/.test(segment))
        return {
          mistake:
            `${segment} mixes a parameter with text, which Next.js serves as it is written, never as a parameter. ` +
            `In a native route, [id].pdf is one`,
        };
      // Next.js names a folder _x by its encoded form.
      out.push(escapeLiteral(segment.replace(/^%5F/i, "_")));
      continue;
    }
    if (double !== undefined && dots === undefined)
      return { mistake: `optional route parameters are not supported ("${segment}")` };
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : `p${out.length}_${name.replace(/\W/g, "_")}`;
    if (names[key] !== undefined)
      return { mistake: `the parameter [${name}] is there twice: give each its own name` };
    names[key] = name;
    if (dots) catchAll = key;
    out.push(dots ? (double ? `:${key}*` : `**:${key}`) : `:${key}`);
  }
  return {
    pattern: out.map((segment) => `/${segment}`).join(""),
    catchAll,
    names,
    grouped,
    path: `/${written.join("/")}`,
  };
}

/** The hash that Next.js appends to metadata files inside a route group, so that two groups can have one each. */
export function groupSuffix(folder: string): string {
  let hash = 5381;
  for (const character of `/${folder}`) hash = ((hash << 5) + hash + character.charCodeAt(0)) & 0xffffffff;
  return `-${(hash >>> 0).toString(36).slice(0, 6)}`;
}
