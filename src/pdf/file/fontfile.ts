// The fonts of one document: which glyphs it used, and what goes into the file for them.

import { LRUCache } from "lru-cache";
import { deflateSync } from "node:zlib";
import type { PdfFile } from "./file.ts";
import { fine, hex4, ref } from "./syntax.ts";
import { subsetFont } from "../../fonts/shaping/subsetter.ts";
import { subsetTrueType } from "../../fonts/shaping/subset.ts";
import type { Typeface } from "../text/typeface.ts";
import { NOTHING, type Word } from "../text/word.ts";

/** Subsets of fonts, for documents of one template mostly need the same: at most 8 MiB. */
const subsets = new LRUCache<string, Program>({
  maxSize: 8 * 1024 * 1024,
  sizeCalculation: ({ deflated }, key) => deflated.length + key.length + 300,
});
const ids = new WeakMap<Typeface, number>();
let nextId = 0;
const basics = new WeakMap<Typeface, readonly number[]>();

/** A font as one document uses it. */
export class UsedFont {
  readonly id: number;
  readonly #texts = new Map<number, string>();
  /** See `Word.hints`. */
  readonly #hints = new Map<number, string>();
  /** Latin characters that are known to stand for their own glyphs. */
  readonly #plain = new Uint8Array(0x250);
  /** Words with a glyph that stands for another text elsewhere in this document: they carry ActualText. */
  readonly #unclear = new Set<Word>();

  /** The same font for glyphs whose text stands beside them; 0 where there are none. */
  silentId = 0;

  constructor(
    readonly typeface: Typeface,
    readonly resource: string,
    readonly file: PdfFile,
  ) {
    this.id = file.reserve();
    this.#texts.set(0, "");
  }

  /** The resource name of {@link UsedFont.silentId}. */
  silent(): string {
    this.silentId ||= this.file.reserve();
    return `${this.resource}s`;
  }

  /** Notes a word's glyphs; true when the word must carry its own text. */
  note(word: Word): boolean {
    if (word.owner === this) return this.#unclear.size > 0 && this.#unclear.has(word);
    word.owner = this;
    if (word.glyphs.length === 0) {
      let clear = true;
      for (let i = 0; i < word.text.length; i++) {
        const code = word.text.charCodeAt(i);
        if (this.#plain[code]) continue;
        this.#plain[code] = 1;
        if (!this.#learn(this.typeface.nominal(code), word.text[i]!)) {
          this.#plain[code] = 0;
          clear = false;
        }
      }
      if (!clear) this.#unclear.add(word);
      return !clear;
    }
    let clear = true;
    const texts = word.texts.length ? word.texts : word.text;
    for (let i = 0; i < word.glyphs.length; i++) {
      const glyph = word.glyphs[i]!;
      if (!this.#learn(glyph, texts[i]!)) clear = false;
      const hint = word.hints[i];
      if (hint && (this.#hints.get(glyph) ?? NOTHING) === NOTHING) this.#hints.set(glyph, hint);
    }
    if (!clear) this.#unclear.add(word);
    return !clear;
  }

  /** False when the glyph stands for another text already. */
  #learn(glyph: number, text: string): boolean {
    const known = this.#texts.get(glyph);
    if (known === undefined || (known === "" && glyph !== 0)) this.#texts.set(glyph, text);
    else if (text !== "" && known !== text) return false;
    return true;
  }

  /** Writes the font's objects (ISO 32000-1 §9.7). */
  write(file: PdfFile): void {
    const { typeface } = this;
    const { metrics } = typeface;
    const glyphs = this.#glyphs();
    const name = `${subsetTag(glyphs)}+${metrics.name}`;
    const program = subsetOf(typeface, glyphs);
    const fontFile = file.deflated(
      `${metrics.cff ? "/Subtype/OpenType" : `/Length1 ${program.length}`}/Filter/FlateDecode`,
      program.deflated,
    );
    const em = (value: number) => Math.round(value * 1000);
    const flags = 4 | (metrics.italicAngle ? 64 : 0);
    const descriptor = file.add(
      `<</Type/FontDescriptor/FontName/${name}/Flags ${flags}/FontBBox[${metrics.bbox.map(em).join(" ")}]` +
        `/ItalicAngle ${fine(metrics.italicAngle)}/Ascent ${em(metrics.ascent)}/Descent ${em(metrics.descent)}` +
        `/CapHeight ${em(metrics.capHeight)}/StemV ${Math.round(50 + typeface.face.weight / 8)}` +
        `/FontFile${metrics.cff ? 3 : 2} ${ref(fontFile)}>>`,
    );
    const subtype = metrics.cff ? "CIDFontType0" : "CIDFontType2/CIDToGIDMap/Identity";
    const system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>";
    const descendant = file.add(
      `<</Type/Font/Subtype/${subtype}/BaseFont/${name}${system}/FontDescriptor ${ref(descriptor)}/DW 0/W[${this.#widths(glyphs)}]>>`,
    );
    const write = (id: number, textOf: (glyph: number) => string | undefined) => {
      const unicode = ref(file.stream("", toUnicode(glyphs, textOf)));
      file.add(
        `<</Type/Font/Subtype/Type0/BaseFont/${name}/Encoding/Identity-H/DescendantFonts[${ref(descendant)}]/ToUnicode ${unicode}>>`,
        id,
      );
    };
    write(this.id, (glyph) => this.#textOf(glyph));
    if (this.silentId) write(this.silentId, (glyph) => (glyph ? NOTHING : undefined));
  }

  /** What a glyph stands for in `ToUnicode`: something for each that is shown (ISO 14289-1 §7.21.7). */
  #textOf(glyph: number): string | undefined {
    const text = this.#texts.get(glyph);
    if (glyph === 0 || text === undefined) return undefined;
    // U+0000, U+FEFF and U+FFFE may not stand there.
    return (text || this.#hints.get(glyph) || "").replace(/[\0\ufeff\ufffe]/g, "") || NOTHING;
  }

  /** The glyphs to embed. The letters of ASCII go together, so that documents share their subset. */
  #glyphs(): number[] {
    const glyphs = new Set(this.#texts.keys());
    const basic = basicGlyphs(this.typeface);
    let used = 0;
    for (const glyph of basic) if (glyphs.has(glyph)) used++;
    if (used > 20) for (const glyph of basic) glyphs.add(glyph);
    return [...glyphs].sort((a, b) => a - b);
  }

  #widths(glyphs: readonly number[]): string {
    const { typeface } = this;
    let out = "";
    let last = -2;
    for (const glyph of glyphs) {
      const width = Math.round((typeface.advance(glyph) * 1e7) / typeface.upem) / 1e4;
      out += glyph === last + 1 ? ` ${width}` : `${last < 0 ? "" : "]"}${glyph}[${width}`;
      last = glyph;
    }
    return `${out}]`;
  }
}

/** A `ToUnicode` CMap (ISO 32000-1 §9.10.3). */
function toUnicode(glyphs: readonly number[], textOf: (glyph: number) => string | undefined): string {
  const rows: string[] = [];
  for (const glyph of glyphs) {
    const text = textOf(glyph);
    if (!text) continue;
    let hex = "";
    for (let i = 0; i < text.length; i++) hex += hex4(text.charCodeAt(i));
    rows.push(`<${hex4(glyph)}><${hex}>`);
  }
  let maps = "";
  for (let i = 0; i < rows.length; i += 100) {
    const part = rows.slice(i, i + 100);
    maps += `${part.length} beginbfchar\n${part.join("\n")}\nendbfchar\n`;
  }
  return (
    "/CIDInit/ProcSet findresource begin 12 dict begin begincmap\n" +
    "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n" +
    "/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n" +
    `1 begincodespacerange<0000><ffff>endcodespacerange\n${maps}` +
    "endcmap CMapName currentdict/CMap defineresource pop end end\n"
  );
}

/** The glyphs of printable ASCII. */
function basicGlyphs(typeface: Typeface): readonly number[] {
  let glyphs = basics.get(typeface);
  if (!glyphs) {
    const all = new Set<number>();
    for (let code = 0x20; code < 0x7f; code++) all.add(typeface.nominal(code));
    all.delete(0);
    basics.set(typeface, (glyphs = [...all]));
  }
  return glyphs;
}

interface Program {
  deflated: Buffer;
  length: number;
}

function subsetOf(typeface: Typeface, glyphs: readonly number[]): Program {
  if (!ids.has(typeface)) ids.set(typeface, nextId++);
  const key = `${ids.get(typeface)} ${glyphs.join()}`;
  let kept = subsets.get(key);
  if (!kept) {
    // HarfBuzz's own subsetter takes megabytes and a tenth of a second to load: only other formats need it.
    const program = subsetTrueType(typeface.data, glyphs) ?? subsetFont(typeface.data, glyphs);
    subsets.set(key, (kept = { deflated: deflateSync(program), length: program.length }));
  }
  return kept;
}

/** Six letters that tell subsets of one font apart (ISO 32000-1 §9.6.4). */
function subsetTag(glyphs: readonly number[]): string {
  let hash = 17;
  for (const glyph of glyphs) hash = (Math.imul(hash, 31) + glyph) | 0;
  let tag = "";
  for (let i = 0, rest = hash >>> 0; i < 6; i++, rest = Math.floor(rest / 26))
    tag += String.fromCharCode(65 + (rest % 26));
  return tag;
}
