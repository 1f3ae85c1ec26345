import fc from "fast-check";
import { expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { applyFit } from "../../../src/images/text/fit.ts";
import { measureText } from "../../../src/images/text/measure.ts";
import { expandTree, type HostElement } from "../../../src/images/tree.ts";

const fonts = await loadFonts(shippedFonts);
const style = { families: [], weight: 700, italic: false, language: undefined };

async function sizeOf(node: unknown): Promise<number> {
  const tree = applyFit(expandTree(node), style, fonts) as HostElement;
  expect(tree.props).not.toHaveProperty("fit");
  return tree.props.style!.fontSize as number;
}

it("is the largest size at which a line fits", async () => {
  const texts = fc.stringMatching(/^[A-Za-zé日本कม ]{1,40}$/).filter((text) => text.trim() !== "");
  await fc.assert(
    fc.asyncProperty(texts, fc.integer({ min: 100, max: 1200 }), async (text, width) => {
      const size = await sizeOf(<div fit={{ width, min: 1, max: 200 }}>{text}</div>);
      const ems = measureText(text.trimEnd(), style, fonts);
      if (size > 1) expect(size * ems).toBeLessThanOrEqual(width + 1e-6);
      if (size < 200) expect((size + 2) * ems).toBeGreaterThan(width * 0.98);
    }),
    { numRuns: 60, examples: [["ม  ม", 150]] },
  );
});

it("takes more lines, and minds the height", async () => {
  const text = "The quick brown fox jumps over the lazy dog";
  const one = await sizeOf(<div fit={{ width: 400, max: 120 }}>{text}</div>);
  const three = await sizeOf(<div fit={{ width: 400, max: 120, lines: 3 }}>{text}</div>);
  const low = await sizeOf(
    <div fit={{ width: 400, max: 120, lines: 3, height: 60 }} style={{ lineHeight: 1 }}>
      {text}
    </div>,
  );
  expect(three).toBeGreaterThan(one * 1.8);
  expect(low).toBeLessThanOrEqual(30);
});

it("keeps to its limits, and takes the width of the style", async () => {
  expect(
    await sizeOf(
      <div fit={{ max: 80 }} style={{ width: 900 }}>
        Hi
      </div>,
    ),
  ).toBe(80);
  expect(
    await sizeOf(
      <div fit={{ max: 80, min: 30 }} style={{ maxWidth: 90 }}>
        {"long ".repeat(30)}
      </div>,
    ),
  ).toBe(30);
});

it.each([
  ["a width", <div fit={{ max: 80 }}>Hi</div>, /needs a width/],
  [
    "only text",
    <div fit={{ width: 10, max: 80 }}>
      <b>Hi</b>
    </div>,
    /<b> in it/,
  ],
])("asks for %s", async (_what, node, message) => {
  await expect(sizeOf(node)).rejects.toThrow(message);
});
