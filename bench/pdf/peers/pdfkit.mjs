// pdfkit by hand, as its guide teaches: text boxes for cells, a header on each page, numbers at the end.
import { readFileSync } from "node:fs";
import PDFDocument from "pdfkit";
import { COLUMNS, PAGE } from "../content.mjs";

const regular = readFileSync(process.env.BENCH_FONT_400);
const bold = readFileSync(process.env.BENCH_FONT_700);

export function render({ title, intro, rows }) {
  return new Promise((resolve, reject) => {
    const { width, height, margin } = PAGE;
    const doc = new PDFDocument({
      size: [width, height],
      margin,
      bufferPages: true,
      font: null,
      info: { Title: title },
    });
    const parts = [];
    doc.on("data", (part) => parts.push(part));
    doc.on("end", () => resolve(Buffer.concat(parts)));
    doc.on("error", reject);
    doc.registerFont("regular", regular);
    doc.registerFont("bold", bold);
    doc.font("bold").fontSize(24).text(title);
    doc.outline.addItem(title);
    doc.moveDown(0.4).font("regular").fontSize(10).text(intro, { lineGap: 2 }).moveDown(0.8);
    const bottom = height - margin;
    const pad = 4;
    let y = doc.y;
    const header = () => {
      doc.font("bold").fontSize(8.3);
      let x = margin;
      for (const { title, width, align } of COLUMNS) {
        doc.text(title, x + 6, y + pad, { width: width - 12, align, lineBreak: false });
        x += width;
      }
      y += 18;
      doc
        .moveTo(margin, y)
        .lineTo(width - margin, y)
        .lineWidth(0.8)
        .stroke("#1b1f24");
      doc.font("regular").fontSize(9);
    };
    header();
    rows.forEach((row, i) => {
      let tall = 0;
      for (const { key, width } of COLUMNS)
        tall = Math.max(tall, doc.heightOfString(row[key], { width: width - 12, lineGap: 1.2 }));
      tall += 2 * pad;
      if (y + tall > bottom) {
        doc.addPage();
        y = margin;
        header();
      }
      if (i % 2) doc.rect(margin, y, width - 2 * margin, tall).fill("#f5f7fa");
      doc.fillColor("#1b1f24");
      let x = margin;
      for (const { key, width, align } of COLUMNS) {
        doc.text(row[key], x + 6, y + pad, { width: width - 12, align, lineGap: 1.2 });
        x += width;
      }
      y += tall;
    });
    const { count } = doc.bufferedPageRange();
    for (let i = 0; i < count; i++) {
      doc.switchToPage(i);
      doc.page.margins.bottom = 0;
      doc.fontSize(8.5).text(`Page ${i + 1} of ${count}`, margin, height - 36, {
        width: width - 2 * margin,
        align: "right",
        lineBreak: false,
      });
    }
    doc.end();
  });
}
