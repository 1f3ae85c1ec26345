// Classes mean to the retained layout what they mean to satori: the same SVG.

import satori from "satori";
import { describe, expect, it, vi } from "vitest";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { styleOfClasses } from "../../../src/images/retained/layout/style/tailwind/classes.ts";
import { typesetting } from "../../../src/images/text/typefaces.ts";
import { element } from "../random/element.ts";

const { faces } = typesetting("Hello", await loadFonts(shippedFonts), {});
const size = { width: 1100, height: 600 };
// satori tells the console of each class that it does not know.
vi.spyOn(console, "warn").mockImplementation(() => {});

function write(props: Record<string, unknown>): Promise<string> {
  const { style, ...rest } = props;
  const inner = element("div", style as Record<string, unknown> | undefined, "Hello", rest);
  const page = element("div", { display: "flex", width: 300, height: 200, color: "#123" }, inner);
  return satori(page as Parameters<typeof satori>[0], { ...size, fonts: faces, onStyleError() {} });
}

const each = (prefixes: string, values: string) =>
  prefixes.split(" ").flatMap((prefix) => values.split(" ").map((value) => prefix + value));

const GROUPS: Record<string, string[]> = {
  spaces: each(
    "p- px- pt- m- mx- -mt- top- -left- inset- inset-x- -inset-y-",
    "0 0.5 1 2.5 13 96 px auto full 1/2 5/12 1/7 [13px] [2.5rem] [30%] [10vw] md",
  ),
  sizes: each(
    "h- w- min-w- min-h- max-w- max-h-",
    "0 0.5 4 13 px auto full screen 1/2 2/3 5/12 1/7 [13px] [30%] [10vw] md none fit screen-md prose",
  ),
  text: [
    ...each(
      "text-",
      "xs sm base lg xl 2xl 4xl 5xl 9xl [40px] [2.5rem] 10 red-500 white black/50 [#abc] [rgb(1,2,3)] transparent current sky-50/25 center justify red foo",
    ),
    ...each("leading-", "tight none loose 6 [3rem] 9 [1.3]").map((name) => `text-3xl ${name}`),
    ...each("leading-", "tight none"),
    ...["tighter", "tight", "widest", "[2px]", "1"].map((name) => `text-2xl tracking-${name}`),
    ..."italic font-bold font-light font-mono font-sans underline line-through uppercase capitalize".split(
      " ",
    ),
  ],
  colours: each(
    "bg- border-2&border- border-4&border-t-",
    "red-500 white black/50 [#abc] [#aabbcc]/30 [rgb(1,2,3)] slate-950 gradient-to-r",
  ).map((name) => name.replace("&", " ")),
  borders: [
    ...[
      "",
      "-0",
      "-2",
      "-3",
      "-4",
      "-t",
      "-t-4",
      "-x-2",
      "-[3px]",
      "-dashed border",
      "-dotted border",
      "-b-[5px]",
    ].map((name) => `border${name} border-red-500`),
    ...["", "-none", "-sm", "-lg", "-3xl", "-full", "-t-lg", "-tl-xl", "-b", "-[20px]", "-5", "-l-[7px]"].map(
      (name) => `rounded${name} bg-red-500`,
    ),
  ],
  layout:
    "flex-1 flex-2 flex-auto flex-grow flex-grow-0 grow grow-2 shrink-0 flex-none opacity-50 opacity-33 z-10 aspect-square aspect-video aspect-4/3 hidden absolute items-center justify-between flex-col flex-wrap gap-4 space-x-2 block truncate shadow shadow-lg shadow-inner max-w-none overflow-hidden self-end content-center".split(
      " ",
    ),
  "classes together": [
    "shadow-lg shadow-red-500",
    "bg-red-500 bg-opacity-40",
    "text-red-500 text-opacity-20",
    "border border-red-300 border-opacity-30",
    "bg-white/10 bg-red-500",
    "p-4 p-8 px-2",
    "text-5xl font-bold tracking-tight leading-none",
  ],
  prefixes: [
    "text-sm md:text-3xl",
    "p-2 sm:p-4 lg:p-8",
    "xl:bg-red-500",
    "bg-blue-500 2xl:bg-red-500",
    "bg-white dark:bg-black",
    "hover:bg-red-500",
    "p-1 landscape:p-9",
    "w-full md:w-1/2 lg:w-1/3",
    "p-4 web:p-3",
  ],
};

describe("classes", () => {
  it.each(Object.keys(GROUPS))("%s", async (group) => {
    for (const tw of GROUPS[group]!)
      for (const style of [undefined, { fontSize: 20, display: "flex" }]) {
        const own = await write({ style: styleOfClasses(tw, style, size) });
        expect(own, tw).toBe(await write({ tw, ...(style && { style }) }));
      }
  });

  it("whose order satori takes from what it has read before are left to it", () => {
    expect(() => styleOfClasses("md:text-3xl text-sm", undefined, size)).toThrow(/md:text-3xl/);
  });
});
