// Packages in CommonJS, by `require`. Before an import, Node would read their source, and that of all
// they need, for the names of their exports, which takes longer than running it.

import { createRequire } from "node:module";
import type * as Resvg from "@resvg/resvg-js";
import type satori from "satori";
import type sharp from "sharp";

export const require = createRequire(import.meta.url);

// The engines of pictures: heavy, so they are asked for inside a render.

export const loadResvg = (): typeof Resvg => require("@resvg/resvg-js") as typeof Resvg;

export const loadSatori = (): typeof satori => (require("satori") as { default: typeof satori }).default;

export const loadSharp = (): typeof sharp => require("sharp") as typeof sharp;
