// A picture is of the same bytes whatever was drawn before it.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { layout } from "../../../src/images/general/layout.ts";
import { raster } from "../../../src/images/general/raster.ts";
import { createRetained, type Retained } from "../../../src/images/retained/retained.ts";
import type { Typeface } from "../../../src/images/text/typefaces.ts";
import type { HostNode } from "../../../src/images/tree.ts";
import { template, withOtherData } from "../random/templates.ts";
import { prepared } from "../prepared.ts";

const fonts = await loadFonts(shippedFonts);
const size = { width: 160, height: 90 };

const fresh = () =>
  createRetained({
    drawSvg: async (svg) => (await raster(svg, 0, 1)).data,
    writeTree: (tree, { width, height, faces, emoji = {} }) =>
      layout(tree as HostNode, {
        width,
        height,
        typesetting: { faces: faces as Typeface[], emoji, missing: [], substitutes: [] },
        warn: () => {},
      }),
  });

/** A picture as PNG, or which way it is not drawn. */
async function draw(element: unknown, retained: Retained): Promise<Uint8Array | undefined> {
  const image = await prepared(element, size, fonts);
  const picture = await retained.draw({
    tree: image.tree,
    ...size,
    faces: image.typesetting.faces,
    emoji: image.typesetting.emoji,
    writeSvg: () => layout(image.tree, image),
    warn: () => {},
  });
  return picture?.png();
}

it("draws random pictures to the same bytes in any order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(template(size), { minLength: 3, maxLength: 3 }), async (elements) => {
      const pictures = elements.flatMap((element) => [element, withOtherData(element, 1)]);
      const [one, other] = [fresh(), fresh()];
      const first = [];
      for (const picture of pictures) first.push(await draw(picture, one));
      for (const [i, picture] of [...pictures.entries()].toReversed())
        expect(await draw(picture, other), `picture ${i}`).toEqual(first[i]);
      for (const [i, picture] of pictures.entries())
        expect(await draw(picture, one), `picture ${i} again`).toEqual(first[i]);
    }),
    { numRuns: 12, seed: 20261201 },
  );
});
