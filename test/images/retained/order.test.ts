// A picture is of the same bytes whatever was drawn before it.

import * as fc from "fast-check";
import { expect, it } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { planImage, retainedRenderer } from "../../../src/images/plan.ts";
import type { Retained } from "../../../src/images/retained/retained.ts";
import { template, withOtherData } from "../random/templates.ts";
import { prepared } from "../prepared.ts";

const fonts = await loadFonts(shippedFonts);
const size = { width: 160, height: 90 };

/** A picture as PNG, or which way it is not drawn. */
async function draw(element: unknown, retained: Retained): Promise<Uint8Array | undefined> {
  const plan = await planImage(await prepared(element, size, fonts), retained);
  return plan.path === "general" ? undefined : plan.png();
}

it("draws random pictures to the same bytes in any order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(template(size), { minLength: 3, maxLength: 3 }), async (elements) => {
      const pictures = elements.flatMap((element) => [element, withOtherData(element, 1)]);
      const [one, other] = [retainedRenderer(), retainedRenderer()];
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
