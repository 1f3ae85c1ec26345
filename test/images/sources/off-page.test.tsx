// What a drawing has far off its page does not end the process, and nothing that is shown is left out.

import { PNG } from "pngjs";
import { expect, it } from "vitest";
import { image } from "../../../src/assets/image.ts";
import { dropOffPage } from "../../../src/images/sources/off-page.ts";
import { bytesOf } from "../../assets/contract.ts";

const drawing = (inner: string, frame = "") =>
  `<svg xmlns="http://www.w3.org/2000/svg" ${frame} viewBox="0 0 20 20">${inner}</svg>`;
const square = (x: number) => `<path d="M${x} 0h9v9h-9z"/>`;

it.each([
  ["a faded group", `<g opacity=".5">${square(200)}${square(205)}</g>`],
  ["one by a style sheet", `<style>.a{opacity:.5}</style><g class="a">${square(-200)}${square(-205)}</g>`],
  ["one that was moved", `<g opacity=".5" transform="translate(200) scale(2)">${square(0)}${square(5)}</g>`],
  [
    "one that is used",
    `<defs><g id="a" opacity=".5">${square(0)}${square(5)}</g></defs><use href="#a" y="900"/>`,
  ],
])("%s", async (_what, far) => {
  const src = Buffer.from(drawing(`<path fill="#00f" d="M0 0h20v20H0z"/>${far}`));
  const file = await bytesOf(
    image(<img src={src} width={20} height={20} />, { width: 20, height: 20 }),
    "image/png",
  );
  expect([...PNG.sync.read(file).data.subarray(0, 4)]).toEqual([0, 0, 255, 255]);
});

it("keeps what a wide frame shows beside the page", () => {
  const kept = dropOffPage(
    drawing(`<g opacity=".5">${square(-19)}${square(90)}</g>`, `width="60" height="20"`),
  );
  expect(kept).toContain("M -19 0");
  expect(kept).not.toContain("M 90 0");
});

it("leaves a drawing as it is whose page holds all of it", () => {
  const whole = drawing(`<g opacity=".5">${square(0)}${square(15)}</g>`);
  expect(dropOffPage(whole)).toBe(whole);
});
