// A word that satori cut by an ellipsis is drawn in its own direction in the pictures after that.

import { expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { layout } from "../../../src/images/general/layout.ts";
import { prepared } from "../prepared.ts";

it("draws a right-to-left word as before, after it was cut by an ellipsis", async () => {
  const fonts = await loadFonts(shippedFonts);
  const svg = async (style: Record<string, unknown>) => {
    const tree = {
      type: "div",
      key: null,
      props: { style: { display: "flex", fontSize: 12, ...style }, children: "مرحبا" },
    };
    const image = await prepared(tree, { width: 100, height: 40 }, fonts);
    return layout(image.tree, image);
  };
  const before = await svg({});
  await svg({ overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", width: 20 });
  expect(await svg({})).toBe(before);
});
