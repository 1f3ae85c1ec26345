// The way that each template takes is told with its reason.

import { expect, it } from "vitest";
import { loadFonts } from "../../src/fonts/library.ts";
import { layout } from "../../src/images/general/layout.ts";
import { explain } from "../../src/images/retained/explain.ts";
import { expandTree } from "../../src/images/tree.ts";
import { typesetting } from "../../src/images/text/typefaces.ts";

const fonts = await loadFonts("fonts");

async function explanationOf(element: unknown) {
  const tree = expandTree(element);
  const set = typesetting(tree, fonts, {});
  const size = { width: 600, height: 300 };
  const writeSvg = () => layout(tree, { ...size, typesetting: set, warn: () => {} });
  return explain({ tree, ...size, emoji: set.emoji, faces: set.faces, writeSvg });
}

it("names the shortest way", async () => {
  const card = (
    <div style={{ display: "flex", width: "100%", height: "100%", background: "#fff", borderRadius: 8 }}>
      <div style={{ fontSize: 40, lineClamp: 2 }}>A title that is long enough for a second line</div>
    </div>
  );
  expect(await explanationOf(card)).toEqual({ path: "layout" });
});

it("draws nothing for it: neither shapes nor rounded corners", async () => {
  const card = (
    <div style={{ display: "flex", overflow: "hidden", borderRadius: 8 }}>
      <svg width={40} height={30} viewBox="0 0 4 3">
        <ellipse cx={2} cy={1.5} rx={2} ry={1} stroke="red" strokeDasharray="1 2" fill="none" />
      </svg>
    </div>
  );
  expect(await explanationOf(card)).toEqual({ path: "layout" });
});

it("names what is left to satori", async () => {
  const card = (
    <div style={{ display: "flex" }}>
      <div style={{ WebkitTextStroke: "1px red" }}>Hello</div>
      <div style={{ transform: "rotate(4deg)" }}>World</div>
    </div>
  );
  expect(await explanationOf(card)).toEqual({
    path: "layout",
    reason: "satori draws WebkitTextStroke: 1px red, <div> transform: rotate(4deg)",
  });
});

it("names the node and the property that stand in the way", async () => {
  const card = (
    <div style={{ display: "flex" }}>
      <div style={{ width: "calc(50% - 4px)" }}>Hello</div>
    </div>
  );
  expect(await explanationOf(card)).toEqual({
    path: "drawing",
    reason: '<div> width: "calc(50% - 4px)"',
  });
});
