// Offprint, from the built package.
import { document, heading, loadFonts, paragraph, pdf, shippedFonts, table } from "../../../dist/index.js";
import { COLUMNS } from "../content.mjs";

const fonts = await loadFonts(shippedFonts);

export const context = (signal = new AbortController().signal) => ({
  type: "application/pdf",
  url: "https://example.com/report.pdf",
  fonts,
  signal,
  time: () => () => {},
  warn: (message) => console.error(message),
});

export function* template({ title, intro, rows }) {
  yield document({
    title,
    tagged: process.env.TAGGED !== "0",
    footer: ({ page, pages }) => ({ right: ["Page ", page, " of ", pages] }),
  });
  yield heading(1, title);
  yield paragraph(intro);
  yield table({
    columns: COLUMNS.map(({ key, title, width, align }) => ({ title, value: key, width, align })),
    rows,
    size: 9,
  });
}

export async function render(content) {
  const body = await pdf(template, content, { version: 1 }).render(context());
  const parts = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts);
}
