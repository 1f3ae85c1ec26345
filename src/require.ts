// Packages in CommonJS, by `require`. Before an import, Node would read their source, and that of all
// they need, for the names of their exports, which takes longer than running it.

import { readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import type * as Resvg from "@resvg/resvg-js";
import type satori from "satori";
import type sharp from "sharp";

export const require = createRequire(import.meta.url);

// A bundle has this module under another name, without the fonts and the native modules that lie beside it here.
if (!/\/require\.[jt]s$/.test(import.meta.url))
  throw new Error(
    "Offprint has been bundled, and it loads its own files, native modules and the project's routes by itself. Keep it " +
      'out of the bundle: `ssr: { external: ["offprint"] }` in vite.config, beside `noExternal: true` too; ' +
      '`serverExternalPackages: ["offprint"]` in next.config.',
  );

// The engines of pictures: heavy, so they are asked for inside a render.

export const loadResvg = (): typeof Resvg => require("@resvg/resvg-js") as typeof Resvg;

let cured: typeof satori | undefined;

/**
 * satori 0.63.2 cuts right-to-left text by an ellipsis with `reverse()` on an array of its process-wide cache of
 * segments (src/text/index.ts), so the same word was drawn backwards in later pictures, other visitors' too. It is
 * compiled here with a copy in that place; of another version, in which the place is not found, as it is.
 */
export function loadSatori(): typeof satori {
  if (cured) return cured;
  const file = require.resolve("satori");
  const source = readFileSync(file, "utf8");
  const whole = source.replace(REVERSED, '$1=$2($3.trim(),"grapheme",$4).slice();$5||$1.reverse()');
  if (whole === source) return (cured = (require("satori") as { default: typeof satori }).default);
  const module = new Module(file) as Module & { _compile(source: string, file: string): void };
  module.filename = file;
  module.paths = createRequire(file).resolve.paths("satori") ?? [];
  module._compile(whole, file);
  return (cured = (module.exports as { default: typeof satori }).default);
}

/** `Z=MA(OA.trim(),"grapheme",n);_A||Z.reverse()`, under whatever names the minifier chose. */
const REVERSED = /\b(\w+)=(\w+)\((\w+)\.trim\(\),"grapheme",(\w+)\);(\w+)\|\|\1\.reverse\(\)/;

export const loadSharp = (): typeof sharp => require("sharp") as typeof sharp;
