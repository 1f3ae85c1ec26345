// What lies far outside of a picture does not end the process, and nothing that is seen is left out.

import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { layout } from "../../../src/images/general/layout.ts";
import { dropOutside } from "../../../src/images/general/outside.ts";
import { prepared } from "../prepared.ts";
import { raster } from "../../../src/images/general/raster.ts";

const fonts = await loadFonts(shippedFonts);
const size = { width: 120, height: 80 };
const red = { width: 40, height: 30, background: "red" } as const;

async function svgOf(...nodes: unknown[]): Promise<string> {
  const style = { display: "flex", width: "100%", height: "100%", background: "#eee", fontSize: 20 };
  const image = await prepared(<div style={style}>{nodes as string[]}</div>, size, fonts);
  return layout(image.tree, image);
}
const draw = (svg: string) => new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels;

const FAR: Record<string, unknown> = {
  "a faded group": (
    <div style={{ position: "absolute", left: 900, opacity: 0.5, transform: "rotate(3deg)" }}>
      <div style={red} />
    </div>
  ),
  "a masked text": (
    <div style={{ position: "absolute", left: -900, width: 90, overflow: "hidden" }}>Masked</div>
  ),
  "a shadow of a text": (
    <div style={{ position: "absolute", left: 2000, textShadow: "2px 2px 4px #000" }}>Shadow</div>
  ),
  "a masked text with a shadow, under a wide filter": (
    <div
      style={{
        position: "absolute",
        top: 400,
        width: 90,
        overflow: "hidden",
        textShadow: "0 0 40px #000",
      }}
    >
      Masked
    </div>
  ),
  "a picture that is turned away": (
    <div
      style={{
        display: "flex",
        overflow: "hidden",
        position: "absolute",
        transform: "translate(500px, -600px)",
      }}
    >
      <div style={red} />
      <div style={{ ...red, borderRadius: 8, border: "4px solid blue" }} />
    </div>
  ),
  "an emoji with something faded in it": <div style={{ position: "absolute", left: 900 }}>1️⃣</div>,
  "a filtered box": <div style={{ ...red, position: "absolute", top: 3000, filter: "blur(4px)" }} />,
};

describe("far outside", () => {
  it.each(Object.keys(FAR))("%s is left out", async (name) => {
    const near = <div style={red}>Near</div>;
    const drawn = draw(dropOutside(await svgOf(near, FAR[name])));
    expect(drawn.equals(draw(await svgOf(near)))).toBe(true);
  });
});

describe("emoji that draw outside of themselves", () => {
  // A flag with a faded shape far above it, and a parcel with six others around it.
  it.each(["\u{1f3f3}\ufe0f\u200d\u{1f308}", "\u{1f4e6}"])("%s is drawn alone", async (emoji) => {
    const svg = await svgOf(<div style={{ margin: "20px auto", fontSize: 30 }}>{emoji}</div>);
    const { data } = await raster(svg, size.width, 1);
    const seen = { left: size.width, right: 0 };
    for (let x = 0; x < size.width; x++)
      for (let y = 0; y < size.height; y++)
        if (data[(y * size.width + x) * 4] !== 0xee)
          Object.assign(seen, { left: Math.min(seen.left, x), right: Math.max(seen.right, x) });
    expect(seen.left).toBeGreaterThan(40);
    expect(seen.right).toBeLessThan(80);
  });
});

describe("a text that begins far to the left, in masks within masks", () => {
  it("is drawn", async () => {
    const hidden = { display: "flex", overflow: "hidden", justifyContent: "flex-end" } as const;
    const text = "far ".repeat(40) + "near";
    const svg = await svgOf(
      <div style={{ ...hidden, width: 120, height: 80 }}>
        <div style={{ ...hidden, width: 120, whiteSpace: "nowrap" }}>{text}</div>
      </div>,
    );
    expect(svg).toMatch(/<mask [^>]*>(?:(?!<\/mask>).)* mask="/);
    const { data } = await raster(svg, size.width, 1);
    expect(draw(svg.replaceAll(/ (?:mask|clip-path)="[^"]*"/g, "")).subarray(0, 4 * size.width * 24)).toEqual(
      Buffer.from(data).subarray(0, 4 * size.width * 24),
    );
  });
});

const NEAR: Record<string, unknown> = {
  "a blur that reaches in": <div style={{ ...red, position: "absolute", left: -44, filter: "blur(8px)" }} />,
  "a shadow that reaches in": (
    <div style={{ ...red, position: "absolute", left: 124, boxShadow: "0 0 12px #000" }} />
  ),
  "the edge of a thick line": (
    <div style={{ ...red, position: "absolute", left: -48, border: "10px dashed blue", opacity: 0.5 }} />
  ),
  "what is turned into it": (
    <div style={{ ...red, position: "absolute", left: 300, opacity: 0.5, transform: "translateX(-250px)" }} />
  ),
  "a large box around it": (
    <div
      style={{
        position: "absolute",
        left: -500,
        top: -400,
        width: 2000,
        height: 1500,
        border: "450px solid #00f8",
      }}
    />
  ),
};

describe("not far", () => {
  it.each(Object.keys(NEAR))("%s stays", async (name) => {
    const svg = await svgOf(<div style={{ display: "flex", overflow: "hidden" }}>Text</div>, NEAR[name]);
    expect(draw(dropOutside(svg)).equals(draw(svg))).toBe(true);
  });
});
