import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, it, vi } from "vitest";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { openFont } from "../../src/fonts/file.ts";
import { openFace } from "../../src/fonts/shaping/open-face.ts";

/** Memories of the WebAssembly modules that have been loaded. */
const memories = vi.hoisted(() => {
  const found: WebAssembly.Memory[] = [];
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = (async (...given: Parameters<typeof instantiate>) => {
    const made = (await instantiate(...given)) as
      | WebAssembly.Instance
      | WebAssembly.WebAssemblyInstantiatedSource;
    const { exports } = "instance" in made ? made.instance : made;
    for (const value of Object.values(exports)) if (value instanceof WebAssembly.Memory) found.push(value);
    return made;
  }) as typeof instantiate;
  return found;
});
const inMemory = () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
/** Collects what nobody holds, and lets what waits for that run. */
async function forget(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

it("a font that nobody holds leaves HarfBuzz's memory", async () => {
  const inter = openFont(readFileSync(join(shippedFonts, "Inter-400.woff2")), "Inter", 0);
  async function open(count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const face = openFace(Uint8Array.from(inter));
      expect(face.has(0x41) && !face.has(0x5d0)).toBe(true);
      expect(face.outline(face.shape(`Hello ${i}`).glyphs[0]!.id).length).toBeGreaterThan(0);
      if (i % 5 === 4) await forget();
    }
  }
  await open(20);
  const before = inMemory();
  expect(before).toBeGreaterThan(0);
  await open(100);
  expect(inMemory() - before).toBeLessThan(10 * inter.length);
});
