// The example site over HTTP: every text asset, as a crawler, a feed reader and a spreadsheet see it.
import { execFileSync } from "node:child_process";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSitemap } from "sitemap";
import { Readable } from "node:stream";
import { transform } from "lightningcss";
import Parser from "rss-parser";
import { describe, expect, it } from "vitest";
import { hasProgram, xmllint } from "../judges.ts";
import { writeProject } from "../project.ts";
import { dataFolder, ORIGIN, useAtlas } from "./atlas-app.ts";

const get = useAtlas();
const canLint = hasProgram("xmllint");

describe("feeds", () => {
  it.each([
    ["/rss.xml", "application/rss+xml; charset=utf-8"],
    ["/atom.xml", "application/atom+xml; charset=utf-8"],
  ])("%s is read by a feed reader", async (path, type) => {
    const response = await get(path);
    expect(response.headers.get("content-type")).toBe(type);
    expect(response.headers.get("cache-control")).toContain("max-age=900");
    expect(response.headers.get("last-modified")).toBe("Fri, 20 Nov 2026 09:00:00 GMT");
    const text = await response.text();
    if (canLint) xmllint(text);
    const feed = await new Parser().parseString(text);
    expect(feed.title).toBe("The Offprint Journal");
    expect(feed.feedUrl).toBe(ORIGIN + path);
    expect(feed.items.length).toBeGreaterThanOrEqual(5);
    for (const item of feed.items) {
      expect(item.link).toMatch(/^https:\/\/atlas\.example\/journal\/[a-z-]+$/);
      expect((await get(new URL(item.link!).pathname)).status).toBe(200);
      expect(item["content:encoded"] ?? item.content).not.toMatch(/(?:href|src)="\//);
    }
  });

  it("/feed.json is JSON Feed 1.1", async () => {
    const response = await get("/feed.json");
    expect(response.headers.get("content-type")).toBe("application/feed+json");
    expect(await response.json()).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      feed_url: `${ORIGIN}/feed.json`,
      items: expect.arrayContaining([
        expect.objectContaining({ content_html: expect.stringContaining("<h2>") }),
      ]),
    });
  });

  it("answer 304 to the tag alone and to the date alone", async () => {
    const first = await get("/rss.xml");
    const etag = first.headers.get("etag")!;
    const date = first.headers.get("last-modified")!;
    expect(etag).toMatch(/^"/);
    expect((await get("/rss.xml", { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await get("/rss.xml", { headers: { "if-modified-since": date } })).status).toBe(304);
    expect((await get("/rss.xml", { method: "HEAD" })).headers.get("etag")).toBe(etag);
  });
});

describe("for crawlers and browsers", () => {
  it("/sitemap.xml names every page and its image, and what it names is there", async () => {
    const text = await (await get("/sitemap.xml")).text();
    if (canLint) xmllint(text);
    const items = await parseSitemap(Readable.from([text]));
    expect(items.length).toBeGreaterThan(500);
    expect(items.every((item) => item.url.startsWith(`${ORIGIN}/`))).toBe(true);
    expect(items.find((item) => item.url === `${ORIGIN}/countries/JP`)?.img[0]?.url).toBe(
      `${ORIGIN}/og/JP.png`,
    );
    for (const { url } of items
      .filter((item) => !item.url.endsWith(".pdf"))
      .filter((_, index) => index % 25 === 0))
      expect({ url, status: (await get(new URL(url).pathname, { method: "HEAD" })).status }).toEqual({
        url,
        status: 200,
      });
  });

  it("/robots.txt points to it", async () => {
    const response = await get("/robots.txt");
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toContain(`Sitemap: ${ORIGIN}/sitemap.xml`);
  });

  it("/manifest.webmanifest names icons that are there", async () => {
    const response = await get("/manifest.webmanifest");
    expect(response.headers.get("content-type")).toBe("application/manifest+json");
    const { icons } = (await response.json()) as { icons: { src: string; type: string }[] };
    for (const { src, type } of icons) expect((await get(src)).headers.get("content-type")).toBe(type);
  });

  it("/theme.css and /site.css parse, and use no property that the theme lacks", async () => {
    const theme = await get("/theme.css");
    expect(theme.headers.get("content-type")).toBe("text/css; charset=utf-8");
    const tokens = await theme.text();
    const site = await (await get("/site.css")).text();
    for (const [filename, text] of [["theme.css", tokens] as const, ["site.css", site] as const])
      expect(transform({ filename, code: Buffer.from(text) }).warnings).toEqual([]);
    const known = new Set(tokens.match(/--[\w-]+(?=:)/g));
    for (const used of site.match(/(?<=var\()--[\w-]+/g) ?? []) expect(known).toContain(used);
    expect(await (await get("/theme.css?mode=dark")).text()).not.toContain("@media");
    expect((await get("/theme.css?mode=red;}")).status).toBe(400);
  });

  it("/flags and /icon.svg are SVG that cannot run anything", async () => {
    for (const path of ["/flags/JP.svg", "/icon.svg"]) {
      const response = await get(path);
      expect(response.headers.get("content-type")).toBe("image/svg+xml");
      expect(response.headers.get("content-security-policy")).toContain("sandbox");
      if (canLint) xmllint(await response.text());
    }
    expect((await get("/flags/jp.svg")).status).toBe(404);
    expect((await get("/fonts/..%2Fpackage.woff2")).status).toBe(404);
  });
});

describe("data", () => {
  it("/cities.csv is every city, once, and says no more than it knows", async () => {
    const response = await get("/cities.csv");
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain('filename="cities.csv"');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf"); // the mark that Excel looks for
    const rows = bytes.subarray(3).toString().split("\r\n");
    expect(rows[0]).toBe("Country,Rank,Name,Population,Capital,Latitude,Longitude,GeoNames id");
    expect(rows).toHaveLength(135_233 + 2);
    expect(rows.filter((row) => /^[^,]*,\d+,[=+@-]/.test(row))).toEqual([]);
  });

  it("/cities.csv is read only as far as its reader goes", async () => {
    const stop = new AbortController();
    const response = await get("/cities.csv", { signal: stop.signal });
    const reader = response.body!.getReader();
    await reader.read();
    stop.abort();
    const rest = (async () => {
      let bytes = 0;
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return bytes;
        bytes += value.byteLength;
      }
    })();
    await expect(rest).rejects.toThrow("abort");
  });

  it.skipIf(!hasProgram("unzip"))("/countries/LI.zip has each file as its own route makes it", async () => {
    const root = await writeProject({});
    const file = join(root, "li.zip");
    await writeFile(file, new Uint8Array(await (await get("/countries/LI.zip")).arrayBuffer()));
    const unzip = (...args: string[]) => execFileSync("unzip", args).toString();
    expect(unzip("-t", file)).toContain("No errors detected");
    expect(unzip("-p", file, "Liechtenstein/country.json")).toBe(
      await (await get("/countries/LI.json")).text(),
    );
    expect(unzip("-p", file, "Liechtenstein/report.pdf")).toMatch(/^%PDF-/);
  });

  it("/share/JP leads to a link that nobody else can make", async () => {
    const location = (await get("/share/JP")).headers.get("location")!;
    const response = await get(location);
    expect(await response.text()).toContain("1,Tokyo,");
    expect(response.headers.get("cache-control")).toMatch(/^public, max-age=[56]\d\d, must-revalidate$/);
    expect((await get(location.replace("JP", "KR"))).status).toBe(403);
  });

  it("/cities.csv?country= takes one country, and knows a wrong one", async () => {
    const response = await get("/cities.csv?country=JP");
    expect(response.headers.get("content-disposition")).toContain(
      "filename*=UTF-8''Japan%20%E2%80%93%20cities.csv",
    );
    expect((await response.text()).split("\r\n")[1]).toBe("JP,1,Tokyo,8336599,yes,35.6895,139.69171,1850147");
    expect((await get("/cities.csv?country=XX")).status).toBe(404);
    const wrong = await get("/cities.csv?country=japan");
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ fields: { country: ["is not two capital letters"] } });
  });

  it("/countries/IN.json is a country, with absolute links", async () => {
    const response = await get("/countries/IN.json");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject({
      id: "IN",
      name: "India",
      nativeNames: expect.arrayContaining([{ language: "hin", name: "भारत", officialName: "भारत गणराज्य" }]),
      links: { report: `${ORIGIN}/reports/IN.pdf` },
    });
    for (const id of ["in", "XX", "IND", "%00", "IN%20"]) {
      const status = (await get(`/countries/${id}.json`)).status;
      expect({ id, status }).toEqual({ id, status: id === "%00" ? 400 : 404 });
    }
  });

  it("/health is 200 while the database is there, and 503 while it is not", async () => {
    const response = await get("/health");
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    for (const name of ["atlas.db", "bookmarks.db"]) {
      const path = join(dataFolder(), name);
      await rename(path, `${path}.away`);
      const ill = await get("/health");
      expect(ill.status).toBe(503);
      expect(await ill.text()).toBe('{"status":"unavailable"}');
      await rename(`${path}.away`, path);
      expect((await get("/health")).status).toBe(200);
    }
  });
});

describe("pages", () => {
  it("carry what crawlers of links look for, with absolute URLs of the configured origin", async () => {
    const text = await (await get("/countries/EG", { headers: { host: "evil.example" } })).text();
    expect(text).toContain('<meta property="og:image" content="https://atlas.example/og/EG.png">');
    expect(text).toContain('<link rel="canonical" href="https://atlas.example/countries/EG">');
    expect(text).toContain('<link rel="alternate" type="application/rss+xml"');
    expect(text).toContain('<bdi lang="ar">');
    expect(text).not.toContain("evil.example");
  });

  it("search without a script, and repeat nothing unescaped", async () => {
    const text = await (await get("/?q=%D8%A7%D9%84%D8%AC")).text();
    expect(text.match(/<li data-names=/g)).toHaveLength(1);
    expect(text).toContain("Algeria");
    const hostile = await (await get('/?q="><script>alert(1)</script>')).text();
    expect(hostile).not.toContain("<script>alert");
    expect(hostile).toContain("No country has that in its name.");
  });

  it("link to nothing that is not there", async () => {
    const seen = new Set<string>();
    for (const page of ["/", "/journal", "/journal/child-processes", "/countries/JP"]) {
      const text = await (await get(page)).text();
      for (const [, path] of text.matchAll(/(?:href|src)="(\/[^"#]*)/g))
        seen.add(path!.replaceAll("&#38;", "&"));
    }
    const paths = [...seen].filter((path) => !/^\/(?:og|reports|cards|samples|share)\//.test(path));
    const sample = paths.filter((path, index) => !/^\/(?:flags|countries)\//.test(path) || index % 40 === 0);
    expect(sample.length).toBeGreaterThan(20);
    for (const path of sample)
      expect({ path, status: (await get(path, { method: "HEAD" })).status }).toEqual({ path, status: 200 });
  });
});
