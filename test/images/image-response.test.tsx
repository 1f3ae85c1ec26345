import { createElement } from "react";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { shippedFonts } from "../../src/fonts/catalog.ts";
import { loadFonts } from "../../src/fonts/library.ts";
import { ImageResponse } from "../../src/assets/image-response.ts";
import { appOf } from "../project.ts";

const box = (text: string) =>
  createElement("div", { style: { display: "flex", fontSize: 40, background: "#fff" } }, text);
const bytes = async (response: Response) => Buffer.from(await response.arrayBuffer());
const inter = (await loadFonts(shippedFonts)).match("Inter", 700);

describe("ImageResponse", () => {
  it("is a Response with a PNG of 1200 × 630", async () => {
    const response = new ImageResponse(box("Hello"));
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    expect(await sharp(await bytes(response)).metadata()).toMatchObject({
      format: "png",
      width: 1200,
      height: 630,
    });
  });

  it("takes all options of next/og", async () => {
    const response = new ImageResponse(box("Hello 🎉"), {
      width: 300,
      height: 200,
      emoji: "twemoji",
      debug: true,
      status: 203,
      statusText: "Drawn",
      headers: { "x-one": "1", "cache-control": "no-store" },
      fonts: [
        { name: "Brand", data: inter.data().slice().buffer as ArrayBuffer, weight: 400, style: "normal" },
      ],
    });
    expect([response.status, response.statusText]).toEqual([203, "Drawn"]);
    expect(response.headers.get("x-one")).toBe("1");
    expect(await sharp(await bytes(response)).metadata()).toMatchObject({ width: 300, height: 200 });
  });

  it("writes in the first of its fonts where nothing else is said", async () => {
    const data = inter.data().slice().buffer as ArrayBuffer;
    const size = { width: 300, height: 80 };
    const bold = await bytes(
      new ImageResponse(box("Hello"), { ...size, fonts: [{ name: "Brand", data, weight: 400 }] }),
    );
    const named = createElement(
      "div",
      { style: { display: "flex", fontSize: 40, background: "#fff", fontWeight: 700, fontFamily: "Inter" } },
      "Hello",
    );
    const fonts = [{ name: "Inter", data, weight: 700 }];
    expect(bold.equals(await bytes(new ImageResponse(named, { ...size, fonts })))).toBe(true);
    expect(bold.equals(await bytes(new ImageResponse(box("Hello"), size)))).toBe(false);
  });

  it("waits for asynchronous components", async () => {
    const Later = async ({ text }: { text: string }) => Promise.resolve(box(text));
    const element = createElement(Later as never, { text: "Hello" });
    const size = { width: 300, height: 80 };
    expect(await bytes(new ImageResponse(element, size))).toEqual(
      await bytes(new ImageResponse(box("Hello"), size)),
    );
  });

  it("refuses a size that is none at once, and fails where it is read otherwise", async () => {
    expect(() => new ImageResponse(box(""), { width: Number.NaN })).toThrow(
      expect.objectContaining({ status: 400 }),
    );
    const broken = createElement(() => {
      throw new RangeError("a component");
    });
    await expect(new ImageResponse(broken).arrayBuffer()).rejects.toThrow("a component");
  });

  it("in a route has its entity tag before it is drawn, and keeps its headers", async () => {
    const app = await appOf({
      "card.ts": `
        import { ImageResponse } from "offprint";
        globalThis.drawn = 0;
        const Card = ({ text }) => ({ type: "div", props: { style: { display: "flex" }, children: text } });
        export const GET = ({ query }) =>
          new ImageResponse({ type: Card, props: { text: query.text ?? "Hello" } }, { width: 60, height: 40, headers: { "x-one": "1" } });
        export const POST = () => new ImageResponse({ type: Card, props: { text: "made" } }, { width: 60, height: 40, status: 201 });`,
    });
    const first = await app.get("/card");
    expect([first.status, first.headers.get("content-type"), first.headers.get("x-one")]).toEqual([
      200,
      "image/png",
      "1",
    ]);
    const etag = first.headers.get("etag")!;
    expect(etag).toMatch(/^"/);
    expect((await bytes(first)).length).toBeGreaterThan(50);
    expect((await app.get("/card", { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await app.get("/card?text=Other")).headers.get("etag")).not.toBe(etag);
    const head = await app.get("/card", { method: "HEAD" });
    expect([head.status, head.headers.get("etag")]).toEqual([200, etag]);
    expect((await app.get("/card", { method: "POST" })).status).toBe(201);
  });
});
