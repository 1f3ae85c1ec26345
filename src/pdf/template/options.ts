// Options of a whole document.

import type { Block, Inline, Style } from "./block.ts";
import type { Margin, PageSize, Theme } from "./theme.ts";

/** The argument of a header's or footer's function. */
export interface PageInfo {
  /** The number of this page, from 1. */
  page: number;
  /** The number of all pages, to be put into text. It is exact. */
  pages: Inline;
  /** The text of the last heading of level 1 before the end of this page. */
  section: string;
}

/** Three places on one line, or blocks. */
export type Running =
  | { left?: Inline; center?: Inline; right?: Inline; style?: Style }
  | Block
  | readonly Block[]
  | undefined;

/** A file that travels inside the document. */
export interface Attachment {
  name: string;
  data: Uint8Array | string;
  /** Media type. Default `application/octet-stream`. */
  type?: string;
  description?: string;
  modified?: Date;
  /** How it relates to the document (ISO 32000-2 §7.11.3). Default `Unspecified`. */
  relationship?: "Source" | "Data" | "Alternative" | "Supplement" | "Unspecified";
}

export interface Encryption {
  /** Needed to open the document. Default: none. */
  userPassword?: string;
  /** Needed to change what is allowed. */
  ownerPassword?: string;
  /** Permissions without the owner's password. Default: none but extraction for accessibility. */
  permissions?: {
    print?: boolean | "low";
    modify?: boolean;
    copy?: boolean;
    annotate?: boolean;
    fillForms?: boolean;
    assemble?: boolean;
  };
}

/** An electronic invoice (EN 16931) that travels inside the document. */
export interface FacturX {
  /** The invoice in UN/CEFACT's Cross Industry Invoice syntax. */
  xml: string;
  profile: "MINIMUM" | "BASIC WL" | "BASIC" | "EN 16931" | "EXTENDED" | "XRECHNUNG";
}

/** Numbers as a viewer shows them, from this page (0 is the first) on. */
export interface PageLabel {
  from: number;
  style?: "decimal" | "roman" | "Roman" | "letters" | "Letters";
  prefix?: string;
  start?: number;
}

/** Options of a whole document. Lengths are points. */
export interface DocumentOptions {
  /** Shown by viewers in place of the file's name. Default: the first heading. */
  title?: string;
  author?: string;
  subject?: string;
  keywords?: readonly string[];
  /** BCP 47. Default `en`. */
  lang?: string;
  /** Default `A4`. */
  size?: PageSize;
  /** Points. Default 56. */
  margin?: Margin;
  theme?: Partial<Theme>;
  /** Drawn on each page, in the margin. */
  header?: (info: PageInfo) => Running;
  footer?: (info: PageInfo) => Running;
  /** Words across each page, behind the text. */
  watermark?: string | { text: string; color?: string; angle?: number };
  attachments?: readonly Attachment[];
  /** Structure for screen readers (PDF/UA-1). Default true. */
  tagged?: boolean;
  /** Made to be kept: PDF/A-2b, or -3b, which may have attachments; 2u and 3u say that all text can be extracted. */
  pdfa?: "2b" | "2u" | "3b" | "3u";
  /** Makes the document a Factur-X (ZUGFeRD) invoice, and PDF/A-3b with it. */
  facturX?: FacturX;
  encrypt?: Encryption;
  pageLabels?: readonly PageLabel[];
  /**
   * Pixels of one picture, and of all pictures inside of one SVG together. Default 25,000,000; a larger one is a 422.
   */
  maxPicturePixels?: number;
  /** The date that the document gives for itself. Default: `lastModified`, else none. */
  created?: Date;
}

/** Options that a template may yield before its first block. */
export interface DocumentStart extends DocumentOptions {
  kind: "document";
}

/**
 * Says what the whole document is like; to be yielded before any block.
 *
 * @example
 * yield document({ title: `Report on ${data.name}`, lang: "en", size: "A4" });
 */
export const document = (options: DocumentOptions): DocumentStart => ({ kind: "document", ...options });
