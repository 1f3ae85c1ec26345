// Makes docs/pictures/atlas.webp, the README's picture, from the real output of a running atlas:
//   npm start & node docs/pictures/atlas.mjs
// Needs chromium and poppler's pdftoppm.

import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import sharp from "sharp";

const site = process.argv[2] ?? "http://localhost:3000";
const folder = await mkdtemp(join(tmpdir(), "picture-"));
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

const report = join(folder, "report.pdf");
await writeFile(report, Buffer.from(await (await fetch(`${site}/reports/IN.pdf`)).arrayBuffer()));
execFileSync("pdftoppm", ["-r", "80", "-l", "3", "-png", report, join(folder, "page")]);
const pages = (await readdir(folder))
  .filter((name) => name.startsWith("page-"))
  .sort()
  .map((name) => join(folder, name));

const home = await browser.newPage({ viewport: { width: 1280, height: 860 } });
await home.goto(`${site}/`, { waitUntil: "networkidle" });
await home.screenshot({ path: join(folder, "home.png") });
const dark = await browser.newPage({ viewport: { width: 390, height: 800 }, colorScheme: "dark" });
await dark.goto(`${site}/countries/EG`, { waitUntil: "networkidle" });
await dark.screenshot({ path: join(folder, "phone.png") });

const image = async (path, style) =>
  `<img style="${style}" src="data:image/png;base64,${(await readFile(path)).toString("base64")}">`;
const card = async (id, style) => {
  const path = join(folder, `${id}.png`);
  await writeFile(path, Buffer.from(await (await fetch(`${site}/og/${id}.png`)).arrayBuffer()));
  return image(path, style);
};
const sheet = await browser.newPage({ viewport: { width: 1600, height: 940 } });
await sheet.setContent(`<style>
  body { margin: 0; background: #d5e0e0; overflow: hidden; }
  img { position: absolute; border-radius: 4px; box-shadow: 0 2px 4px rgb(8 24 32 / 10%), 0 24px 48px -16px rgb(8 24 32 / 35%); }
</style>
${await image(join(folder, "home.png"), "left:48px;top:48px;width:880px")}
${await card("TH", "left:976px;top:48px;width:276px")}
${await card("EG", "left:1276px;top:48px;width:276px")}
${await card("JP", "left:976px;top:217px;width:276px")}
${await card("IN", "left:1276px;top:217px;width:276px")}
${await image(pages[0], "left:976px;top:390px;width:276px")}
${await image(pages[1], "left:1276px;top:390px;width:276px")}
${await card("GR", "left:48px;top:664px;width:428px")}
${await card("GE", "left:500px;top:664px;width:428px")}
${await image(pages[2], "left:1276px;top:805px;width:276px")}
${await image(join(folder, "phone.png"), "left:976px;top:805px;width:276px")}
`);
await sheet.waitForFunction(() => [...document.images].every((picture) => picture.complete));
const picture = await sheet.screenshot();
await browser.close();
await sharp(picture).webp({ quality: 82 }).toFile("docs/pictures/atlas.webp");
await rm(folder, { recursive: true });
