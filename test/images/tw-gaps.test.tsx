// Gaps by Tailwind's classes are as wide as Tailwind has them: a step is 4 px.
import { expect, it } from "vitest";
import { loadFonts } from "../../src/fonts/library.ts";
import { layout } from "../../src/images/general/layout.ts";
import { prepared } from "./prepared.ts";
import { judge } from "./retained/judge.ts";

const fonts = await loadFonts("fonts");
const size = { width: 200, height: 200 };

const card = (tw: string, style: React.CSSProperties = {}) => (
  <div style={{ display: "flex", width: "100%", height: "100%", alignItems: "flex-start" }}>
    <div tw={`flex flex-wrap ${tw}`} style={{ width: 60, ...style }}>
      {[1, 2, 3].map((key) => (
        <div key={key} style={{ width: 20, height: 20, background: "#f00" }} />
      ))}
    </div>
  </div>
);

/** The corners of the red boxes. */
async function placesOf(element: unknown): Promise<string[]> {
  const image = await prepared(element, size, fonts);
  const svg = await layout(image.tree, image);
  return [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="20" height="20" fill="#f00"/g)].map(
    ([, x, y]) => `${x},${y}`,
  );
}

it.each<[string, React.CSSProperties, string[]]>([
  ["gap-2", {}, ["0,0", "28,0", "0,28"]],
  ["gap-1.5", {}, ["0,0", "26,0", "0,26"]],
  ["gap-px", {}, ["0,0", "21,0", "0,21"]],
  ["gap-[7px]", {}, ["0,0", "27,0", "0,27"]],
  ["gap-x-2", {}, ["0,0", "28,0", "0,20"]],
  ["gap-y-4 gap-x-2", {}, ["0,0", "28,0", "0,36"]],
  ["gap-x-2 gap-5", {}, ["0,0", "28,0", "0,40"]],
  ["gap-2", { gap: 10 }, ["0,0", "30,0", "0,30"]],
  ["gap-2", { rowGap: 3 }, ["0,0", "28,0", "0,23"]],
])("lays out %s with %o", async (tw, style, places) => {
  expect(await placesOf(card(tw, style))).toEqual(places);
  const { path, psnr } = await judge(card(tw, style), size.width, size.height);
  expect(path).toBe("layout");
  expect(psnr).toBeGreaterThan(50);
});
