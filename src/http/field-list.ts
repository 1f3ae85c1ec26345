// Header fields of a plain object as a flat list, without the cost of the platform's `Headers`.

/** Names that `Headers` would only lower-case. */
const NAME = /^[\w-]+$/;

/** Values that `Headers` would take as they are. */
const VALUE = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The fields of a plain object, names in lower case and values in turn. Undefined where `Headers` is needed: for
 * another kind of object, a repeated name, or a field that `Headers` would trim or refuse.
 */
export function fieldList(given: HeadersInit): string[] | undefined {
  if (Object.getPrototypeOf(given) !== Object.prototype) return undefined;
  const flat: string[] = [];
  for (const [name, value] of Object.entries(given as Record<string, unknown>)) {
    if (typeof value !== "string" || !NAME.test(name) || !VALUE.test(value)) return undefined;
    const lower = name.toLowerCase();
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === lower) return undefined;
    flat.push(lower, value);
  }
  return flat;
}
