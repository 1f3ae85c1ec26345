// Files of a folder as routes inside routes, by the flat and nested file names of Remix and React Router.

import type { RouteEntry } from "../compat/route-config.ts";

/** A file name, parsed. */
interface FlatRoute {
  /** Segments as they are written: a route is inside those whose segments begin its own. */
  id: readonly string[];
  /** The path as the framework writes it, from the root: `reports/:id.pdf`. */
  path: string;
  index: boolean;
}

/** A character of a file name, and whether brackets took its meaning away. */
interface Character {
  text: string;
  escaped: boolean;
}

interface Segment {
  raw: string;
  characters: Character[];
}

/** A file that may be a route, by its path inside the folder of routes without its extension. */
export interface Named {
  file: string;
  name: string;
}

/**
 * The routes of a folder, each inside the one whose name begins its own, in the order in which the framework tries
 * them: the longest name first.
 *
 * @param mistaken told of each file whose name cannot be parsed
 */
export function toEntries(
  files: readonly Named[],
  mistaken: (file: string, message: string) => void,
): RouteEntry[] {
  const found: (FlatRoute & { entry: RouteEntry })[] = [];
  for (const { file, name } of files.toSorted((a, b) => b.name.length - a.name.length)) {
    const flat = toFlatRoute(name);
    if ("mistake" in flat) mistaken(file, `${flat.mistake}.`);
    else found.push({ ...flat, entry: { file, index: flat.index } });
  }
  const top: RouteEntry[] = [];
  for (const { id, path, entry } of found) {
    const [parent] = found
      .filter((other) => isInside(id, other.id))
      .toSorted((one, other) => other.id.length - one.id.length);
    // An entry's path is relative to its parent's. A layout that adds no segment is pathless: it has no URL.
    entry.path = path.slice(parent?.path.length ?? 0).replace(/^\//, "") || undefined;
    if (parent) (parent.entry.children ??= []).push(entry);
    else top.push(entry);
  }
  return top;
}

/**
 * `reports.$id[.]pdf` → `reports/:id.pdf`.
 *
 * @param name inside the folder of routes, without extension.
 */
function toFlatRoute(name: string): FlatRoute | { mistake: string } {
  const segments = name.split("/").flatMap(toSegments);
  const written: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment.raw.startsWith("_")) continue;
    if (last && segment.raw === "index" && name === "index") continue;
    const { characters, optional } = trim(segment);
    if (characters.length === 0) return { mistake: `${JSON.stringify(name)} has an empty segment` };
    const [first] = characters;
    const text = characters.map(({ text }) => text).join("");
    if (/[:*]/.test(text))
      return {
        mistake: `${JSON.stringify(segment.raw)} has a \`:\` or \`*\`, which no path can have as text`,
      };
    if (characters.length === 1 && first!.text === "$" && !first!.escaped) {
      if (!last) return { mistake: "`$` takes all that follows, so it must be last" };
      written.push("*");
    } else if (first!.text === "$" && !first!.escaped) {
      if (!/^\$[\w-]/.test(text))
        return { mistake: `${JSON.stringify(segment.raw)} has a parameter without a name` };
      written.push(`:${text.slice(1)}${optional ? "?" : ""}`);
    } else written.push(`${text}${optional ? "?" : ""}`);
  }
  const index = segments.at(-1)!.raw === "_index" || name === "index";
  return { id: segments.map(({ raw }) => raw), path: written.join("/"), index };
}

/** Splits at dots that no brackets hold, and takes the brackets away. */
function toSegments(part: string): Segment[] {
  const segments: Segment[] = [{ raw: "", characters: [] }];
  let inside = false;
  for (let i = 0; i < part.length; i++) {
    const text = part[i]!;
    const current = segments.at(-1)!;
    if (!inside && text === ".") {
      segments.push({ raw: "", characters: [] });
      continue;
    }
    current.raw += text;
    const closes = inside && text === "]" && part[i + 1] !== "]";
    if (!inside && text === "[") inside = true;
    else if (closes) inside = false;
    else current.characters.push({ text, escaped: inside });
  }
  return segments;
}

/** Takes `(…)` and a trailing `_` away, where they are not escaped. */
function trim({ characters }: Segment): { characters: Character[]; optional: boolean } {
  const is = (character: Character | undefined, text: string) =>
    character?.text === text && !character.escaped;
  const optional = is(characters[0], "(") && is(characters.at(-1), ")");
  let inner = optional ? characters.slice(1, -1) : characters;
  if (is(inner.at(-1), "_")) inner = inner.slice(0, -1);
  return { characters: inner, optional };
}

/** True when `inner` lies inside `outer`, whose layout is around it. */
export function isInside(inner: readonly string[], outer: readonly string[]): boolean {
  return outer.length < inner.length && outer.every((segment, index) => segment === inner[index]);
}
