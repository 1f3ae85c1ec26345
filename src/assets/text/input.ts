// Input of a kind, as its author wrote it: null is absent, and what is not known is a mistake.

import { refuseUnknown } from "../../did-you-mean.ts";

/** The same with null for whatever may be absent, as databases and JSON give it. */
export type Nullable<T> = { [K in keyof T]: undefined extends T[K] ? T[K] | null : T[K] };

/** Every member of an input, by which a mistyped one is known. */
export type Members<T> = Readonly<Record<keyof T, true>>;

/**
 * An input without its members that are null or undefined.
 *
 * @param what stands before the message, such as `feed(): item 3`
 * @throws TypeError for what is no object, and for a member that is not known, with what was meant
 *
 * @example
 * const { title } = present("feed()", value, FEED_MEMBERS);
 */
export function present<T extends object>(what: string, value: Nullable<T>, members: Members<T>): T {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TypeError(`${what} is ${value === null ? "null" : typeof value}, and must be an object.`);
  refuseUnknown(what, value, Object.keys(members));
  return withoutNull(value) as T;
}

/** An object without the members that are null or undefined. */
export function withoutNull<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], null> } {
  return Object.fromEntries(
    Object.entries(value).filter(([, member]) => member !== null && member !== undefined),
  ) as { [K in keyof T]: Exclude<T[K], null> };
}

/** One or several, as a list; nothing as none. */
export function listOf<T>(value: T | readonly T[] | null | undefined): readonly T[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
