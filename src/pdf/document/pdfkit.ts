// pdfkit, made to write into a document of ours: its drawing, its forms, its images. Loaded when used.

import Pdfkit from "pdfkit";
import { brokenBy, type Drawn } from "./pdfkit-breaks.ts";
import type { Page } from "./page.ts";
import { ref } from "../file/syntax.ts";
import type { Tag } from "../file/tags.ts";
import type { ResourceKind } from "./canvas.ts";
import type { Conformance } from "../file/claims.ts";
import type { PdfFile } from "../file/file.ts";

/** The document that pdfkit draws into, as far as pdfkit needs it. */
export interface BridgeHost {
  readonly file: Pick<PdfFile, "encrypt" | "raw" | "reserve">;
  /** The fields of the document's form. */
  readonly fields: readonly number[];
  /** The file of the font that text is in unless it says otherwise. */
  baseFont(): Uint8Array;
  /** Registers a resource under a name that pdfkit has chosen. */
  adopt(kind: ResourceKind, name: string, value: string): void;
  /** What is drawn can break standards that the document keeps to. */
  readonly conformance: Pick<Conformance, "broken">;
}

/** Members of PDFReference that @types/pdfkit lacks. */
interface Reference {
  id: number;
  data: Record<string, unknown>;
  end(): void;
}

/** The data of pdfkit's AcroForm. */
interface FormData {
  Fields: Reference[];
  DR: { Font: Record<string, object> };
}

/** Private members of pdfkit's document that we use. */
interface Inside {
  page: BridgePage;
  x: number;
  y: number;
  _ctm: number[];
  /** Those that are embedded have a `subset`. */
  _fontFamilies: Record<string, { finalize(): void; name: string; dictionary: unknown; subset?: unknown }>;
  _root: { data: Record<string, unknown> };
  endAcroForm(): void;
  _write(data: string | Uint8Array): void;
}

/** The page that pdfkit believes it draws on. */
class BridgePage {
  readonly fonts: Record<string, Reference> = {};
  readonly xobjects: Record<string, Reference> = {};
  readonly ext_gstates: Record<string, Reference> = {};
  readonly patterns: Record<string, Reference> = {};
  readonly colorSpaces: Record<string, Reference> = {};
  readonly annotations: Reference[] = [];
  readonly markings: unknown[] = [];
  readonly layout = "portrait";
  readonly size: [number, number];
  readonly margins = { top: 0, right: 0, bottom: 0, left: 0 };

  constructor(
    readonly page: Page,
    readonly dictionary: Reference,
  ) {
    this.size = [page.width, page.height];
  }

  get width(): number {
    return this.page.width;
  }

  get height(): number {
    return this.page.height;
  }

  maxY(): number {
    return Number.MAX_SAFE_INTEGER;
  }

  write(chunk: string | Uint8Array): void {
    this.page.ops += `${typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("latin1")}\n`;
  }
}

class BridgeDocument extends Pdfkit {
  // Declared, not initialised: pdfkit's constructor already calls the methods that read it.
  declare host: BridgeHost | undefined;
  declare parts: (string | Uint8Array)[];

  constructor(host: BridgeHost) {
    super({ autoFirstPage: false, font: null as unknown as string, info: { CreationDate: new Date(0) } });
    this.host = host;
    this.parts = [];
  }

  override ref(data: object): PDFKit.PDFKitReference {
    const made = super.ref(data);
    if (this.host) (made as unknown as Reference).id = this.host.file.reserve();
    return made;
  }

  /** Each object comes in parts, from `1 0 obj` to `endobj`. */
  _write(data: unknown): void {
    if (!this.host) return;
    const part = data as string | Uint8Array;
    this.parts.push(part);
    if (part !== "endobj") return;
    const id = parseInt(String(this.parts[0]), 10);
    const bytes = this.parts.map((each) =>
      typeof each === "string" ? Buffer.from(`${each}\n`, "latin1") : each,
    );
    this.parts = [];
    this.host.file.raw(id, Buffer.concat(bytes));
  }

  _refEnd(): void {}
}

/** pdfkit in one of our documents. */
export class PdfkitBridge {
  readonly #document: BridgeDocument;
  readonly #host: BridgeHost;

  constructor(host: BridgeHost) {
    this.#host = host;
    this.#document = new BridgeDocument(host);
    const { file } = host;
    if (file.encrypt)
      Object.assign(this.#document, {
        _security: { getEncryptFn: (id: number) => (bytes: Uint8Array) => file.encrypt!(id, bytes) },
      });
    this.#document.font(Buffer.from(host.baseFont()));
  }

  get #inside(): Inside {
    return this.#document as unknown as Inside;
  }

  /** Lets pdfkit draw on a page. */
  paint(page: Page, draw: (doc: PDFKit.PDFDocument) => void, tag?: Tag): void {
    const dictionary = this.#document.ref({}) as unknown as Reference;
    dictionary.id = page.id;
    const sheet = new BridgePage(page, dictionary);
    const inside = this.#inside;
    inside.page = sheet;
    inside._ctm = [1, 0, 0, 1, 0, 0];
    page.save();
    const start = page.ops.length;
    this.#document.transform(1, 0, 0, -1, 0, page.height);
    draw(this.#document);
    for (const [reason, standards] of brokenBy(page.ops.slice(start), {
      ...this.#used(sheet),
      annotations: sheet.annotations,
    }))
      this.#host.conformance.broken(reason, standards);
    page.restore();
    const kinds = [
      ["Font", sheet.fonts],
      ["XObject", sheet.xobjects],
      ["ExtGState", sheet.ext_gstates],
      ["Pattern", sheet.patterns],
      ["ColorSpace", sheet.colorSpaces],
    ] as const;
    for (const [kind, names] of kinds)
      for (const [name, object] of Object.entries(names)) this.#host.adopt(kind, name, String(object));
    for (const annotation of sheet.annotations) page.adopt(annotation.id, tag);
  }

  /** What a drawing used, as far as it may break standards. */
  #used({ fonts, xobjects, colorSpaces }: BridgePage): Omit<Drawn, "annotations"> {
    const shown = new Set<unknown>(Object.values(fonts));
    const notEmbedded = Object.values(this.#inside._fontFamilies)
      .filter(({ dictionary, subset }) => subset === undefined && shown.has(dictionary))
      .map(({ name }) => name);
    return { notEmbedded, images: Object.values(xobjects), spots: Object.keys(colorSpaces).length };
  }

  /** A document has one form: what stands in our fields is redrawn by viewers then, as pdfkit's form asks of them. */
  #join({ Fields, DR }: FormData): void {
    for (const id of this.#host.fields) {
      const field = this.#document.ref({}) as unknown as Reference;
      field.id = id;
      Fields.push(field);
    }
    DR.Font["Helv"] = { Type: "Font", Subtype: "Type1", BaseFont: "Helvetica", Encoding: "WinAnsiEncoding" };
  }

  /** Writes pdfkit's open objects; gives the catalogue's entry for a form of pdfkit's, with our fields in it. */
  end(): string {
    const inside = this.#inside;
    for (const font of Object.values(inside._fontFamilies)) font.finalize();
    const form = inside._root.data.AcroForm as Reference | undefined;
    if (form) this.#join(form.data as unknown as FormData);
    inside.endAcroForm();
    return form ? `/AcroForm ${ref(form.id)}` : "";
  }
}
