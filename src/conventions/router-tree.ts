// Routes inside routes as a list, in the order in which React Router tries those of one URL.

import type { RouteEntry } from "../compat/route-config.ts";
import { toPatterns, type RouterPath } from "./router-path.ts";
import { shapeOf } from "./pattern.ts";

/** A route, and all that is around it. */
export interface Placed extends RouterPath {
  /** Relative to the folder of routes. */
  file: string;
  /** The one that app/routes.ts gives. Default: by the file's name. */
  id?: string;
  /** The path from the root, as the framework writes it: `reports/:id.pdf`. */
  path: string;
  index: boolean;
  /** Whether it, or a route around it, was made so that the case of letters counts. */
  caseSensitive: boolean;
  /** Its ancestors, outermost first, without the root. */
  outer: readonly Placed[];
}

/** All routes of a tree. A layout without a path has no patterns: no URL leads to it. */
export function place(
  entries: readonly RouteEntry[],
  mistaken: (file: string, message: string) => void,
  outer: readonly Placed[] = [],
): Placed[] {
  return entries.flatMap(({ file, path: own, index = false, children = [], ...entry }) => {
    const around = outer.at(-1)?.path ?? "";
    const caseSensitive = entry.caseSensitive === true || outer.at(-1)?.caseSensitive === true;
    let path = join(around, own ?? "");
    if (own?.startsWith("/") && around !== "") {
      if (join("", own) === around || `${join("", own)}/`.startsWith(`${around}/`)) path = join("", own);
      else mistaken(file, `Its path ${own} must begin with that of the route around it, /${around}.`);
    }
    const read = toPatterns(path);
    if ("mistake" in read) {
      mistaken(file, `${read.mistake}.`);
      return [];
    }
    const patterns = own === undefined && !index ? [] : read.patterns;
    const placed: Placed = { ...read, patterns, file, path, index, id: entry.id, caseSensitive, outer };
    // Children are matched before their parent.
    return [...place(children, mistaken, [...outer, placed]), placed];
  });
}

function join(around: string, own: string): string {
  return `${around}/${own}`.split("/").filter(Boolean).join("/");
}

/**
 * The patterns of each route, without those that another route takes from it. Of several for one URL React Router
 * takes the index, the inner one, or if a segment is optional the first. Any other clash is left to be reported.
 */
export function ownPatterns(routes: readonly Placed[]): Map<Placed, readonly string[]> {
  const holders = new Map<string, Placed>();
  const ranked = routes.toSorted((a, b) => Number(b.index) - Number(a.index));
  const owns = (route: Placed, pattern: string): boolean => {
    const holder = holders.get(shapeOf(pattern));
    if (!holder) holders.set(shapeOf(pattern), route);
    return !(holder && (isAround(route, holder) || isOptional(holder) || isOptional(route)));
  };
  return new Map(
    ranked.map((route) => [route, route.patterns.filter((pattern) => owns(route, pattern))] as const),
  );
}

function isAround(outer: Placed, { outer: around }: Placed): boolean {
  return around.some(({ file }) => file === outer.file);
}

function isOptional({ patterns }: Placed): boolean {
  return patterns.length > 1;
}
