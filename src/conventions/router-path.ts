// A path of React Router's, such as `:lang?/reports/:id.pdf`, as URL patterns.

import { escapeLiteral } from "./literal.ts";
import { distinct } from "./pattern.ts";

/** A path, compiled. */
export interface RouterPath {
  /** One pattern, or several where a segment is optional. */
  patterns: readonly string[];
  /** The framework's name of each parameter, by the name in the pattern. `*` is the splat. */
  names: Readonly<Record<string, string>>;
  /** The parameter that takes all that follows, by its name in the pattern. */
  catchAll?: string;
}

const SPLAT = "splat";

/** Each optional segment doubles the patterns; the framework's own limit. */
const MOST_OPTIONAL = 12;

/** Reads a path as React Router's `compilePath` does: `:name` with a literal behind it, `?` at a segment's end, `*` as the last. */
export function toPatterns(path: string): RouterPath | { mistake: string } {
  const segments = path.split("/").filter((segment) => segment !== "");
  const variants: string[][] = [[]];
  const names: Record<string, string> = {};
  let catchAll: string | undefined;
  if (segments.filter((segment) => segment.endsWith("?")).length > MOST_OPTIONAL)
    return { mistake: `${JSON.stringify(path)} has more than ${MOST_OPTIONAL} optional segments` };
  for (const [index, written] of segments.entries()) {
    const optional = written.endsWith("?");
    const segment = optional ? written.slice(0, -1) : written;
    const [, name, rest = ""] = /^:([\w-]+)(.*)$/s.exec(segment) ?? [];
    let pattern: string;
    if (segment === "*") {
      if (index < segments.length - 1)
        return { mistake: `${JSON.stringify(path)}: \`*\` takes all that follows, so it must be last` };
      catchAll = SPLAT;
      names[SPLAT] = "*";
      pattern = `:${SPLAT}*`;
    } else if (name === undefined) pattern = escapeLiteral(segment);
    else {
      const key = /^[A-Za-z_]\w*$/.test(name)
        ? name
        : `p${Object.keys(names).length}_${name.replace(/\W/g, "_")}`;
      if (names[key] !== undefined)
        return { mistake: `the parameter ${name} is there twice in ${path}: give each its own name` };
      names[key] = name;
      pattern = `:${key}${escapeLiteral(rest)}`;
    }
    // An optional segment is two patterns: without it, and with.
    const with_ = variants.map((before) => [...before, pattern]);
    if (optional) variants.push(...with_);
    else variants.splice(0, variants.length, ...with_);
  }
  return { patterns: distinct(variants.map((variant) => `/${variant.join("/")}`)), names, catchAll };
}
