// Makes docs/pictures/documents.webp, the picture of docs/pdf.md, from the templates' own samples:
//   npm start & node docs/pictures/documents.mjs
// Needs poppler's pdftoppm.

import { execFileSync } from "node:child_process";
import sharp from "sharp";

const site = process.argv[2] ?? "http://localhost:3000";
const MARGIN = 48;
const HEIGHT = 560;
/** A document and its page. */
const SHOWN = [
  ["report", 1],
  ["report", 3],
  ["invoice", 1],
  ["letter", 1],
  ["certificate", 1],
];

/** One page as a picture of the sheet's height, or narrower where it lies on its side. */
async function page(name, number) {
  const pdf = Buffer.from(await (await fetch(`${site}/samples/${name}.pdf`)).arrayBuffer());
  const options = ["-r", "110", "-png", "-singlefile", "-f", String(number), "-"];
  const png = execFileSync("pdftoppm", options, { input: pdf, maxBuffer: 1 << 26 });
  const { width, height } = await sharp(png).metadata();
  return sharp(png)
    .resize({ height: width > height ? Math.round(HEIGHT * 0.58) : HEIGHT })
    .toBuffer({ resolveWithObject: true });
}

const layers = [];
let left = MARGIN;
for (const [name, number] of SHOWN) {
  const { data, info } = await page(name, number);
  const shade = Buffer.from(
    `<svg width="${info.width + 80}" height="${info.height + 80}"><filter id="b"><feGaussianBlur stdDeviation="14"/></filter><rect x="40" y="52" width="${info.width}" height="${info.height}" fill="#081820" opacity=".22" filter="url(#b)"/></svg>`,
  );
  const top = Math.round((HEIGHT - info.height) / 2) + MARGIN;
  layers.push({ input: shade, left: left - 40, top: top - 40 }, { input: data, left, top });
  left += info.width + MARGIN;
}
await sharp({ create: { width: left, height: HEIGHT + 2 * MARGIN, channels: 3, background: "#d5e0e0" } })
  .composite(layers)
  .webp({ quality: 84 })
  .toFile("docs/pictures/documents.webp");
