// A file's path as URL patterns, in the file names of TanStack Router.

import { escapeLiteral } from "./literal.ts";
import { distinct } from "./pattern.ts";

/** A file name, parsed. */
export interface TanstackPath {
  /** Segments as they are written: a route is inside those whose segments begin its own. */
  id: readonly string[];
  /** The path that the file's `createFileRoute(…)` must have. */
  path: string;
  /** One, or several where a segment is optional. */
  variants: readonly Variant[];
  /** Framework's name of each parameter, by the name in the pattern. */
  names: Readonly<Record<string, string>>;
  catchAll?: string;
  /** Text around a splat in its segment: `{$}.zip`. */
  around?: { before: string; after: string };
}

/** A pattern of a file, and what its router ranks it by among others for the same URLs. */
export interface Variant {
  pattern: string;
  /** Segments that are text, that are a parameter, and that are an optional one. */
  statics: number;
  dynamics: number;
  optionals: number;
  /** Segments of the file's path, those included that this pattern leaves out. */
  depth: number;
  isIndex: boolean;
  /** Letters before and after its optional parameters, those included that this pattern leaves out. */
  before: number;
  after: number;
  /** Whether it is the URL without the rest that a splat would take. */
  withoutRest?: boolean;
}

interface Character {
  text: string;
  escaped: boolean;
}

type Segment = Character[];

const textOf = (segment: Segment) => segment.map(({ text }) => text).join("");
const is = (character: Character | undefined, text: string) => character?.text === text && !character.escaped;

/** The root's file: around all others, and no URL. */
export const ROOT: TanstackPath = { id: [], path: "", variants: [], names: {} };

/** Last segments of file names with a meaning of their own, `index` and `route`, under the names that the options give. */
export interface Tokens {
  index: RegExp;
  route: RegExp;
}

/** A place in the tree of routes: what a file's own segments are added to. */
export interface Place {
  id: readonly string[];
  segments: readonly Segment[];
}

export const TOP: Place = { id: [], segments: [] };

/** A place below another by the names of folders and files, in which dots separate too. */
export function below(place: Place, name: string): Place {
  const own = name.split("/").flatMap((part) => toSegments(part));
  return { id: [...place.id, ...own.map(raw)], segments: [...place.segments, ...own] };
}

/**
 * A place below another by a path that is written out.
 *
 * @param isWhole whether the path is one step: only what is written inside of it is then inside of it
 */
export function belowPath(place: Place, path: string, isWhole: boolean): Place {
  const parts = path.split("/").filter((part) => part !== "");
  const own = parts.flatMap((part) => toSegments(part, false));
  const id = isWhole ? [parts.join("/")] : own.map(raw);
  return { id: [...place.id, ...id], segments: [...place.segments, ...own] };
}

/** `reports.{$id}[.]pdf` → `/reports/:id.pdf`. Undefined for files that TanStack leaves out. */
export function toTanstackPath(
  name: string,
  tokens: Tokens,
  around: Place = TOP,
): TanstackPath | { mistake: string } | undefined {
  const place = below(around, name);
  const last = place.segments.at(-1)!;
  const plain = last.every(({ escaped }) => !escaped) ? textOf(last) : "";
  if (/^(?:lazy|component|errorComponent|notFoundComponent|pendingComponent|loader)$/.test(plain))
    return undefined;
  const index = tokens.index.test(plain);
  if (!index && !tokens.route.test(plain)) return pathOf(place);
  const outer = { id: place.id.slice(0, -1), segments: place.segments.slice(0, -1) };
  return pathOf(outer, index);
}

/** The path of a place, or of the index in it. */
export function pathOf({ id, segments }: Place, index = false): TanstackPath | { mistake: string } {
  const written = segments.map(textOf);
  const result: TanstackPath & { names: Record<string, string> } = {
    id: index ? [...id, ""] : id,
    path: `/${written.join("/")}${index && written.length > 0 ? "/" : ""}`,
    variants: [],
    names: {},
  };
  let variants: Variant[] = [
    { pattern: "", statics: 0, dynamics: 0, optionals: 0, depth: 0, isIndex: index, before: 0, after: 0 },
  ];
  for (const [at, segment] of segments.entries()) {
    if (is(segment[0], "_") || (is(segment[0], "(") && is(segment.at(-1), ")"))) continue;
    const made = toPattern(is(segment.at(-1), "_") ? segment.slice(0, -1) : segment, result);
    if (typeof made === "string") return { mistake: made };
    if (result.catchAll && at < segments.length - 1)
      return { mistake: "`$` takes all that follows, so it must be last" };
    const without =
      made.kind === "optional"
        ? variants.map((one) => withText({ ...one, depth: one.depth + 1 }, made.text))
        : [];
    variants = [...without, ...variants.flatMap((before) => extended(before, made))];
  }
  for (const variant of variants) variant.pattern ||= "/";
  const kept = distinct(variants.map(({ pattern }) => pattern));
  return {
    ...result,
    variants: kept.map((pattern) => variants.find((variant) => variant.pattern === pattern)!),
  };
}

/** A variant with one more segment; of an optional one, also with its text alone. */
function extended(before: Variant, { pattern, kind, bare, text }: Made): Variant[] {
  const depth = before.depth + 1;
  const more = (text: string, counts: Partial<Variant>) => ({
    ...before,
    depth,
    ...counts,
    pattern: `${before.pattern}/${text}`,
  });
  if (kind === "static") return [more(pattern, { statics: before.statics + 1 })];
  if (kind === "splat") return [more(pattern, {})];
  if (kind === "dynamic") return [more(pattern, { dynamics: before.dynamics + 1 })];
  const optionals = before.optionals + 1;
  const made = [...(bare === "" ? [] : [more(bare, { optionals })]), more(pattern, { optionals })];
  return made.map((variant) => withText(variant, text));
}

const withText = (variant: Variant, { before, after }: Made["text"]): Variant => ({
  ...variant,
  before: variant.before + before.length,
  after: variant.after + after.length,
});

/** Dots separate, unless one is held by brackets: `[.]`. In a path that is written out none does. */
function toSegments(part: string, dots = true): Segment[] {
  const segments: Segment[] = [[]];
  for (let i = 0; i < part.length; i++) {
    const text = part[i]!;
    if (text === "[" && part[i + 2] === "]") {
      segments.at(-1)!.push({ text: part[i + 1]!, escaped: true });
      i += 2;
    } else if (text === "[" && /^\[\w+\]/.test(part.slice(i))) {
      const [brackets] = /^\[\w+\]/.exec(part.slice(i))!;
      segments.at(-1)!.push(...Array.from(brackets.slice(1, -1), (held) => ({ text: held, escaped: true })));
      i += brackets.length - 1;
    } else if (text === "." && dots) segments.push([]);
    else segments.at(-1)!.push({ text, escaped: false });
  }
  return segments;
}

const raw = (segment: Segment) => segment.map(({ text, escaped }) => (escaped ? `[${text}]` : text)).join("");

interface Made {
  pattern: string;
  kind: "static" | "dynamic" | "optional" | "splat";
  /** The text around a parameter, as a pattern without it. */
  bare: string;
  text: { before: string; after: string };
}

const NO_TEXT = { before: "", after: "" };

function toPattern(
  segment: Segment,
  result: { names: Record<string, string>; catchAll?: string; around?: { before: string; after: string } },
): Made | string {
  const marked = segment.map(({ text, escaped }) => (escaped ? "\0" : text)).join("");
  const text = textOf(segment);
  const braces = /^(.*?)\{(-?)\$([\w-]*)\}(.*)$/s.exec(marked);
  const bare = braces ? null : /^\$([\w-]*)$/.exec(marked);
  if (!braces && !bare) return { pattern: escapeLiteral(text), kind: "static", bare: "", text: NO_TEXT };
  const name = braces ? braces[3]! : bare![1]!;
  const before = braces ? text.slice(0, braces[1]!.length) : "";
  const after = braces ? text.slice(text.length - braces[4]!.length) : "";
  if (name === "") {
    result.catchAll = "splat";
    result.names.splat = "_splat";
    if (before || after) result.around = { before, after };
    return { pattern: ":splat*", kind: "splat", bare: "", text: NO_TEXT };
  }
  const key = /^[A-Za-z_]\w*$/.test(name)
    ? name
    : `p${Object.keys(result.names).length}_${name.replace(/\W/g, "_")}`;
  if (result.names[key] !== undefined) return `the parameter $${name} is there twice: give each its own name`;
  result.names[key] = name;
  // Letters right after a name would be taken for a part of it.
  const limit = /^[\w(?*+]/.test(after) ? "(.+?)" : "";
  return {
    pattern: `${escapeLiteral(before)}:${key}${limit}${escapeLiteral(after)}`,
    kind: braces?.[2] === "-" ? "optional" : "dynamic",
    bare: escapeLiteral(before + after),
    text: { before, after },
  };
}
