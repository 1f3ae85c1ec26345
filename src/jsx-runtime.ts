// JSX without React: `"jsxImportSource": "offprint"`. Elements are plain `{ type, props, key }`.
export { Fragment, jsx, jsxs, jsxDEV } from "satori/jsx/jsx-runtime";
export type { JSX } from "satori/jsx/jsx-runtime";
