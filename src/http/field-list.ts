// Header fields that somebody gives for an answer, without what the platform's Headers cost.

/** Names of which `Headers` would change but the case. */
const NAME = /^[\w-]+$/;

/** Values that `Headers` would take as they are. */
const VALUE = /^[!-~](?:[ -~]*[!-~])?$/;

/**
 * The fields of a plain object, names in lower case and values in turn, or undefined where only a `Headers`
 * can tell what they mean: another kind of object, a name twice, or what is to be refused.
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
