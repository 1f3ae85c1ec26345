// Writes fonts/index.json anew. Run after a change to the files in fonts/: node src/fonts/make/index.mjs
import { writeFileSync } from "node:fs";
import { createJiti } from "jiti";

const { indexOf, shippedFonts } = await createJiti(import.meta.url).import("../catalog.ts");
writeFileSync(`${shippedFonts}/index.json`, await indexOf(shippedFonts));
