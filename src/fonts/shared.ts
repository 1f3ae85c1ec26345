// The fonts of the process, for code that is handed none: `new ImageResponse(…)` in a route of Next.js.

import { join } from "node:path";
import { shippedFonts } from "./catalog.ts";
import type { Fonts } from "./fonts.ts";
import { loadFonts } from "./library.ts";

/** Under the symbol's registry, so that a second copy of the package finds the same fonts. */
const KEY = Symbol.for("offprint.fonts");
const shared = globalThis as { [KEY]?: Promise<Fonts> };

/** Makes an app's fonts those of the process. The last app wins. */
export function shareFonts(fonts: Fonts): void {
  shared[KEY] = Promise.resolve(fonts);
}

/** The fonts of the app, or of the folder `fonts` with the shipped ones behind it. */
export function sharedFonts(): Promise<Fonts> {
  shared[KEY] ??= loadFonts([join(process.cwd(), "fonts"), shippedFonts]).catch((error) => {
    delete shared[KEY];
    throw error;
  });
  return shared[KEY];
}
