// Iterators of a request's tracked headers and parameters: each reads the whole.

/** The whole of a tracked collection. Calling it notes that. */
export const ALL = Symbol("all");

/**
 * A class between a tracked one and the native class that it stands before, which `instanceof` finds.
 *
 * @example
 * class Tracked extends iterated(Headers) { … }
 */
export function iterated<T extends Headers | URLSearchParams>(native: { name: string; prototype: T }) {
  abstract class Iterated {
    abstract [ALL](): T;

    forEach(call: (value: string, name: string, all: T) => void, self?: unknown): void {
      for (const [name, value] of this[ALL]()) call.call(self, value, name, this as unknown as T);
    }

    entries(): IterableIterator<[string, string]> {
      return this[ALL]().entries() as IterableIterator<[string, string]>;
    }

    keys(): IterableIterator<string> {
      return this[ALL]().keys() as IterableIterator<string>;
    }

    values(): IterableIterator<string> {
      return this[ALL]().values() as IterableIterator<string>;
    }

    [Symbol.iterator](): IterableIterator<[string, string]> {
      return this.entries();
    }

    get [Symbol.toStringTag](): string {
      return native.name;
    }
  }
  Object.setPrototypeOf(Iterated.prototype, native.prototype as object);
  return Iterated;
}
