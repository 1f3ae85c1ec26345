// The URLs of a route's examples.

import { canonicalPath } from "../http/canonical-path.ts";
import { sign } from "../routing/signed.ts";
import type { Route } from "../routing/route.ts";

type Example = Record<string, string | string[]>;

/** The examples of a route; an empty list for one that has none. */
export async function examplesOf({ examples }: Route): Promise<readonly Example[]> {
  return typeof examples === "function" ? examples() : (examples ?? []);
}

/** A pattern with an example's values in it; the first of a parameter's choices where it names none. */
export function pathOf(route: Route, example: Example): string {
  const path = route.pattern.replace(
    /(?:\*\*)?:(\w+)(?:\(([^)]*)\))?\*?/g,
    (_, name: string, choices?: string) =>
      [example[name] ?? choices?.split("|")[0] ?? ""].flat().map(encodeURIComponent).join("/"),
  );
  return canonicalPath(path);
}

/** Where an example answers: its path, signed for a minute if the route asks for that. */
export function addressOf(route: Route, example: Example): string {
  const path = pathOf(route, example);
  return route.signed ? sign(path, { expires: "1m" }) : path;
}
