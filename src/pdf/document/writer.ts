// The state of one document: fonts, resources, tags, outline and page tree, shared by its pages and blocks.

import type { RenderContext } from "../../asset.ts";
import { Canvas, type ResourceKind } from "./canvas.ts";
import { Conformance } from "../file/claims.ts";
import { emojiForm } from "../svg/emoji.ts";
import type { SvgHost } from "../svg/host.ts";
import type { Fonts } from "../../fonts/fonts.ts";
import type { PdfFile } from "../file/file.ts";
import { UsedFont } from "../file/fontfile.ts";
import { Outline } from "../file/outline.ts";
import { Page, PageTree } from "./page.ts";
import { Styles } from "../layout/style.ts";
import type { Sink } from "../file/sink.ts";
import { fine, ref } from "../file/syntax.ts";
import { Tags } from "../file/tags.ts";
import { PAGE_COUNT, type Stack } from "../text/stack.ts";
import { writeReadingFont } from "../text/reading.ts";
import type { Typeface } from "../text/typeface.ts";
import type { Word } from "../text/word.ts";
import type { PdfkitBridge, BridgeHost } from "./pdfkit.ts";
import type { Theme } from "../template/theme.ts";

export interface WriterSettings {
  theme: Theme;
  lang: string;
  /** True when the language is written from the right. */
  rtl: boolean;
  size: readonly [number, number];
  margin: { top: number; right: number; bottom: number; left: number };
  tagged: boolean;
  maxPicturePixels: number;
}

/** Holds a document's fonts, names, tags, outline and pages. */
export class Writer implements BridgeHost, SvgHost {
  readonly styles: Styles;
  readonly tags: Tags | undefined;
  readonly tree: PageTree;
  readonly outline: Outline;
  /** The resources that all pages share; written at the end, when all names are known. */
  readonly resources: number;
  page: Page | undefined;
  #typeface: Typeface | undefined;
  #used: UsedFont | undefined;
  readonly #fonts = new Map<Typeface, UsedFont>();
  readonly #names = new Map<ResourceKind, Map<string, string>>();
  readonly #emoji = new Map<string, string | undefined>();
  /** Reserved streams and forms that depend on the number of pages; written at the end. */
  readonly #shifts = new Map<string, { id: number; stack: Stack; by: number }>();
  readonly #counts = new Map<string, { id: number; stack: Stack; color: string }>();
  readonly #missing = new Set<string>();
  #reading: number | undefined;

  constructor(
    readonly file: PdfFile,
    readonly context: RenderContext,
    readonly settings: WriterSettings,
    readonly sink: Sink,
  ) {
    this.styles = new Styles(context.fonts, settings.theme, settings.lang);
    this.tags = settings.tagged ? new Tags(file) : undefined;
    this.tree = new PageTree(file);
    this.outline = new Outline(file);
    this.resources = file.reserve();
  }

  get fonts(): Fonts {
    return this.context.fonts;
  }

  get lang(): string {
    return this.settings.lang;
  }

  baseFont(): Uint8Array {
    return this.fonts.match(this.styles.base.font!).data();
  }

  /** Violations of the standards that the document claims. */
  readonly conformance = new Conformance();
  /** Levels of the headings around the last one, which decide on its level in the structure. */
  readonly #levels: number[] = [];

  /** The level of a heading in the structure, where none may be skipped (ISO 14289-1 §7.4.2): one deeper than the one above it. */
  structureLevel(level: number): number {
    while (this.#levels.length && this.#levels.at(-1)! >= level) this.#levels.pop();
    return this.#levels.push(level);
  }

  /** pdfkit; undefined until a block uses it. */
  bridge: PdfkitBridge | undefined;
  /** The fields of the document's form. */
  readonly fields: number[] = [];

  /** Begins a page. The one before must have been ended. */
  begin(): Page {
    const { size } = this.settings;
    this.page = new Page(this.file, this.tags, this, size[0], size[1], this.tree.count + 1);
    return this.page;
  }

  /** Writes the page that is being drawn. */
  finish(): void {
    if (!this.page) return;
    this.page.end(this.tree.add(this.page.id), this.resources, this.settings.size);
    this.page = undefined;
  }

  /** A name for an object in the resources of all pages. */
  resource(kind: ResourceKind, id: number | string): string {
    let names = this.#names.get(kind);
    if (!names) this.#names.set(kind, (names = new Map()));
    const value = typeof id === "number" ? ref(id) : id;
    let name = names.get(value);
    // Small letters: pdfkit's own names begin with capitals.
    if (!name) names.set(value, (name = `${kind[0]!.toLowerCase()}${names.size + 1}`));
    return name;
  }

  /** Registers a resource under a name that pdfkit has chosen. */
  adopt(kind: ResourceKind, name: string, value: string): void {
    let names = this.#names.get(kind);
    if (!names) this.#names.set(kind, (names = new Map()));
    names.set(value, name);
  }

  /** A page that is drawn and ended later. */
  skip(): { page: Page; parent: number } {
    const page = this.begin();
    this.page = undefined;
    return { page, parent: this.tree.add(page.id) };
  }

  font(typeface: Typeface): string {
    return this.#use(typeface).resource;
  }

  silentFont(typeface: Typeface): string {
    return this.#use(typeface).silent();
  }

  readingFont(): string {
    this.#reading ??= this.file.reserve();
    return this.resource("Font", this.#reading);
  }

  note(typeface: Typeface, word: Word): boolean {
    if (word.missing) this.#warnMissing(word.text);
    return this.#use(typeface).note(word);
  }

  emoji(grapheme: string): string | undefined {
    if (!this.#emoji.has(grapheme)) {
      const source = this.context.fonts.emoji(grapheme);
      const form = source === undefined ? undefined : emojiForm(this, source);
      this.#emoji.set(grapheme, form === undefined ? undefined : this.resource("XObject", form));
    }
    return this.#emoji.get(grapheme);
  }

  pageCount(stack: Stack, color: string): string {
    const key = `${stack.key} ${color}`;
    let count = this.#counts.get(key);
    if (!count) this.#counts.set(key, (count = { id: this.file.reserve(), stack, color }));
    return this.resource("XObject", count.id);
  }

  countShift(stack: Stack, size: number, part: number): number {
    const key = `${stack.key} ${size} ${part}`;
    let shift = this.#shifts.get(key);
    if (!shift) this.#shifts.set(key, (shift = { id: this.file.reserve(), stack, by: size * part }));
    return shift.id;
  }

  /** Writes fonts and the resource dictionary. Nothing can be drawn after it. */
  end(): void {
    for (const { id, stack, color } of this.#counts.values()) {
      const canvas = new Canvas(this, 0);
      canvas.beginText(0, 0, 1, color);
      for (const run of stack.runs(String(this.tree.count), false).runs) if (run.shaper) canvas.run(run);
      canvas.endText();
      this.file.stream(
        `/Type/XObject/Subtype/Form/BBox[0 -1 20 2]/Resources ${ref(this.resources)}`,
        canvas.ops,
        id,
      );
    }
    for (const { id, stack, by } of this.#shifts.values()) {
      const free = stack.runs(PAGE_COUNT, false).em - stack.runs(String(this.tree.count), false).em;
      this.file.deflated("", Buffer.from(`1 0 0 1 ${fine(free * by)} 0 cm\n`), id);
    }
    for (const font of this.#fonts.values()) {
      font.write(this.file);
      this.adopt("Font", font.resource, ref(font.id));
      if (font.silentId) this.adopt("Font", font.silent(), ref(font.silentId));
    }
    if (this.#reading) writeReadingFont(this.file, this.#reading);
    const kinds = [...this.#names].map(([kind, names]) => {
      const entries = [...names].map(([value, name]) => `/${name} ${value}`).join("");
      return `/${kind}<<${entries}>>`;
    });
    this.file.add(`<<${kinds.join("")}>>`, this.resources);
  }

  #use(typeface: Typeface): UsedFont {
    if (typeface === this.#typeface) return this.#used!;
    let used = this.#fonts.get(typeface);
    if (!used) {
      used = new UsedFont(typeface, `t${this.#fonts.size + 1}`, this.file);
      this.#fonts.set(typeface, used);
    }
    this.#typeface = typeface;
    this.#used = used;
    return used;
  }

  #warnMissing(text: string): void {
    let single = false;
    for (const character of text) {
      const code = character.codePointAt(0)!;
      const known = this.#missing.has(character);
      if (!known && this.context.fonts.faces.some((face) => face.covers(code))) continue;
      single = true;
      if (known) continue;
      this.#missing.add(character);
      const hex = code.toString(16).toUpperCase().padStart(4, "0");
      this.conformance.broken(`no glyph for ${character} (U+${hex})`, ["PDF/UA", "PDF/A"]);
      this.context.warn(
        `No font in the fonts folder has ${character} (U+${hex}): the PDF shows a box in its place.`,
      );
    }
    // Each character has a font, and no font has them together.
    if (!single) this.conformance.broken(`no glyphs for “${text}”`, ["PDF/UA", "PDF/A"]);
  }
}
