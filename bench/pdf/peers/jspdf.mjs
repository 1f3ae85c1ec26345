// jsPDF with its table plug-in, the usual pair.
import { readFileSync } from "node:fs";
import { jsPDF } from "jspdf";
import autoTable from "jspdf-autotable";
import { COLUMNS, PAGE } from "../content.mjs";

const regular = readFileSync(process.env.BENCH_FONT_400).toString("base64");
const bold = readFileSync(process.env.BENCH_FONT_700).toString("base64");

export function render({ title, intro, rows }) {
  const { width, height, margin } = PAGE;
  const doc = new jsPDF({ unit: "pt", format: "a4", compress: true });
  doc.addFileToVFS("400.ttf", regular);
  doc.addFont("400.ttf", "Inter", "normal");
  doc.addFileToVFS("700.ttf", bold);
  doc.addFont("700.ttf", "Inter", "bold");
  doc
    .setFont("Inter", "bold")
    .setFontSize(24)
    .text(title, margin, margin + 20);
  doc.setFont("Inter", "normal").setFontSize(10);
  const lines = doc.splitTextToSize(intro, width - 2 * margin);
  doc.text(lines, margin, margin + 46, { lineHeightFactor: 1.4 });
  autoTable(doc, {
    startY: margin + 54 + lines.length * 14,
    margin,
    theme: "striped",
    styles: { font: "Inter", fontSize: 9, cellPadding: 4 },
    columnStyles: Object.fromEntries(
      COLUMNS.map(({ width, align }, i) => [i, { cellWidth: width, halign: align }]),
    ),
    head: [COLUMNS.map((column) => column.title)],
    body: rows.map((row) => COLUMNS.map(({ key }) => row[key])),
  });
  const pages = doc.getNumberOfPages();
  doc.setFontSize(8.5);
  for (let i = 1; i <= pages; i++) {
    doc.setPage(i);
    doc.text(`Page ${i} of ${pages}`, width - margin, height - 28, { align: "right" });
  }
  return Buffer.from(doc.output("arraybuffer"));
}
