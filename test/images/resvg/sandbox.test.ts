// A panic of resvg at a stranger's SVG costs that picture alone: it is drawn in WebAssembly, with the same pixels.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, it, vi } from "vitest";
import { Choices } from "../../../bench/chaos/draws/choices.ts";
import { randomSvg } from "../../../bench/chaos/draws/svgs.ts";
import { isHttpError } from "../../../src/error.ts";
import { draw, drawableOf } from "../../../src/images/resvg/drawable.ts";
import { appOf } from "../../project.ts";

/** What the gate took for safe, and at which the native resvg aborted the process (`npm run chaos -- draws --svg --seed 901`). */
const PANICS: Record<string, { svg: string; width: number | undefined }> = {
  "a filter whose parts differ in size": {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="3.5"><defs><filter id="f0" x="-0.1" y="-0.1" width="1.2" height="1.2" filterUnits="objectBoundingBox"><feComposite in2="SourceAlpha" operator="arithmetic" k1="1" k2=".5"/></filter><linearGradient id="g0"><stop stop-color="red"/><stop offset="1" stop-opacity=".2"/></linearGradient><pattern id="p0" x="0.5" y="20" width="2" height="5" patternUnits="objectBoundingBox" patternContentUnits="userSpaceOnUse" viewBox="0 0 9 7"><g transform="translate(40 13)" opacity=".5" filter="url(#f0)"><g opacity=".5"><line x1="13" y1="0" x2="20" y2="0.5" fill="red" stroke="#0a0" stroke-width="20"/></g><line x1="0" y1="0" x2="5" y2="-3" fill="none" stroke="red" stroke-width="0.5"/></g><path d="M0 0L0 0C1 2 0 4 0 6Z" transform="translate(13 3)" fill="url(#g0)"/></pattern></defs><circle cx="1.5" cy="2" r="90" transform="translate(20 13)" fill="url(#p0)"/></svg>`,
    width: undefined,
  },
  "a clip in a mask of a mask": {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="7"><defs><clipPath id="c0"><line x1="-800" y1="0" x2="13" y2="-6000" fill="red" stroke="red"/></clipPath><mask id="m1" ><g opacity=".5" clip-path="url(#c0)"><path d="M-1 0L-6000 -150C1 2 20 4 -3 6Z" transform="matrix(1 .2 -.3 1 13 4)" fill="red" stroke="#0a0" stroke-width="90"/></g></mask><mask id="m0"  maskContentUnits="userSpaceOnUse"><g transform="matrix(1 .2 -.3 1 2 4)" opacity=".5"><g mask="url(#m1)"><path d="M8 3L5000 -3C1 2 -3 4 -30 6Z" transform="rotate(5)" fill="red"/></g><g transform="rotate(-3)"><path d="M0 0L0 0C1 2 0 4 0 6Z" fill="red"/></g></g></mask></defs><g transform="rotate(5000)" mask="url(#m0)"><line x1="90" y1="0" x2="-800" y2="200" transform="skewX(10)" fill="#0a0" stroke="red" stroke-width="200"/></g></svg>`,
    width: 130,
  },
  "an empty clip in a mask": {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><defs><clipPath id="c0" clipPathUnits="objectBoundingBox"><rect x="0" y="0" width="0" height="0" fill="red"/></clipPath><mask id="m0" x="20" y="-3" width="5" height="9"><g transform="scale(2)" opacity=".5" clip-path="url(#c0)"><g opacity=".5"><rect x="0" y="0" width="0" height="0" fill="red" stroke="red" stroke-width="8"/></g></g></mask></defs><g transform="rotate(0)" opacity=".5"><circle cx="3" cy="90" r="1" fill="red"/><g opacity=".5" mask="url(#m0)"><rect x="0" y="0" width="1" height="5" fill="red"/></g></g><g><rect x="0" y="0" width="0" height="0" fill="red"/></g></svg>`,
    width: undefined,
  },
};

const FADED = `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"><g opacity="0.5"><rect width="1" height="1" fill="#f00"/></g></svg>`;

it.each(Object.keys(PANICS))("refuses %s, and draws the next picture", async (name) => {
  const { svg, width } = PANICS[name]!;
  const drawn = drawableOf(svg, width, true).then(draw);
  await expect(drawn).rejects.toMatchObject({ status: 422 });
  const { pixels } = await drawableOf(FADED, undefined, true).then(draw);
  expect([...pixels]).toEqual([128, 0, 0, 128, 0, 0, 0, 0]);
});

it("draws again after an instance could not be made", async () => {
  const { svg, width } = PANICS["an empty clip in a mask"]!;
  await expect(drawableOf(svg, width, true).then(draw)).rejects.toMatchObject({ status: 422 });
  vi.spyOn(WebAssembly, "instantiate").mockRejectedValueOnce(new RangeError("Out of memory"));
  await expect(drawableOf(FADED, undefined, true).then(draw)).rejects.toThrow("Out of memory");
  expect((await drawableOf(FADED, undefined, true).then(draw)).pixels[0]).toBe(128);
});

it("draws the same pixels as the native resvg", async () => {
  let compared = 0;
  for (let seed = 0; seed < 150; seed++) {
    const { svg, width } = randomSvg(new Choices(seed));
    try {
      const drawable = await drawableOf(svg, width, true);
      // Where there is another canvas for it, the native one may panic.
      if (!drawable.isSandboxed || drawable.onLargerCanvas) continue;
      const { pixels } = await draw(drawable);
      const native = drawable.parsed.render();
      expect(Buffer.compare(pixels, native.pixels), svg).toBe(0);
      compared++;
    } catch (error) {
      if (!isHttpError(error)) throw error;
    }
  }
  expect(compared).toBeGreaterThan(20);
});

it("draws what it was thought to panic at as on a larger canvas", async () => {
  let compared = 0;
  for (let seed = 0; seed < 400; seed++) {
    const { svg, width } = randomSvg(new Choices(seed));
    try {
      const drawable = await drawableOf(svg, width, true);
      if (!drawable.onLargerCanvas) continue;
      const { pixels } = await draw(drawable);
      // On a canvas of few pixels resvg's coverage is off by up to a half.
      if (pixels.length < 1600) continue;
      const larger = await draw({ ...(await drawable.onLargerCanvas()), isSandboxed: true });
      // Edges of stand-ins, and of layers that begin elsewhere, are rounded another way.
      const differing = pixels.filter((value, i) => Math.abs(value - larger.pixels[i]!) > 40).length;
      expect(differing / pixels.length, svg).toBeLessThan(0.02);
      compared++;
    } catch (error) {
      if (!isHttpError(error)) throw error;
    }
  }
  expect(compared).toBeGreaterThan(10);
});

it("draws a picture of more pixels than an instance is kept for", async () => {
  const svg = FADED.replace('width="2" height="1"', 'width="6000" height="5600"');
  const { pixels } = await drawableOf(svg, undefined, true).then(draw);
  expect(pixels.length).toBe(6000 * 5600 * 4);
});

it("gives the memory of an instance back that trapped", async () => {
  const { svg, width } = PANICS["an empty clip in a mask"]!;
  const module = new URL("../../../dist/images/resvg/drawable.js", import.meta.url).href;
  const script = `const { draw, drawableOf } = await import(${JSON.stringify(module)});
    for (let i = 0; i < 160; i++) {
      await drawableOf(${JSON.stringify(svg)}, ${width}, true).then(draw).catch(() => {});
      await new Promise(setImmediate);
    }
    console.log(process.memoryUsage().external);`;
  // In a process of its own: here, what watches the tests holds instances too.
  const child = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  // Of instances of 1.6 MB each: 250 MB if none were given back.
  expect(Number(child.stdout)).toBeGreaterThan(0);
  expect(Number(child.stdout)).toBeLessThan(125e6);
});

it("answers 422 for such a picture, and goes on", async () => {
  const app = await appOf({
    "[name].png.ts": `import { image } from "offprint";
      const pictures = ${JSON.stringify({ panics: PANICS["a clip in a mask of a mask"]!.svg, draws: FADED })};
      export const GET = ({ params }) => {
        const src = "data:image/svg+xml;base64," + Buffer.from(pictures[params.name]).toString("base64");
        return image({ type: "img", props: { src, width: 20, height: 20 } }, { width: 20, height: 20 });
      };`,
  });
  const statuses: number[] = [];
  for (const name of ["panics", "draws"])
    statuses.push((await app.fetch(new Request(`http://a/${name}.png`))).status);
  expect(statuses).toEqual([422, 200]);
});
