// JSX without React: `"jsxImportSource": "offprint"`. Elements are `{ type, props, key }` and a brand.

import type { JSX as Base } from "satori/jsx/jsx-runtime";
import type { Fit } from "./images/text/fit.ts";

export { Fragment } from "satori/jsx/jsx-runtime";

/** JSON has no symbols: a visitor's `{"type":"img",…}` in place of a name is no element. */
const BRAND = Symbol.for("offprint.element");

/** Compilers turn `<type {...props}>` into a call of this. */
export function jsx(
  type: unknown,
  props: Record<string, unknown>,
  key?: string | number | bigint | null,
): { $$typeof: symbol; type: unknown; props: Record<string, unknown>; key: string | null } {
  const { key: spread, ...rest } = props;
  const own = key ?? spread ?? null;
  return {
    $$typeof: BRAND,
    type,
    props: "key" in props ? rest : props,
    key: own === null ? null : String(own as string),
  };
}

export { jsx as jsxs, jsx as jsxDEV };

/** Attributes of an image's elements beside HTML's. */
interface ImageAttributes {
  key?: string | number | bigint | null;
  /** Tailwind classes. */
  tw?: string;
  /** Text as large as its box allows. */
  fit?: Fit;
}

type Source = string | URL | Uint8Array | ArrayBuffer;

type Elements = {
  [Name in keyof Base.IntrinsicElements]: Omit<Base.IntrinsicElements[Name], "src"> &
    ImageAttributes &
    ("src" extends keyof Base.IntrinsicElements[Name] ? { src?: Source | undefined } : unknown);
};

export declare namespace JSX {
  export type ElementType = Base.ElementType;
  export type Element = Base.Element;
  export type ElementClass = Base.ElementClass;
  export interface ElementAttributesProperty {
    props: unknown;
  }
  export interface ElementChildrenAttribute {
    children: unknown;
  }
  export interface IntrinsicElements extends Elements {}
  export interface IntrinsicAttributes {
    key?: string | number | bigint | null;
  }
}
