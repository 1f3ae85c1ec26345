// A file's path as a URL pattern, in the native convention.

/** A pattern in rou3's syntax, and what could be wrong with the file's name. */
export type Pattern = { pattern: string; catchAll?: string } | { mistake: string };

/**
 * `reports/[id].pdf.ts` → `/reports/:id.pdf`. Folders in parentheses group without a trace,
 * `index` is its folder, `[...rest]` takes one segment or more and `[[...rest]]` none or more.
 */
export function toPattern(path: string): Pattern {
  const segments = path.replace(/\.[cm]?[jt]sx?$/, "").split("/");
  const names = new Set<string>();
  const out: string[] = [];
  let catchAll: string | undefined;
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (/^\(.+\)$/.test(segment) || (last && segment === "index")) continue;
    const rest = /^\[(\[)?\.\.\.(\w+)\]?\]$/.exec(segment);
    if (rest && segment.endsWith("]]") === (rest[1] !== undefined)) {
      if (!last) return { mistake: `${segment} takes all that follows, so it must be last in the path` };
      catchAll = rest[2]!;
      if (!claim(names, catchAll)) return twice(catchAll);
      out.push(rest[1] ? `:${catchAll}*` : `**:${catchAll}`);
      continue;
    }
    const parsed = toSegment(segment, names);
    if (typeof parsed !== "string") return parsed;
    out.push(parsed);
  }
  return { pattern: `/${out.join("/")}`, catchAll };
}

/** One segment: literal text and `[name]` or `[name(a|b)]` parameters. */
function toSegment(segment: string, names: Set<string>): string | { mistake: string } {
  let out = "";
  let literal = true;
  for (const piece of segment.split(/(\[[^[\]]*\])/)) {
    if (piece === "") continue;
    const parameter = /^\[([A-Za-z_]\w*)(\([\w.-]+(?:\|[\w.-]+)*\))?\]$/.exec(piece);
    if (parameter) {
      const [, name = "", choices = ""] = parameter;
      if (!claim(names, name)) return twice(name);
      if (!literal) return { mistake: `two parameters must have a literal between them: ${segment}` };
      out += `:${name}${choices}`;
      literal = false;
    } else if (/[[\]():*?+{}\\|^$#%]/.test(piece)) {
      return {
        mistake: `${JSON.stringify(piece)} is not understood. A parameter is [name], [name(a|b)], [...rest] or [[...rest]]; a group is a folder (name)`,
      };
    } else {
      out += piece;
      literal = true;
    }
  }
  return out;
}

function claim(names: Set<string>, name: string): boolean {
  if (names.has(name)) return false;
  names.add(name);
  return true;
}

function twice(name: string): { mistake: string } {
  return { mistake: `the parameter [${name}] is there twice: give each its own name` };
}

/** Patterns that match the same URLs have the same shape: names of parameters do not matter. */
export function shapeOf(pattern: string): string {
  return pattern.replace(/:\w+/g, ":").replace(/\*\*:/g, "**");
}

/** Of patterns that match the same URLs, the first: `($a).($b)` gives one segment to `a`. */
export function distinct(patterns: readonly string[]): string[] {
  const shapes = patterns.map(shapeOf);
  return patterns.filter((_, index) => shapes.indexOf(shapes[index]!) === index);
}
