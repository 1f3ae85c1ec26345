// What is kept of a picture is bounded, however large its boxes and its texts are.

import { expect, it } from "vitest";
import { HttpError } from "../../../src/error.ts";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { renderImage } from "../../../src/images/engine.ts";
import { kernel } from "../../../src/images/wasm/kernel.ts";
import { prepared } from "../prepared.ts";

const fonts = await loadFonts(shippedFonts);

it.each<[string, React.CSSProperties]>([
  ["a box", { width: 19_000, height: 15_000, borderRadius: 9000, background: "#0ea5e980" }],
  ["a gradient", { width: 9000, height: 3000, background: "linear-gradient(red, blue)" }],
  ["a clip", { width: 19_000, height: 15_000, borderRadius: 40, overflow: "hidden" }],
  ["a text", { fontSize: 3000, color: "#e11d48" }],
  ["a shadow", { fontSize: 300, textShadow: "9999px 2px 90px red" }],
])("holds no piece larger than a picture: %s", async (_, style) => {
  const before = kernel().memory.buffer.byteLength;
  const element = (
    <div style={{ display: "flex", width: "100%", height: "100%", overflow: "hidden" }}>
      <div style={{ display: "flex", flexShrink: 0, ...style }}>far</div>
    </div>
  );
  const image = await prepared(element, { width: 60, height: 40 }, fonts);
  await renderImage(image).catch((error: unknown) => expect(error).toBeInstanceOf(HttpError));
  expect(kernel().memory.buffer.byteLength - before).toBeLessThan(100 << 20);
});
