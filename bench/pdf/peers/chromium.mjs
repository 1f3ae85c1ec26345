// Chromium, kept open between documents, as a service would have it.
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { COLUMNS, PAGE } from "../content.mjs";

const browser = await chromium.launch({
  executablePath: process.env.BENCH_CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
const font = (weight) =>
  `@font-face{font-family:Inter;font-weight:${weight};src:url(data:font/ttf;base64,${readFileSync(process.env[`BENCH_FONT_${weight}`]).toString("base64")})}`;
const fonts = font(400) + font(700);

export async function render({ title, intro, rows }) {
  const page = await browser.newPage();
  const cells = (tag, texts) =>
    COLUMNS.map(({ key, align }) => `<${tag} style="text-align:${align}">${texts(key)}</${tag}>`).join("");
  const titles = Object.fromEntries(COLUMNS.map(({ key, title }) => [key, title]));
  await page.setContent(`<!doctype html><title>${title}</title><style>${fonts}
    body{font:10pt/1.4 Inter;margin:0}table{border-collapse:collapse;font-size:9pt;table-layout:fixed;width:100%}
    td,th{padding:4pt 6pt;vertical-align:top}tr{break-inside:avoid}tbody tr:nth-child(even){background:#f5f7fa}thead{border-bottom:.8pt solid}</style>
    <h1>${title}</h1><p>${intro}</p><table><colgroup>${COLUMNS.map(({ width }) => `<col style="width:${width}pt">`).join("")}</colgroup>
    <thead><tr>${cells("th", (key) => titles[key])}</tr></thead><tbody>${rows.map((row) => `<tr>${cells("td", (key) => row[key])}</tr>`).join("")}</tbody></table>`);
  const margin = `${PAGE.margin / 72}in`;
  const bytes = await page.pdf({
    format: "A4",
    printBackground: true,
    margin: { top: margin, right: margin, bottom: margin, left: margin },
    displayHeaderFooter: true,
    headerTemplate: "<span></span>",
    footerTemplate:
      '<div style="font-size:8.5pt;width:100%;text-align:right;margin-right:56pt">Page <span class="pageNumber"></span> of <span class="totalPages"></span></div>',
  });
  await page.close();
  return bytes;
}

export const close = () => browser.close();
