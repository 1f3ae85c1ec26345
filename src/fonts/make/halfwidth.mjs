// Makes fonts/NotoSansJPHalfwidth-400.ttf, the halfwidth kana (U+FF61 to U+FF9F) that the shipped Noto Sans JP lacks.
// Run: node src/fonts/make/halfwidth.mjs NotoSansJP_400Regular.ttf
import { readFileSync, writeFileSync } from "node:fs";
import { createJiti } from "jiti";

const { import: load } = createJiti(import.meta.url);
const { subsetOfCharacters } = await load("../shaping/subsetter.ts");
const { readTables, writeSfnt } = await load("../sfnt.ts");

const FAMILY = "Noto Sans JP Halfwidth";
const codes = Array.from({ length: 0xff9f - 0xff61 + 1 }, (_, i) => 0xff61 + i);
const tables = readTables(subsetOfCharacters(readFileSync(process.argv[2]), codes));

/** A `name` table with the family alone (ISO/IEC 14496-22 §5.2.7). */
function nameTable(family) {
  const text = Buffer.from(family, "utf16le").swap16();
  const table = Buffer.alloc(18 + text.length);
  [0, 1, 18, 3, 1, 0x409, 1, text.length, 0].forEach((value, i) => table.writeUInt16BE(value, 2 * i));
  text.copy(table, 18);
  return table;
}

tables.set("name", nameTable(FAMILY));
const file = writeSfnt(0x00010000, tables);
writeFileSync(new URL("../../../fonts/NotoSansJPHalfwidth-400.ttf", import.meta.url), file);
console.log(`${codes.length} characters, ${file.length} bytes`);
