// Reading PDFs back: what other programs make of the bytes.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Asset, RenderContext } from "../../src/asset.ts";
import type { Fonts } from "../../src/fonts/fonts.ts";
import { loadFonts } from "../../src/fonts/library.ts";
export { hasProgram as has } from "../judges.ts";

let library: Promise<Fonts> | undefined;
/** The fonts that Offprint ships. */
export const fonts = (): Promise<Fonts> => (library ??= loadFonts("fonts"));

export async function context(more: Partial<RenderContext> = {}): Promise<RenderContext> {
  return {
    type: "application/pdf",
    url: "https://example.com/test.pdf",
    fonts: await fonts(),
    signal: new AbortController().signal,
    time: () => () => {},
    warn: () => {},
    ...more,
  };
}

/** All bytes of an asset. */
export async function bytesOf(asset: Asset, more: Partial<RenderContext> = {}): Promise<Buffer> {
  const body = await asset.render(await context(more));
  return Buffer.from(await new Response(body as ReadableStream<Uint8Array>).arrayBuffer());
}

/** Runs a program on a PDF in a file of its own. */
export function judge(pdf: Uint8Array, program: string, args: (file: string) => string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "offprint-pdf-"));
  try {
    const file = join(folder, "it.pdf");
    writeFileSync(file, pdf);
    return execFileSync(program, args(file), {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export const textOf = (pdf: Uint8Array): string => judge(pdf, "pdftotext", (file) => [file, "-"]);
export const check = (pdf: Uint8Array): string => judge(pdf, "qpdf", (file) => ["--check", file]);
export const pageCountOf = (pdf: Uint8Array): number =>
  Number(judge(pdf, "qpdf", (file) => ["--show-npages", file]));
/** The names of all fonts, without the letters that say which subset each is. */
export const fontsOf = (pdf: Uint8Array): string[] =>
  [...judge(pdf, "pdffonts", (file) => [file]).matchAll(/^[A-Z]{6}\+(\S+)/gm)]
    .map(([, name]) => name!)
    .toSorted();
