import { Readable } from "node:stream";
import { createRequire } from "node:module";
import * as fc from "fast-check";
import { parseSitemap, parseSitemapIndex } from "sitemap";
import { describe, expect, it } from "vitest";
import { sitemap, sitemapIndex, sitemapPages, type SitemapUrl } from "offprint";
import { hasProgram, xmllint } from "../judges.ts";
import { contextOf, keepsContract, textOf } from "./contract.ts";

const require = createRequire(import.meta.url);
const schema = require.resolve("sitemap/package.json").replace("package.json", "schema/all.xsd");
const canLint = hasProgram("xmllint");

keepsContract(
  "sitemap",
  () => sitemap(["/", { url: "/a", lastModified: "2026-01-02" }]),
  () => sitemap(["/"]),
);
keepsContract(
  "sitemap of many URLs",
  () => sitemap(many(2_000), { version: 1 }),
  () => sitemap(many(2_001), { version: 2 }),
);
keepsContract(
  "sitemapIndex",
  () => sitemapIndex(["/a.xml", { url: "/b.xml", lastModified: new Date(0) }]),
  () => sitemapIndex(["/a.xml"]),
);

function* many(count: number, from = 0): Generator<SitemapUrl> {
  for (let i = from; i < from + count; i++) yield { url: `/p/${i}?a=1&b=2`, lastModified: "2026-01-02" };
}

const rich: SitemapUrl[] = [
  {
    url: "/日本?q=a b&c=<d>'\"",
    lastModified: new Date("2026-01-02T03:04:05Z"),
    changeFrequency: "weekly",
    priority: 0.8,
    alternates: { en: "/en", "pt-BR": "/pt", "x-default": "/" },
    images: ["/a.png?x=1&y=2", { url: "/b.png", title: "B & <B>\0", caption: "c" }],
  },
];

describe("sitemap", () => {
  it("escapes a URL once, whether it came escaped or not", async () => {
    const xml = await textOf(sitemap(["/?a=1&b=2", "/?a=1&amp;c=2", "/o'neill"]));
    expect(xml).toContain("<loc>https://example.org/?a=1&amp;b=2</loc>");
    expect(xml).toContain("<loc>https://example.org/?a=1&amp;c=2</loc>");
    expect(xml).toContain("<loc>https://example.org/o&apos;neill</loc>");
  });

  it("says all that it knows of a page", async () => {
    const [item] = await parseSitemap(Readable.from([await textOf(sitemap(rich))]));
    expect(item).toMatchObject({
      url: "https://example.org/%E6%97%A5%E6%9C%AC?q=a%20b&c=%3Cd%3E%27%22",
      lastmod: "2026-01-02T03:04:05.000Z",
      changefreq: "weekly",
      priority: 0.8,
      links: [
        { lang: "en", url: "https://example.org/en" },
        { lang: "pt-BR", url: "https://example.org/pt" },
        { lang: "x-default", url: "https://example.org/" },
      ],
      img: [
        { url: "https://example.org/a.png?x=1&y=2" },
        { url: "https://example.org/b.png", title: "B & <B>", caption: "c" },
      ],
    });
  });

  it("has videos and news in the words of Google's schemas", async () => {
    const videos = [
      {
        title: "T & t",
        thumbnail_loc: "/t.png",
        description: "d",
        content_loc: "/v.mp4",
        duration: 60,
        rating: null,
        publication_date: "2024-01-01",
        family_friendly: false,
        restriction: { relationship: "allow" as const, content: "DE AT" },
        uploader: { info: "/u", content: "U" },
        tag: ["a", "b"],
      },
    ];
    const news = { publication: { name: "N", language: "en" }, publication_date: "2024-01-01", title: "T" };
    const xml = await textOf(sitemap([{ url: "/v", videos, news }]));
    if (canLint) xmllint(xml);
    const [item] = await parseSitemap(Readable.from([xml]));
    expect(item).toMatchObject({
      video: [
        {
          title: "T & t",
          thumbnail_loc: "https://example.org/t.png",
          content_loc: "https://example.org/v.mp4",
          duration: 60,
          publication_date: "2024-01-01",
          family_friendly: "no",
          restriction: "DE AT",
          "restriction:relationship": "allow",
          uploader: "U",
          "uploader:info": "https://example.org/u",
          tag: ["a", "b"],
        },
      ],
      news: { publication: { name: "N", language: "en" }, publication_date: "2024-01-01", title: "T" },
    });
    const bad = (more: object) => textOf(sitemap([{ url: "/", ...more }]));
    await expect(bad({ videos: [{ ...videos[0], content_loc: undefined }] })).rejects.toThrow("`player_loc`");
    await expect(bad({ videos: [{ ...videos[0], thumbnailLoc: "/" }] })).rejects.toThrow(
      "Did you mean `thumbnail_loc`?",
    );
    await expect(bad({ videos: [{ ...videos[0], duration: 0 }] })).rejects.toThrow("1 to 28800");
    await expect(bad({ news: { ...news, publication: { name: "N", language: "en_US" } } })).rejects.toThrow(
      '"en-US"',
    );
  });

  it("says what is meant as it is meant, and refuses other words", async () => {
    const text = await textOf(sitemap([{ url: "/b", priority: 0.64, lastModified: null, images: null }]));
    expect(text).toContain("<url><loc>https://example.org/b</loc><priority>0.64</priority></url>");
    const bad = (more: object) => textOf(sitemap([{ url: "/", ...more }]));
    await expect(bad({ changeFrequency: "fortnightly" })).rejects.toThrow("`fortnightly` is not known");
    await expect(bad({ changeFrequency: "dayly" })).rejects.toThrow("Did you mean `daily`?");
    await expect(bad({ alternates: { en_US: "/c" } })).rejects.toThrow('Did you mean "en-US"?');
    await expect(bad({ lastmod: "2024-01-01" })).rejects.toThrow("`lastmod` is not known");
    await expect(bad({ lastModifed: "2024-01-01" })).rejects.toThrow("Did you mean `lastModified`?");
    await expect(
      textOf(sitemapIndex([{ url: "/", lastModifed: "2024" } as object as { url: string }])),
    ).rejects.toThrow("Did you mean `lastModified`?");
    expect(() => sitemap([], { versoin: 1 } as object)).toThrow("Did you mean `version`?");
  });

  it.skipIf(!canLint)("is valid without an entry, in either way of giving none", async () => {
    for (const asset of [sitemap([]), sitemap(many(0), { version: 1 })]) {
      const text = await textOf(asset);
      expect(text).toContain("<loc>https://example.org/</loc>");
      xmllint(text, schema.replace("all.xsd", "sitemap.xsd"));
    }
  });

  it.skipIf(!canLint)("keeps to the published schema", async () => {
    const plain = rich.map((entry) => ({ ...entry, alternates: undefined, images: undefined }));
    xmllint(await textOf(sitemap([...plain, ...many(1_200)])), schema.replace("all.xsd", "sitemap.xsd"));
    xmllint(await textOf(sitemap(rich)));
    xmllint(await textOf(sitemapIndex(["/a.xml?x=1&y='2'"])));
  });

  it("refuses, by name, what crawlers would", async () => {
    await expect(textOf(sitemap(["/", "http://"]))).rejects.toThrow(
      'Entry 2 of the sitemap: "http://" is neither',
    );
    await expect(textOf(sitemap(["mailto:a@b.c"]))).rejects.toThrow("Entry 1 of the sitemap");
    await expect(textOf(sitemap([undefined as never]))).rejects.toThrow();
    await expect(textOf(sitemap([`/${"a".repeat(2_048)}`]))).rejects.toThrow("more than 2048 characters");
    await expect(textOf(sitemap([{ url: "/", priority: 2 }]))).rejects.toThrow("priority");
    await expect(textOf(sitemap([{ url: "/", lastModified: "soon" }]))).rejects.toThrow("not a date");
    expect(() => sitemap(many(3))).toThrow("Give `version`");
    expect(() => sitemap([...many(50_001)])).toThrow("Split them with sitemapPages()");
    await expect(textOf(sitemap(many(50_001), { version: 1 }))).rejects.toThrow("more than 50000 entries");
  });

  it("is well-formed and whole, whatever path it is given", async () => {
    const any = fc.string({ unit: "binary", minLength: 1, maxLength: 1 });
    const path = fc
      .string({ unit: fc.oneof(any, fc.constantFrom(...`'"&<>%`, "&amp;", "]]>")) })
      .filter((text) => URL.canParse(`/${text}`, "https://example.org"));
    await fc.assert(
      fc.asyncProperty(fc.array(path, { minLength: 1 }), async (paths) => {
        const urls = paths.map((text) => `/p${text}`);
        const items = await parseSitemap(Readable.from([await textOf(sitemap(urls))]));
        expect(items.map((item) => item.url)).toEqual(
          urls.map((url) => new URL(url.replaceAll("&amp;", "&"), "https://example.org").href),
        );
      }),
      { numRuns: 100, examples: [[["'"]]] },
    );
  });

  it("asks for entries only while it is read", async () => {
    let made = 0;
    function* counted(): Generator<SitemapUrl> {
      for (const entry of many(50_000)) {
        made++;
        yield entry;
      }
    }
    const body = (await sitemap(counted(), { version: 1 }).render(
      await contextOf("application/xml"),
    )) as ReadableStream;
    const reader = body.getReader();
    await reader.read();
    expect(made).toBeLessThan(1_500);
    await reader.cancel();
    expect(made).toBeLessThan(1_500);
  });
});

describe("sitemapPages", () => {
  const pages = (count: number, page?: string) =>
    sitemapPages({ count, page, version: 1, urls: (start, end) => many(end - start, start) });

  it("is a sitemap while everything fits into one, and an index of itself beyond", async () => {
    expect(await parseSitemap(Readable.from([await textOf(pages(50_000)!)]))).toHaveLength(50_000);
    const index = await parseSitemapIndex(Readable.from([await textOf(pages(100_001)!)]));
    expect(index.map((entry) => entry.url)).toEqual(
      [1, 2, 3].map((page) => `https://example.org/blog/asset?page=${page}`),
    );
    const last = await parseSitemap(Readable.from([await textOf(pages(100_001, "3")!)]));
    expect(last.map((item) => item.url)).toEqual(["https://example.org/p/100000?a=1&b=2"]);
  });

  it("tells in the index when each part last changed", async () => {
    const asset = sitemapPages({
      count: 100_001,
      version: 1,
      urls: () => [],
      lastModified: (start, end) => (end - start === 1 ? null : new Date(start)),
    });
    const index = await parseSitemapIndex(Readable.from([await textOf(asset!)]));
    expect(index.map(({ lastmod }) => lastmod)).toEqual([
      "1970-01-01T00:00:00.000Z",
      "1970-01-01T00:00:50.000Z",
      undefined,
    ]);
    expect(() => sitemapPages({ count: Number.NaN, version: 1, urls: () => [] })).toThrow("count is null");
  });

  it("has no other pages", () => {
    for (const page of ["0", "4", "-1", "1.5", "1e1", "x", ""]) expect(pages(100_001, page)).toBeUndefined();
  });
});
