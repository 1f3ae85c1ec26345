// The document that SVG is drawn into, as an interface: SVG can be turned into operators without a document, as in tests.
import type { Fonts } from "../../fonts/fonts.ts";
import type { ResourceKind, Supplies } from "../document/canvas.ts";
import type { PdfFile } from "../file/file.ts";

/** The document of a picture. */
export interface SvgHost extends Supplies {
  /** Takes the objects that are drawn: forms, patterns, images. */
  readonly file: Pick<PdfFile, "add" | "deflated" | "reserve" | "stream">;
  /** The number of the resource dictionary that all forms share. */
  readonly resources: number;
  readonly fonts: Fonts;
  /** Language of the text, a BCP 47 tag. */
  readonly lang: string;
  /** A name for an object in the resources. */
  resource(kind: ResourceKind, id: number | string): string;
}
