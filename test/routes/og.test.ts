import { join } from "node:path";
import { createApp } from "offprint";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/log.ts";

const app = await createApp({
  root: join(import.meta.dirname, "../.."),
  origin: "https://atlas.example",
  log: createLog({ level: "silent" }),
});
const get = async (path: string, init?: RequestInit) =>
  app.fetch(new Request(`https://atlas.example${path}`, init));

describe("a country's social image", () => {
  it.each(["png", "jpg", "webp", "avif"])("is %s by its extension", async (extension) => {
    const response = await get(`/og/JP.${extension}`);
    expect(response.status).toBe(200);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ width: 1200, height: 630 });
    expect(bytes.length).toBeLessThan(300_000);
  });

  it("has a tag of its own for each country, format and theme, and 304 by it", async () => {
    const tags = new Set<string>();
    for (const path of ["/og/JP.png", "/og/EG.png", "/og/JP.webp", "/og/JP.png?theme=dark"])
      tags.add((await get(path, { method: "HEAD" })).headers.get("etag")!);
    expect(tags.size).toBe(4);
    const [tag] = tags;
    expect((await get("/og/JP.png", { headers: { "if-none-match": tag! } })).status).toBe(304);
  });

  it("is not there for a country that is not, or an extension that it has not", async () => {
    for (const path of ["/og/XX.png", "/og/jp.png", "/og/JP.gif", "/og/.png"])
      expect((await get(path)).status).toBe(404);
  });
});

describe("the cards", () => {
  it("are shown with their examples", async () => {
    const response = await get("/cards/quote.png?example=1&theme=dark");
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "image/png"]);
    for (const path of [
      "/cards/none.png",
      "/cards/quote.png?example=99",
      "/cards/constructor.png",
      "/cards/quote.png?example=1e9",
    ])
      expect((await get(path)).status).toBe(404);
  });
});
