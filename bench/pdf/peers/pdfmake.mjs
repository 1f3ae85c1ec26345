// pdfmake, with its own tables.
import { createRequire } from "node:module";
import { COLUMNS, PAGE } from "../content.mjs";

const pdfmake = createRequire(import.meta.url)("pdfmake");
pdfmake.setFonts({ Inter: { normal: process.env.BENCH_FONT_400, bold: process.env.BENCH_FONT_700 } });
pdfmake.setUrlAccessPolicy?.(() => false);

export function render({ title, intro, rows }) {
  const { width, height, margin } = PAGE;
  return pdfmake
    .createPdf({
      pageSize: { width, height },
      pageMargins: margin,
      info: { title },
      defaultStyle: { font: "Inter", fontSize: 10 },
      footer: (page, pages) => ({
        text: `Page ${page} of ${pages}`,
        alignment: "right",
        margin: [margin, 20],
        fontSize: 8.5,
      }),
      content: [
        { text: title, fontSize: 24, bold: true, margin: [0, 0, 0, 8] },
        { text: intro, lineHeight: 1.2, margin: [0, 0, 0, 12] },
        {
          layout: {
            fillColor: (row) => (row && row % 2 === 0 ? "#f5f7fa" : null),
            hLineWidth: (i) => (i === 1 ? 0.8 : 0),
            vLineWidth: () => 0,
          },
          fontSize: 9,
          table: {
            headerRows: 1,
            widths: COLUMNS.map((column) => column.width - 9),
            body: [
              COLUMNS.map(({ title, align }) => ({ text: title, bold: true, alignment: align })),
              ...rows.map((row) => COLUMNS.map(({ key, align }) => ({ text: row[key], alignment: align }))),
            ],
          },
        },
      ],
    })
    .getBuffer();
}
