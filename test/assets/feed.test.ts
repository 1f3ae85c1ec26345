import * as fc from "fast-check";
import Parser from "rss-parser";
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from "feedsmith";
import { describe, expect, it } from "vitest";
import { feed, type Feed, type FeedItem } from "offprint";
import { absoluteHtml } from "../../src/assets/feed/absolute-html.ts";
import { hasProgram, xmllint } from "../judges.ts";
import { contextOf, keepsContract, textOf } from "./contract.ts";

const RSS = "application/rss+xml; charset=utf-8";
const ATOM = "application/atom+xml; charset=utf-8";
const JSON_FEED = "application/feed+json";
const canLint = hasProgram("xmllint");

const post: FeedItem = { url: "/posts/1", title: "One", published: "2026-01-02T03:04:05Z" };
const journal = (more: Partial<Feed> = {}): Feed => ({ title: "Journal", items: [post], ...more });

function* many(count: number): Generator<FeedItem> {
  for (let i = 0; i < count; i++)
    yield {
      url: `/posts/${i}?a=1&b=2`,
      title: `Post ${i} & more`,
      published: new Date(Date.UTC(2026, 0, 1) - i * 60_000),
      html: `<p>Number ${i}</p>`,
    };
}

keepsContract(
  "feed",
  () => feed(journal()),
  () => feed(journal({ title: "Another" })),
);
keepsContract(
  "feed of many items",
  () => feed(journal({ items: many(500), version: 1 })),
  () => feed(journal({ items: many(501), version: 2 })),
);

describe("feed", () => {
  it("tells readers where it is, where it belongs, what changed and who tells of changes", async () => {
    const value = journal({
      description: "Notes",
      language: "en",
      hub: "https://hub.example/",
      next: "/old.xml",
    });
    const rss = await new Parser().parseString(await textOf(feed(value), RSS));
    expect(rss).toMatchObject({
      title: "Journal",
      description: "Notes",
      link: "https://example.org/",
      feedUrl: "https://example.org/blog/asset",
      language: "en",
    });
    expect(rss.items).toEqual([
      expect.objectContaining({
        guid: "https://example.org/posts/1",
        link: "https://example.org/posts/1",
        isoDate: "2026-01-02T03:04:05.000Z",
      }),
    ]);
    const xml = await textOf(feed(value), RSS);
    expect(xml).toContain('<atom:link href="https://hub.example/" rel="hub"/>');
    expect(xml).toContain('rel="self" type="application/rss+xml"');
    const atom = parseAtomFeed(await textOf(feed(value), ATOM));
    expect(atom.links?.map((link) => link.rel)).toEqual(["alternate", "self", "hub", "next"]);
    expect(atom.authors).toEqual([{ name: "Journal" }]);
    const json = JSON.parse(await textOf(feed(value), JSON_FEED)) as Record<string, unknown>;
    expect(json).toMatchObject({
      version: "https://jsonfeed.org/version/1.1",
      home_page_url: "https://example.org/",
      feed_url: "https://example.org/blog/asset",
      next_url: "https://example.org/old.xml",
      hubs: [{ type: "WebSub", url: "https://hub.example/" }],
    });
  });

  it("is as new as its latest item", () => {
    const items = [post, { ...post, url: "/2", updated: "2026-05-01" }];
    expect(feed(journal({ items })).lastModified).toEqual(new Date("2026-05-01"));
  });

  it("keeps an id for ever, as an IRI in Atom", async () => {
    const items = [{ ...post, id: "post one & only" }];
    expect(await textOf(feed(journal({ items })), RSS)).toContain(
      '<guid isPermaLink="false"><![CDATA[post one & only]]></guid>',
    );
    expect(await textOf(feed(journal({ items })), ATOM)).toContain(
      "<id>https://example.org/#post%20one%20%26%20only</id>",
    );
  });

  it("makes the URLs in an item's HTML absolute, for readers far away", () => {
    const base = "https://example.org/posts/1";
    expect(absoluteHtml('<a href="2?a=1&amp;b=2">x</a> <img src=/i.png alt="a > b">', base)).toBe(
      '<a href="https://example.org/posts/2?a=1&amp;b=2">x</a> <img src="https://example.org/i.png" alt="a > b">',
    );
    expect(absoluteHtml('<img srcset="a.png 1x, data:image/png;base64,AA== 2x">', base)).toBe(
      '<img srcset="https://example.org/posts/a.png 1x, data:image/png;base64,AA== 2x">',
    );
    expect(absoluteHtml('<a href="mailto:a@b.c">', base)).toBe('<a href="mailto:a@b.c">');
    expect(absoluteHtml('1 < 2 <a href="x', base)).toBe('1 < 2 <a href="x');
    const hostile = '<a href="'.repeat(50_000);
    expect(absoluteHtml(hostile, base)).toBe(hostile);
  });

  it("refuses, by name, what no reader could use", async () => {
    const render = (more: Partial<Feed>): Promise<string> => textOf(feed(journal(more)));
    const items = (item: Partial<FeedItem>): Partial<Feed> => ({
      items: [post, { ...post, url: "/2", ...item }],
    });
    await expect(render(items({ title: " " }))).rejects.toThrow('Item 2 of the feed (" "): title is missing');
    await expect(render(items({ published: "soon" }))).rejects.toThrow('published is "soon": not a date');
    await expect(render(items({ url: undefined as unknown as string }))).rejects.toThrow("url is missing");
    await expect(render(items({ url: "javascript:alert(1)" }))).rejects.toThrow(
      "not a path or an http(s) URL",
    );
    expect(() => feed(journal(items({ url: "/posts/1" })))).toThrow('two items have the id "/posts/1"');
    await expect(render({ title: "" })).rejects.toThrow("The feed's title is missing");
    expect(() => feed(journal({ items: many(3) }))).toThrow("Give `version`");
  });

  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom("&", "<", ">", "]", "'", '"', "&apos;", "\0", "\ud800", "\n", "é", "<item>", "a"),
    }),
  );
  /** What XML and the trimming of the formats leave of a text. */
  const kept = (text: string): string =>
    text
      .toWellFormed()
      .replaceAll(/\r\n?/g, "\n")
      .replaceAll(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff\ufdd0]/g, "")
      .trim();

  it("carries any text through every format unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(anyText, anyText, anyText, async (a, b, c) => {
        fc.pre(kept(a) !== "" && kept(b) !== "" && kept(c) !== "");
        const item = { ...post, title: `T${a}T`, summary: `S${b}S`, categories: [`C${c}C`], html: undefined };
        const value = journal({ title: `F${a}F`, description: `D${b}D`, items: [item] });
        const rssText = await textOf(feed(value), RSS);
        const atomText = await textOf(feed(value), ATOM);
        // RSS's titles and summaries are read as HTML.
        const rss = xmlText(rssText).replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
        const atom = xmlText(atomText);
        for (const text of [`T${a}T`, `S${b}S`, `C${c}C`, `F${a}F`, `D${b}D`]) {
          expect(rss).toContain(kept(text));
          if (!text.startsWith("C")) expect(atom).toContain(kept(text));
        }
        const json = parseJsonFeed(await textOf(feed(value), JSON_FEED));
        expect(json.title?.trim()).toBe(kept(`F${a}F`));
      }),
      { numRuns: 300 },
    );
  });

  it.skipIf(!canLint)("is well-formed for xmllint, whatever was written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 3, maxLength: 12 }), async (texts) => {
        const items = texts.map((text, i) => ({
          ...post,
          url: `/${i}`,
          title: `t${text}`,
          html: text,
          summary: text,
        }));
        const value = journal({ items, categories: texts, authors: [{ name: `n${texts[0]}` }] });
        for (const type of [RSS, ATOM]) xmllint(await textOf(feed(value), type));
      }),
      { numRuns: 25 },
    );
  });

  it("writes a hundred thousand items while they are read, and no more of them than that", async () => {
    let made = 0;
    function* counted(): Generator<FeedItem> {
      for (const item of many(100_000)) {
        made++;
        yield item;
      }
    }
    const stop = new AbortController();
    const body = await feed(journal({ items: counted(), version: 1 })).render(
      await contextOf(RSS, { signal: stop.signal }),
    );
    const reader = (body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const afterOne = made;
    expect(afterOne).toBeLessThan(1_000);
    await new Promise((done) => setTimeout(done, 20));
    expect(made).toBe(afterOne);
    stop.abort();
    await expect(reader.read()).rejects.toThrow("aborted");
    expect(made).toBeLessThan(2_000);
  });

  it("is one document however long it is", async () => {
    const value = (): Feed => journal({ items: many(10_000), version: 1 });
    const xml = await textOf(feed(value()), RSS);
    if (canLint) xmllint(xml);
    const parsed = parseRssFeed(xml);
    expect(parsed.items?.length).toBe(10_000);
    expect(parsed.items?.at(-1)?.link).toBe("https://example.org/posts/9999?a=1&b=2");
    expect(parseAtomFeed(await textOf(feed(value()), ATOM)).entries?.length).toBe(10_000);
    const json = JSON.parse(await textOf(feed(value()), JSON_FEED)) as { items: unknown[] };
    expect(json.items.length).toBe(10_000);
    expect(JSON.parse(await textOf(feed(journal({ items: [], version: 1 })), JSON_FEED))).toMatchObject({
      items: [],
    });
  });
});

/** The text of an XML document as its reader sees it: sections joined, references resolved. */
function xmlText(xml: string): string {
  return xml
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) =>
      part.startsWith("<![CDATA[")
        ? part.slice(9, -3)
        : part
            .replaceAll(/<[^>]*>/g, " ")
            .replaceAll("&lt;", "<")
            .replaceAll("&gt;", ">")
            .replaceAll("&quot;", '"')
            .replaceAll("&apos;", "'")
            .replaceAll("&amp;", "&"),
    )
    .join("");
}
