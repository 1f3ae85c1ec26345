// What every kind of asset keeps to. Each kind's test calls this with a few of its values.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { type Asset, isAsset, type RenderContext } from "../../src/asset.ts";
import { fingerprint } from "../../src/http/fingerprint.ts";
import { loadFonts } from "../../src/fonts/library.ts";

const fonts = loadFonts([new URL("../../fonts", import.meta.url).pathname]);

/** A context such as `respond` makes. */
export async function contextOf(type: string, given: Partial<RenderContext> = {}): Promise<RenderContext> {
  return {
    type,
    url: "https://example.org/blog/asset",
    fonts: await fonts,
    signal: new AbortController().signal,
    time: () => () => {},
    warn: () => {},
    ...given,
  };
}

/** The bytes of an asset as one of its types (its first by default). */
export async function bytesOf(asset: Asset, type?: string, given?: Partial<RenderContext>): Promise<Buffer> {
  const body = await asset.render(await contextOf(type ?? asset.types[0]!, given));
  if (!(body instanceof ReadableStream)) return Buffer.from(body as string);
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

/** The text of an asset as one of its types. */
export async function textOf(asset: Asset, type?: string, given?: Partial<RenderContext>): Promise<string> {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await bytesOf(asset, type, given));
}

/**
 * The contract of the waist.
 * @param make makes the same asset each time
 * @param other makes one whose bytes are different
 */
export function keepsContract(name: string, make: () => Asset, other: () => Asset): void {
  describe(`${name} keeps the contract of an asset`, () => {
    it("has the shape of one, with full media types", () => {
      expect(isAsset(make())).toBe(true);
      for (const type of make().types) expect(type).toMatch(/^[a-z]+\/[a-z0-9.+-]+(; charset=utf-8)?$/);
      expect(new Set(make().types).size).toBe(make().types.length);
    });

    it("has a key that is the same for the same value and another for another", () => {
      expect(fingerprint(make().key)).toBe(fingerprint(make().key));
      expect(fingerprint(make().key)).not.toBe(fingerprint(other().key));
    });

    it("makes the same bytes from the same value, as each of its types", async () => {
      for (const type of make().types) {
        const first = await bytesOf(make(), type);
        expect(first.length).toBeGreaterThan(0);
        expect((await bytesOf(make(), type)).equals(first)).toBe(true);
        expect((await bytesOf(other(), type)).equals(first)).toBe(false);
      }
    });

    it("lets go of a body that nobody reads to its end", async () => {
      for (const type of make().types) {
        const body = await make().render(await contextOf(type));
        if (!(body instanceof ReadableStream)) continue;
        const reader = body.getReader();
        await reader.read();
        await reader.cancel();
      }
    });
  });
}

/**
 * Same key and same bytes in a second process.
 * @param module exports `create(): Asset`; it is loaded again elsewhere, so it must not depend on a test
 */
export function keepsAcrossProcesses(name: string, module: URL): void {
  it(`${name} has the same key and bytes in another process`, async () => {
    const { create }: { create(): Asset } = await import(/* @vite-ignore */ module.href);
    const here: Record<string, string> = { key: fingerprint(create().key) };
    for (const type of create().types) here[type] = fingerprint(await bytesOf(create(), type));
    const script = fileURLToPath(new URL("./contract-process.mjs", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, fileURLToPath(module)]);
    expect(JSON.parse(stdout)).toEqual(here);
  });
}
