// The grammar of path data, held against resvg's own.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isHttpError } from "../../src/error.ts";
import { drawableOf } from "../../src/images/resvg/drawable.ts";
import { arcTo, kurboSteps, quarters, type ArcSteps } from "../../src/svg/arc.ts";
import { walkPath } from "../../src/svg/path.ts";
import { pathData } from "./random-path.ts";

/** The segments as absolute path data, and whether all was read. */
function written(data: string, steps?: ArcSteps): { out: string; isRead: boolean } {
  let out = "";
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const write = (command: string, ...numbers: number[]) => {
    out += `${command}${numbers.join(" ")}`;
    [x, y] = numbers.length ? (numbers.slice(-2) as [number, number]) : [startX, startY];
  };
  const line = (...numbers: number[]) => write("L", ...numbers);
  const cubic = (...numbers: number[]) => write("C", ...numbers);
  const isRead = walkPath(data, {
    move: (...numbers) => {
      [startX, startY] = numbers;
      write("M", ...numbers);
    },
    line,
    quad: (...numbers) => write("Q", ...numbers),
    cubic,
    arc: (rx, ry, rotation, large, sweep, endX, endY) => {
      if (steps) arcTo({ line, cubic }, x, y, rx, ry, rotation, large, sweep, endX, endY, steps);
      else write(`A${rx} ${ry} ${rotation} ${Number(large)} ${Number(sweep)} `, endX, endY);
    },
    close: () => write("Z"),
  });
  return { out, isRead };
}

/** No pixels for what is refused, since it would end the process in resvg. */
async function draw(data: string): Promise<Uint8Array> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><path d="${data}" fill="#0c5772" fill-rule="evenodd" stroke="#c0392b" stroke-width="3"/></svg>`;
  await new Promise(setImmediate);
  try {
    return (await drawableOf(svg)).parsed.render().pixels;
  } catch (error) {
    if (isHttpError(error)) return new Uint8Array(0);
    throw error;
  }
}

/** Bytes that are farther apart than rounding takes them. */
const apart = (a: Uint8Array, b: Uint8Array, most: number): number =>
  a.reduce((count, byte, i) => count + Number(Math.abs(byte - b[i]!) > most), 0);

describe("path data", () => {
  it.each([
    ["a number that begins where another's point ends", "M.5.5L1.5.25", "M0.5 0.5L1.5 0.25"],
    ["signs for separators", "M1-2L+3-4", "M1 -2L3 -4"],
    ["exponents", "M1e1-1E-1L1e+2 0", "M10 -0.1L100 0"],
    ["moves that become lines", "M1 2 3 4m1 1 2 2", "M1 2L3 4M4 5L6 7"],
    ["flags without separators", "M0 0a5 5 0 0150 5 5 0 11-5,0", "M0 0A5 5 0 0 1 50 5L5 5"],
    [
      "smooth curves after curves",
      "M0 0C1 1 2 2 3 3S5 5 6 6s1 1 2 2",
      "M0 0C1 1 2 2 3 3C4 4 5 5 6 6C7 7 7 7 8 8",
    ],
    ["smooth curves after others", "M0 0L3 3S5 5 6 6T8 8", "M0 0L3 3C3 3 5 5 6 6Q6 6 8 8"],
    ["smooth quadratics", "M0 0Q1 2 3 3T6 6t1 0", "M0 0Q1 2 3 3Q5 4 6 6Q7 8 7 6"],
    ["a closed path that goes on where it began", "M5 5h3v3zl1 1", "M5 5L8 5L8 8ZL6 6"],
    ["spaces of all kinds", "\n M\t1\r2\f,3 ,4 ", "M1 2L3 4"],
  ])("has %s", (_what, data, expected) => {
    const whole = !/[aA]/.test(data);
    if (whole) expect(written(data)).toEqual({ out: expected, isRead: true });
    else expect(written(data).out.startsWith("M0 0A5 5 0 0 1 50 5")).toBe(true);
  });

  it.each([
    ["a letter that is no command", "M1 1L2 2x3 3L4 4", "M1 1L2 2"],
    ["a number that is missing", "M1 1L2 2L3", "M1 1L2 2"],
    ["a number after a closed path", "M1 1L2 2Z3 3", "M1 1L2 2Z"],
    ["an exponent without digits", "M1 1L2 2e", "M1 1"],
    ["two commas", "M1 1L2 2,,3 3", "M1 1L2 2"],
    ["a flag that is none", "M1 1A5 5 0 2 0 9 9L2 2", "M1 1"],
    ["a number beyond all", "M1 1L1e999 2L3 3", "M1 1"],
    ["no move at its start", "L1 1M2 2", ""],
    ["nothing", "", ""],
  ])("ends at %s", (_what, data, out) => {
    expect(written(data)).toEqual({ out, isRead: data === "" });
  });

  it("is what resvg reads, all commands in all notations", async () => {
    await fc.assert(
      fc.asyncProperty(pathData(), async (data) => {
        const { out, isRead } = written(data);
        expect(isRead, data).toBe(true);
        expect(apart(await draw(data), await draw(out), 1), data).toBe(0);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("is what resvg reads up to an error", async () => {
    await fc.assert(
      fc.asyncProperty(
        pathData(),
        fc.nat(),
        fc.constantFrom("x", "#", "z5", ",,", "-", ".", "e", "\u00a0", "9e9", "M", ""),
        async (data, at, wrong) => {
          const cut = at % data.length;
          const bad = data.slice(0, cut) + wrong + (wrong ? data.slice(cut) : "");
          expect(apart(await draw(bad), await draw(written(bad).out), 1), bad).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
  }, 60_000);

  it.each([
    ["resvg's own steps", kurboSteps, 1],
    ["quarters", quarters, 40],
  ] as const)(
    "has arcs as curves, by %s",
    async (_name, steps, most) => {
      await fc.assert(
        fc.asyncProperty(pathData(), async (data) => {
          expect(
            apart(await draw(data), await draw(written(data, steps).out), most),
            data,
          ).toBeLessThanOrEqual(most > 1 ? 400 : 24);
        }),
        { numRuns: 100 },
      );
    },
    60_000,
  );
});
