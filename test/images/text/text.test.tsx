import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { image, type ImageOptions } from "../../../src/assets/image.ts";
import { shippedFonts } from "../../../src/fonts/catalog.ts";
import { loadFonts } from "../../../src/fonts/library.ts";
import { expandTree } from "../../../src/images/tree.ts";
import { typesetting } from "../../../src/images/text/typefaces.ts";
import { bytesOf } from "../../assets/contract.ts";
import { appOf } from "../../project.ts";

const fonts = await loadFonts(shippedFonts);
const facesFor = (node: unknown, options = {}) =>
  typesetting(expandTree(node), fonts, options).faces.map(
    ({ name, weight, style }) => `${name} ${weight}${style === "italic" ? "i" : ""}`,
  );

describe("faces", () => {
  it.each([
    ["the default", <p>Hello</p>, ["Inter 400"]],
    ["bold by tag", <h1>Hello</h1>, ["Inter 400", "Inter 700"]],
    ["bold by class", <p tw="font-semibold italic">Hello</p>, ["Inter 400", "Inter 400i"]],
    ["monospace by tag", <code>x</code>, ["Inter 400", "monospace 400"]],
    [
      "by style, inherited",
      <div style={{ fontWeight: 600 }}>
        <b style={{ fontWeight: "normal" }}>a</b>
        <i>b</i>
        <span>c</span>
      </div>,
      ["Inter 400", "Inter 400i", "Inter 600"],
    ],
    [
      "by shorthand",
      <p style={{ font: "italic 700 20px/1.2 'JetBrains Mono', Inter" }}>a</p>,
      ["Inter 400", "JetBrains Mono 700", "Inter 400i"],
    ],
    [
      "of scripts, at the text's weight",
      <h1>भारत</h1>,
      ["Inter 400", "Inter 700", "Noto Sans Devanagari 700"],
    ],
    ["of Japanese by its kana", <p>東京です</p>, ["Inter 400", "Noto Sans JP 400"]],
    ["of Japanese by lang", <p lang="ja">東京</p>, ["Inter 400", "Noto Sans JP 400"]],
    ["of Chinese", <p>東京</p>, ["Inter 400", "Noto Sans SC 400"]],
    ["of Traditional Chinese", <p lang="zh-Hant">臺灣</p>, ["Inter 400", "Noto Sans TC 400"]],
    ["none for emoji", <p>🎉 1️⃣ ❤️</p>, ["Inter 400"]],
  ])("are opened only when text needs them: %s", (_what, node, expected) => {
    expect(facesFor(node).sort()).toEqual(expected.sort());
  });

  it("are the same array for the same text, so that parsers may keep what they made of it", () => {
    const of = (text: string) => typesetting(expandTree(<p>{text}</p>), fonts, {}).faces;
    expect(of("one")).toBe(of("two"));
    expect(of("日本")).toBe(of("中国"));
    expect(Object.isFrozen(of("one"))).toBe(true);
  });

  it("with a weight that is missing are said to be so, with those that are there", () => {
    const { substitutes } = typesetting(expandTree(<p style={{ fontWeight: 800 }}>Hello</p>), fonts, {});
    expect(substitutes).toEqual(["Inter has no weight 800: 700 is drawn. There are 400, 600, 700."]);
  });
});

const size = { width: 200, height: 60 };
async function ink(
  node: unknown,
  options: ImageOptions = {},
): Promise<{ left: number; right: number; lines: number }> {
  const bytes = await bytesOf(image(node, { width: 200, height: 200, ...options }), "image/png", { fonts });
  const { data, info } = await sharp(bytes)
    .flatten({ background: "#fff" })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  let [left, right, lines, wasInk] = [info.width, 0, 0, false];
  for (let y = 0; y < info.height; y++) {
    let any = false;
    for (let x = 0; x < info.width; x++)
      if (data[y * info.width + x]! < 128) [any, left, right] = [true, Math.min(left, x), Math.max(right, x)];
    if (any && !wasInk) lines++;
    wasInk = any;
  }
  return { left, right, lines };
}

describe("text", () => {
  const long = "mmm mmm mmm mmm mmm mmm mmm mmm mmm mmm mmm mmm mmm";
  it("is clamped to lines", async () => {
    const clamped = await ink(
      <div style={{ display: "block", width: 200, fontSize: 20, lineHeight: 1.4, lineClamp: 3 }}>{long}</div>,
    );
    const whole = await ink(
      <div style={{ display: "block", width: 200, fontSize: 20, lineHeight: 1.4 }}>{long}</div>,
    );
    expect(whole.lines).toBeGreaterThan(clamped.lines);
    expect(clamped.lines).toBeLessThanOrEqual(4); // three lines, and the dots of an ellipsis
  });

  it("takes Tailwind's classes", async () => {
    const { left } = await ink(<div tw="flex w-full justify-end text-2xl font-bold">mm</div>);
    expect(left).toBeGreaterThan(130);
  });

  it("is as large as its box allows", async () => {
    const { right } = await ink(
      <div fit={{ width: 190, max: 200 }} style={{ display: "flex", lineHeight: 1 }}>
        mmmm
      </div>,
    );
    expect(right).toBeGreaterThan(170);
    expect(right).toBeLessThan(195);
  });
});

describe("an image in a route", () => {
  const card = `
    import { image } from "offprint";
    const card = (width) => ({ type: "div", props: { style: { display: "flex", width: 60, height: 40, background: "#00f" } } });
    export const GET = ({ query }) => image(card(), { width: query.width === undefined ? 60 : Number(query.width), height: 40 });`;

  it("has the format of its extension", async () => {
    const app = await appOf({ "[id].[ext(png|jpg|webp|avif|svg)].ts": card });
    for (const [extension, type] of Object.entries({
      png: "png",
      jpg: "jpeg",
      webp: "webp",
      avif: "avif",
      svg: "svg+xml",
    }))
      expect((await app.get(`/a.${extension}`)).headers.get("content-type")).toBe(`image/${type}`);
  });

  it("without one has the format that is liked best", async () => {
    const app = await appOf({ "card.ts": card });
    const typeFor = async (accept?: string) => {
      const response = await app.get("/card", accept ? { headers: { accept } } : {});
      expect(response.headers.get("vary")).toMatch(/accept/i);
      return response.headers.get("content-type");
    };
    expect(await typeFor("image/avif,image/webp,image/png,*/*;q=0.8")).toBe("image/png");
    expect(await typeFor("image/webp,*/*;q=0.8")).toBe("image/webp");
    expect(await typeFor("image/avif,image/*;q=0.5")).toBe("image/avif");
    expect(await typeFor("text/html,*/*;q=0.1")).toBe("image/png");
    expect(await typeFor()).toBe("image/png");
  });

  it("refuses sizes that are none with 400, and says why", async () => {
    const app = await appOf({ "card.png.ts": card });
    for (const width of ["0", "NaN", "abc", "1e9", "-1", "1.5"]) {
      const response = await app.get(`/card.png?width=${width}`);
      expect(response.status).toBe(400);
      expect(await response.text()).toMatch(/width|pixels/);
    }
    expect((await app.get(`/card.png?width=${size.width}`)).status).toBe(200);
  });
});
