// Options that were given: `undefined` is as if it had not been said.

/**
 * A copy without the members that are `undefined`, so that spreading it wipes nothing.
 *
 * @example
 * ({ size: 10, ...defined({ size: undefined }) }) // { size: 10 }
 */
export function defined<T extends object>(options: T): T {
  const out: Partial<T> = {};
  for (const key of Object.keys(options) as (keyof T)[])
    if (options[key] !== undefined) out[key] = options[key];
  return out as T;
}
