// How often the retained path is checked against satori and resvg.

import { expect, it } from "vitest";
import { loadFonts } from "../../../src/fonts/library.ts";
import { layout } from "../../../src/images/general/layout.ts";
import { raster } from "../../../src/images/general/raster.ts";
import { planImage, retainedRenderer } from "../../../src/images/plan.ts";
import { compare, passes } from "../../../src/images/retained/compare.ts";
import { createRetained, type CheckOptions } from "../../../src/images/retained/retained.ts";
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

/** A box in a picture, and what differs from satori and resvg of the third one, the first two being plain. */
async function thirdOf(style: React.CSSProperties, checks: CheckOptions): Promise<string> {
  const size = { width: 300, height: 160 };
  const retained = retainedRenderer(checks);
  const drawn = async (own: React.CSSProperties) => {
    const box = { display: "flex", width: 150, height: 80, background: "#08c", color: "#fff", ...own };
    const page = { display: "flex", width: "100%", height: "100%", background: "#fc0", padding: 20 };
    const element = (
      <div style={page}>
        <div style={box}>Hello</div>
      </div>
    );
    const image = await prepared(element, size, fonts);
    const plan = await planImage(image, retained);
    const reference = (await raster(await layout(image.tree, image), 0, 1)).data;
    return plan.path === "general" || passes(compare(plan.pixels(), reference)) ? "right" : "wrong";
  };
  await drawn({});
  await drawn({});
  return drawn(style);
}

it.each<React.CSSProperties>([
  { mixBlendMode: "multiply" },
  { mixBlendMode: "difference" },
  { filter: "blur(3px)" },
  { clipPath: "circle(30px)" },
  { clipPath: "polygon(0 0, 100% 0, 50% 100%)" },
  { textShadow: "2px 2px 4px #000" },
  { background: "linear-gradient(90deg, red, blue)", backgroundClip: "text", color: "transparent" },
  { background: "conic-gradient(red, blue)" },
  { boxShadow: "inset 0 0 9px #000" },
  { maskImage: "linear-gradient(red, transparent)" },
  { width: "40%" },
  { width: "calc(40% - 3px)" },
  { transform: "skewX(20deg)" },
  { outline: "3px solid red" },
  { textDecoration: "underline wavy red" },
])("draws %o right after two pictures without it, with and without checks", async (style) => {
  expect(await thirdOf(style, { checkEvery: 0 })).toBe("right");
  expect(await thirdOf(style, { firstChecks: 0, checkEvery: 0 })).toBe("right");
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
