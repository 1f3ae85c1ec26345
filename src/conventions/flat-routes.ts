// A file's path as URL patterns, in the flat and nested file names of Remix and React Router.

import { escapeLiteral } from "./literal.ts";
import { distinct } from "./pattern.ts";

/** What a file's name says. */
export interface FlatRoute {
  /** Segments as they are written: a route is inside those whose segments begin its own. */
  id: readonly string[];
  /** One pattern, or several where a segment is optional. */
  patterns: readonly string[];
  /** The framework's name of each parameter, by the name in the pattern. `*` is the splat. */
  names: Readonly<Record<string, string>>;
  /** The parameter that takes all that follows, by its name in the pattern. */
  catchAll?: string;
  /** The path as the framework writes it: `/reports/:id.pdf`. */
  path: string;
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

const SPLAT = "splat";

/**
 * `reports.$id[.]pdf` → `/reports/:id.pdf`. Undefined for a file that lies beside a route of its
 * folder (`reports.$id/db.ts`), which is no route.
 *
 * @param path inside the folder of routes, without extension.
 * @param folders folders right below it that hold a `route` file.
 */
export function toFlatRoute(
  path: string,
  folders: ReadonlySet<string>,
): FlatRoute | { mistake: string } | undefined {
  const parts = path.split("/");
  if (parts.length > 1) {
    if (folders.has(parts[0]!)) {
      if (parts.length > 2 || parts[1] !== "route") return undefined;
      parts.pop();
    } else if (parts.at(-1) === "index" || parts.at(-1) === "route") parts.pop();
  }
  const segments = parts.flatMap(toSegments);
  const variants: string[][] = [[]];
  const names: Record<string, string> = {};
  const written: string[] = [];
  let catchAll: string | undefined;
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment.raw.startsWith("_")) continue;
    if (last && segment.raw === "index" && path === "index") continue;
    const { characters, optional } = trim(segment);
    if (characters.length === 0) return { mistake: `${JSON.stringify(path)} has an empty segment` };
    const [first] = characters;
    let pattern: string;
    if (characters.length === 1 && first!.text === "$" && !first!.escaped) {
      if (!last) return { mistake: "`$` takes all that follows, so it must be last" };
      catchAll = SPLAT;
      names[SPLAT] = "*";
      pattern = `:${SPLAT}*`;
      written.push("*");
    } else if (first!.text === "$" && !first!.escaped) {
      const text = characters.map(({ text }) => text).join("");
      const [, name = "", rest = ""] = /^\$([\w-]+)(.*)$/s.exec(text) ?? [];
      if (name === "") return { mistake: `${JSON.stringify(segment.raw)} has a parameter without a name` };
      const key = /^[A-Za-z_]\w*$/.test(name)
        ? name
        : `p${Object.keys(names).length}_${name.replace(/\W/g, "_")}`;
      if (names[key] !== undefined)
        return { mistake: `the parameter $${name} is there twice: give each its own name` };
      names[key] = name;
      pattern = `:${key}${escapeLiteral(rest)}`;
      written.push(`:${name}${rest}${optional ? "?" : ""}`);
    } else {
      const text = characters.map(({ text }) => text).join("");
      pattern = escapeLiteral(text);
      written.push(`${text}${optional ? "?" : ""}`);
    }
    // An optional segment is two patterns: with it, and without.
    const with_ = variants.map((before) => [...before, pattern]);
    if (optional) variants.push(...with_);
    else variants.splice(0, variants.length, ...with_);
  }
  return {
    id: segments.map(({ raw }) => raw),
    patterns: distinct(variants.map((variant) => `/${variant.join("/")}`)),
    names,
    catchAll,
    path: `/${written.join("/")}`,
  };
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
