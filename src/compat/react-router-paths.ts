// Paths and queries as React Router takes them apart and puts them together.

import { trimEndOf } from "../trim.ts";

interface Path {
  pathname: string;
  search: string;
  hash: string;
}

/** `/a?b#c` in its parts; what is not there is not named. */
export function parsePath(text: string): Partial<Path> {
  const [, pathname, search, hash] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text)!;
  return { ...(pathname && { pathname }), ...(search && { search }), ...(hash && { hash }) };
}

const marked = (mark: string, text: string) =>
  text === "" || text === mark ? "" : mark + (text.startsWith(mark) ? text.slice(1) : text);

export function createPath({ pathname = "/", search = "", hash = "" }: Partial<Path>): string {
  return pathname + marked("?", search) + marked("#", hash);
}

/** `to` as a link on the page at `from` would mean it, by segments: `..` takes one away. */
export function resolvePath(to: string | Partial<Path>, from = "/"): Path {
  const { pathname, search = "", hash = "" } = typeof to === "string" ? parsePath(to) : to;
  return {
    pathname: pathname ? resolveSegments(pathname, from) : from,
    search: marked("?", search),
    hash: marked("#", hash),
  };
}

export function resolveSegments(path: string, from: string): string {
  const single = path.replace(/[\\/]{2,}/g, "/");
  const absolute = /^[\\/]/.test(single);
  const segments = absolute ? [""] : trimEndOf(from, "/").split("/");
  for (const step of (absolute ? single.slice(1) : single).split("/")) {
    if (step === "..") {
      if (segments.length > 1) segments.pop();
    } else if (step !== ".") segments.push(step);
  }
  return segments.length > 1 ? segments.join("/") : "/";
}

type SearchInit = string | [string, string][] | Record<string, string | string[]> | URLSearchParams;

/** As `new URLSearchParams()`, and a list of values is a name several times. */
export function createSearchParams(init: SearchInit = ""): URLSearchParams {
  if (typeof init === "string" || Array.isArray(init) || init instanceof URLSearchParams)
    return new URLSearchParams(init);
  return new URLSearchParams(
    Object.entries(init).flatMap(([name, value]) => [value].flat().map((one) => [name, one])),
  );
}
