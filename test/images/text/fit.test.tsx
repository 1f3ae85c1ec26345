import fc from "fast-check";
import { expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { applyFit } from "../../../src/images/text/fit.ts";
import { splitText } from "../../../src/images/retained/layout/text/breaking.ts";
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

it("breaks lines where layout breaks them", async () => {
  const parts = fc.constantFrom(
    ..."https://example.com/a-very-long/path?q=1&r=2 semi-detached e.g. 3,500.25 日本語の、「本」です。 ภาษาไทย — … (really)".split(
      " ",
    ),
    " ",
    "\n",
  );
  const texts = fc.array(parts, { minLength: 1, maxLength: 8 }).map((each) => each.join(""));
  const linesAt = (text: string, size: number, width: number) => {
    let [lines, at] = [1, 0];
    for (const word of splitText(text.replace(/\n/g, " "), "normal").words) {
      const [whole, bare] = [word, word.trimEnd()].map((each) => measureText(each, style, fonts) * size);
      if (bare! > width) return Infinity;
      if (bare! > 0 && at + bare! > width) [lines, at] = [lines + 1, 0];
      at += whole!;
    }
    return lines;
  };
  await fc.assert(
    fc.asyncProperty(
      texts.filter((text) => text.trim() !== ""),
      fc.integer({ min: 1, max: 4 }),
      async (text, lines) => {
        const size = await sizeOf(<div fit={{ width: 520, min: 1, max: 96, lines }}>{text}</div>);
        if (size > 1) expect(linesAt(text, size, 520)).toBeLessThanOrEqual(lines);
        if (size < 96) expect(linesAt(text, size + 1, 520 * 0.99)).toBeGreaterThan(lines);
      },
    ),
    { numRuns: 100 },
  );
  const url = "https://example.com/an/article/about-maps/2026?ref=home";
  expect(await sizeOf(<div fit={{ width: 520, max: 96, lines: 3 }}>{url}</div>)).toBeGreaterThan(40);
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
