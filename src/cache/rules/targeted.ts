// CDN-Cache-Control: cache directives for a class of caches only (RFC 9213).

import { type Directives, MAX_SECONDS, parseCacheControl } from "./directives.ts";
import { parseDictionary } from "./structured-fields.ts";

/**
 * The directives of a targeted field.
 *
 * @returns `undefined` when the field is empty or no dictionary: it must then be ignored (§2.2), and
 * `Cache-Control` and `Expires` hold. Members of a wrong type are left out.
 */
export function parseTargeted(text: string): Directives | undefined {
  const members = parseDictionary(text);
  if (!members || members.size === 0) return undefined;
  const plain: string[] = [];
  for (const [name, item] of members) {
    if (item.type === "boolean") {
      if (item.value) plain.push(name);
    } else if (item.type === "number" && item.integer) {
      plain.push(`${name}=${Math.min(Math.max(item.value, 0), MAX_SECONDS)}`);
    }
  }
  return parseCacheControl(plain.join(", "));
}
