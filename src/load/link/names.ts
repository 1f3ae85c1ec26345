// Keys on `globalThis` by which compiled modules reach the stand-ins, whichever copy of the package compiled them.

/** Of the request that code is running for, see compat/ambient.ts. */
export const REQUEST = "offprint.request";
/** Of `"use cache"`, see compat/next/cache.ts. */
export const USE_CACHE = "offprint.useCache";
/** Of `fetch(new URL("./file", import.meta.url))`, see compat/next/files.ts. */
export const FETCH_FILE = "offprint.fetchFile";
/** Of modules that keep state, see load/kept-state.ts. */
export const STATE = "offprint.state";
/** Of what Vite puts into modules, see load/vite.ts. */
export const VITE = "offprint.vite";
