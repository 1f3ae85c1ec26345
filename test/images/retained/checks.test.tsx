// How often the retained path is checked against satori and resvg.

import { expect, it } from "vitest";
import { loadFonts } from "../../../src/fonts/library.ts";
import { layout } from "../../../src/images/general/layout.ts";
import { raster } from "../../../src/images/general/raster.ts";
import { createRetained } from "../../../src/images/retained/retained.ts";
import { prepared } from "../prepared.ts";

const fonts = await loadFonts("fonts");

it.each(["png", "pixels"] as const)(
  "checks the first two pictures of a template as %s, and then trusts it",
  async (form) => {
    const retained = createRetained({
      drawSvg: async (svg) => (await raster(svg, 0, 1)).data,
      writeTree: () => Promise.reject(new Error("Satori has nothing to draw here.")),
      checkEvery: 0,
    });
    let checks = 0;
    for (let i = 0; i < 5; i++) {
      const element = <div style={{ display: "flex", width: "100%", height: "100%" }}>{`Number ${i}`}</div>;
      const size = { width: 300, height: 100 };
      const image = await prepared(element, size, fonts);
      const picture = await retained.plan({
        tree: image.tree,
        ...size,
        faces: image.typesetting.faces,
        emoji: image.typesetting.emoji,
        writeSvg() {
          checks++;
          return layout(image.tree, image);
        },
        warn: (message) => expect.fail(message),
      });
      expect(picture.path !== "general" && picture[form]().length).toBeGreaterThan(0);
    }
    expect(checks).toBe(2);
  },
);

/** How many of the pictures of some elements are checked. */
async function checksOf(elements: readonly unknown[]): Promise<number> {
  const retained = createRetained({
    drawSvg: async (svg) => (await raster(svg, 0, 1)).data,
    writeTree: () => Promise.reject(new Error("Satori has nothing to draw here.")),
    checkEvery: 0,
  });
  let checks = 0;
  for (const element of elements) {
    const size = { width: 300, height: 100 };
    const image = await prepared(element, size, fonts);
    const picture = await retained.plan({
      tree: image.tree,
      ...size,
      faces: image.typesetting.faces,
      emoji: image.typesetting.emoji,
      writeSvg() {
        checks++;
        return layout(image.tree, image);
      },
      warn: () => {},
    });
    if (picture.path !== "general") picture.png();
  }
  return checks;
}

const list = (count: number, style: React.CSSProperties = {}) => (
  <div style={{ display: "flex", flexDirection: "column", width: "100%", height: "100%" }}>
    {Array.from({ length: count }, (_, i) => (
      <div key={i} style={{ display: "flex", marginTop: 2 + i, color: "#123", ...style }}>{`Entry ${i}`}</div>
    ))}
  </div>
);

it("trusts a list of any length once two were checked", async () => {
  expect(await checksOf([3, 4, 5, 6, 2].map((count) => list(count)))).toBe(2);
});

it.each<[string, React.CSSProperties]>([
  ["a property", { mixBlendMode: "multiply" }],
  ["a kind of value", { marginTop: -3 }],
  ["a word", { textAlign: "justify" }],
])("checks what uses %s that was never checked", async (_, style) => {
  expect(await checksOf([list(2), list(2), list(2), list(2, style)])).toBeGreaterThan(2);
});

it("draws a picture whose check failed as all later ones of its template", async () => {
  const retained = createRetained({
    // Every check fails: the reference is another picture.
    drawSvg: async (svg) => (await raster(svg, 0, 1)).data.map((byte) => 255 - byte),
    writeTree: () => Promise.reject(new Error("Satori has nothing to draw here.")),
  });
  const size = { width: 300, height: 100 };
  const warnings: string[] = [];
  for (let i = 0; i < 3; i++) {
    const image = await prepared(list(3), size, fonts);
    const picture = await retained.plan({
      tree: image.tree,
      ...size,
      faces: image.typesetting.faces,
      emoji: image.typesetting.emoji,
      writeSvg: () => layout(image.tree, image),
      warn: (message) => warnings.push(message),
    });
    expect(picture).toMatchObject({ path: "general", reason: expect.stringContaining("a check found") });
  }
  expect(warnings).toHaveLength(1);
});
