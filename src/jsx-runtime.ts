// JSX without React: `"jsxImportSource": "offprint"`. Elements are plain `{ type, props, key }`.

import type { JSX as Base } from "satori/jsx/jsx-runtime";
import type { Fit } from "./images/text/fit.ts";

export { Fragment, jsx, jsxs, jsxDEV } from "satori/jsx/jsx-runtime";

/** What an image's elements take beside HTML's attributes. */
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
