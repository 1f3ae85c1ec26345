// A module that stands in for a framework's import, and says so when asked for what it lacks.

import { wantAmbient } from "./ambient.ts";

/** Thrown while a route's module is linked: the app must not start with half a framework. */
export class StandInError extends Error {
  readonly specifier: string;
  readonly missing: string;

  constructor(specifier: string, missing: string, available: readonly string[]) {
    super(
      `"${specifier}" has no \`${missing}\` in Offprint. It has ${available.join(", ")}. ` +
        `Move what needs \`${missing}\` to a module that only the framework loads.`,
    );
    this.name = "StandInError";
    this.specifier = specifier;
    this.missing = missing;
  }
}

/** Names that module loaders and inspectors ask every object for. */
const ASKED_OF_ANY = new Set([
  "then",
  "toJSON",
  "default",
  "module.exports",
  "prototype",
  "constructor",
  "inspect",
  "valueOf",
  "toString",
]);

/**
 * Wraps a module's exports: a name that is not there throws at once, so that a missing function is
 * an error when the app starts and never `undefined is not a function` in front of a visitor.
 *
 * @param ambient the names of what needs to know the present request.
 */
export function standIn(
  specifier: string,
  exports: Record<string, unknown>,
  ambient: readonly string[] = [],
): Record<string, unknown> {
  const names = Object.keys(exports);
  const others = new Proxy(Object.create(null) as Record<string, unknown>, {
    get(_, name) {
      if (name === "__esModule") return true;
      if (typeof name === "symbol" || ASKED_OF_ANY.has(name)) return undefined;
      throw new StandInError(specifier, name, names.sort());
    },
    // Loaders that ask first must come to `get`, which knows what to say.
    has: (_, name) => typeof name === "string" && !ASKED_OF_ANY.has(name),
  });
  // Routes look a function up with each call: a proxy in front of those that are there would cost as much as a small one.
  const module = Object.create(others) as Record<string, unknown>;
  for (const name of names)
    Object.defineProperty(module, name, {
      enumerable: true,
      configurable: true,
      ...(ambient.includes(name)
        ? { get: () => (wantAmbient(), exports[name]) }
        : { value: exports[name], writable: true }),
    });
  return module;
}

/**
 * Names of a framework's user interface. A module may hold a page beside its handlers, so they can
 * be imported; they cannot be used.
 */
export function userInterface(specifier: string, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [
      name,
      () => {
        throw new Error(
          `\`${name}\` of "${specifier}" is part of a user interface, which Offprint does not render.`,
        );
      },
    ]),
  );
}
