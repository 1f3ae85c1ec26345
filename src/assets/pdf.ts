// The kind `pdf`: a document from a template and its data.
import type { Asset } from "../asset.ts";
import { defined } from "../defined.ts";
import type { Block } from "../pdf/template/block.ts";
import type { DocumentOptions, DocumentStart } from "../pdf/template/options.ts";

/** A pure function from data to a document: what it yields is drawn in that order. */
export type PdfTemplate<Data> = (
  data: Data,
) =>
  | Generator<Block | DocumentStart>
  | AsyncGenerator<Block | DocumentStart>
  | Iterable<Block | DocumentStart>;

/** Options of `pdf()`: of the document, its file name, its data. */
export interface PdfOptions extends DocumentOptions {
  /** Name under which a client saves it. `.pdf` is added if missing. */
  filename?: string;
  /** When the content last changed: `Last-Modified`, and the document's own date. */
  lastModified?: Date;
  /**
   * Stands for the data in the key. Needed where the data holds an iterator, such as a cursor's
   * rows, which have no form to compare: the date of the last change, or a count.
   */
  version?: string | number | Date;
}

/**
 * A PDF, drawn while it is read: no page waits for the one after it, and memory does not grow with
 * the document. Tagged (PDF/UA), the same bytes in every process.
 *
 * @param template a generator function that yields blocks: `heading`, `paragraph`, `table`, …
 * @param data the only thing that the template may depend on
 * @example
 * export const GET = async ({ params }) =>
 *   pdf(report, await loadReport(params.id), { filename: `Report ${params.id}` });
 *
 * function* report(data) {
 *   yield heading(1, data.title);
 *   yield table({ columns: [{ title: "City", value: "name" }], rows: data.cities });
 * }
 */
export function pdf<Data>(template: PdfTemplate<Data>, data: Data, options: PdfOptions = {}): Asset {
  const { filename, lastModified, version, ...document } = options;
  const { header, footer, theme, ...plain } = document;
  return {
    types: ["application/pdf"],
    key: {
      kind: "pdf",
      template: template.name,
      data: version === undefined ? data : { version },
      options: plain,
      theme,
      running: [header?.name, footer?.name],
      lastModified,
    },
    filename,
    lastModified,
    async render(context) {
      const { renderPdf } = await import("../pdf/engine.ts");
      return renderPdf(
        () => template(data),
        defined({ created: lastModified, ...defined(document) }),
        context,
      );
    },
  };
}
