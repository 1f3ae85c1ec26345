// The context that the middleware of a request and its handler share, in React Router.

const told = new Set<string>();

/**
 * Prototype of all contexts: explains properties that only an adapter's `getLoadContext` sets, such as `cloudflare`.
 * Without it they would be undefined, and the later TypeError would not name the cause.
 */
const BELOW = new Proxy(Object.create(Object.prototype) as object, {
  get(target, name, receiver) {
    // `then` and `toJSON` are read of any object, by `await` and `JSON.stringify`.
    if (typeof name === "symbol" || name in target || /^(?:then|toJSON)$/.test(name) || told.has(name))
      return Reflect.get(target, name, receiver) as unknown;
    told.add(name);
    console.warn(
      `\`context.${name}\` was asked for and is not there: \`getLoadContext\` of an adapter makes it. Name the file ` +
        'that exports it in offprint.config.ts: { dir, convention: "remix", loadContext: "load-context.ts" }.',
    );
    return undefined;
  },
});

/** A key of {@link RouterContextProvider}, with what it holds until something is set. */
export function createContext(defaultValue?: unknown): { defaultValue?: unknown } {
  return { defaultValue };
}

/** Values that middleware hands to the handlers inside it. */
export class RouterContextProvider {
  /** Made when something is set: every request has a context, and few put anything into it. */
  #values: Map<object, unknown> | undefined;

  constructor(initial?: Iterable<[object, unknown]>) {
    if (initial) this.#values = new Map(initial);
  }

  get(key: { defaultValue?: unknown }): unknown {
    if (this.#values?.has(key)) return this.#values.get(key);
    if (key.defaultValue !== undefined) return key.defaultValue;
    throw new Error("No value found for context");
  }

  set(key: { defaultValue?: unknown }, value: unknown): void {
    (this.#values ??= new Map()).set(key, value);
  }
}

Object.setPrototypeOf(RouterContextProvider.prototype, BELOW);
