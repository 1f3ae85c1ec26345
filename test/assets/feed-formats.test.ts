// What a feed says reaches every format that has a place for it: by readers of others, over HTTP where names decide.

import Parser from "rss-parser";
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from "feedsmith";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { feed, feedLink, type Feed, type FeedItem } from "offprint";
import { hasProgram, xmllint } from "../judges.ts";
import { appOf } from "../project.ts";
import { textOf } from "./contract.ts";

const RSS = "application/rss+xml; charset=utf-8";
const ATOM = "application/atom+xml; charset=utf-8";
const JSON_FEED = "application/feed+json";
const OPML = "text/x-opml; charset=utf-8";

const post: FeedItem = { url: "/posts/1", title: "One", published: "2026-01-02T03:04:05Z" };
const journal = (item: Partial<FeedItem> = {}, more: Partial<Feed> = {}): Feed => ({
  title: "Journal",
  items: [{ ...post, ...item }],
  ...more,
});
const rssOf = async (value: Feed) => parseRssFeed(await textOf(feed(value), RSS));
const atomOf = async (value: Feed) => parseAtomFeed(await textOf(feed(value), ATOM));
const jsonOf = async (value: Feed) => parseJsonFeed(await textOf(feed(value), JSON_FEED));

describe("text is text", () => {
  const title = "Using <div> & List<T>";
  const summary = "Write <script> tags, e.g. a < b && c > d.";

  it("is escaped as HTML in RSS, and as XML alone in Atom", async () => {
    const value = journal({ title, summary });
    const rss = await new Parser().parseString(await textOf(feed(value), RSS));
    expect(rss.items[0]).toMatchObject({
      title: "Using &lt;div&gt; &amp; List&lt;T&gt;",
      content: "Write &lt;script&gt; tags, e.g. a &lt; b &amp;&amp; c &gt; d.",
      contentSnippet: summary,
    });
    const [entry] = (await atomOf(value)).entries!;
    expect(entry).toMatchObject({ title: { value: title }, summary: { value: summary } });
    expect((await jsonOf(value)).items![0]).toMatchObject({ title, summary });
  });

  it("stays as it is where HTML would read it the same", async () => {
    for (const text of ["Tom & Jerry", "R&D, Q&A", "3 < 4", '"quoted"', "it's"])
      expect((await rssOf(journal({ title: text }))).items![0]!.title).toBe(text);
  });

  it("has no tag in any place of RSS that is read as HTML", async () => {
    const text = fc.string({ unit: fc.constantFrom("<", "/", "b", "!", "--", ">", "&", "#", "lt;", " ") });
    await fc.assert(
      fc.asyncProperty(text, async (hostile) => {
        const value = journal(
          { title: `x${hostile}`, summary: hostile },
          { title: `y${hostile}`, description: hostile },
        );
        const rss = await rssOf(value);
        for (const shown of [rss.title, rss.description, rss.items![0]!.title, rss.items![0]!.description])
          expect(shown ?? "").not.toMatch(/<[a-z/!?]/i);
      }),
      { numRuns: 100 },
    );
  });
});

describe("every format says", () => {
  it("the picture, the language and the authors of an item, and those of the feed", async () => {
    const value = journal(
      { image: "/img/a.png", language: "fr", authors: [{ name: "Ann", url: "/ann" }], updated: "2026-02-01" },
      {
        authors: [
          { name: "Zoe", email: "z@example.test" },
          { name: "Yan", url: "/yan" },
        ],
        icon: "/fav.ico",
        id: "urn:x",
      },
    );
    const rss = await rssOf(value);
    expect(rss).toMatchObject({
      managingEditor: { name: "Zoe", email: "z@example.test" },
      dc: { creators: ["Yan"] },
      atom: {
        icon: "https://example.org/fav.ico",
        id: "urn:x",
        authors: [{ uri: "https://example.org/yan" }],
      },
    });
    expect(rss.items![0]).toMatchObject({
      dc: { creators: ["Ann"], languages: ["fr"] },
      atom: {
        authors: [{ name: "Ann", uri: "https://example.org/ann" }],
        updated: "2026-02-01T00:00:00.000Z",
      },
      media: { contents: [{ url: "https://example.org/img/a.png", medium: "image", type: "image/png" }] },
    });
    expect((await atomOf(value)).entries![0]).toMatchObject({
      xml: { lang: "fr" },
      authors: [{ name: "Ann", uri: "https://example.org/ann" }],
      media: { contents: [{ url: "https://example.org/img/a.png", medium: "image", type: "image/png" }] },
    });
    expect(await jsonOf(value)).toMatchObject({
      favicon: "https://example.org/fav.ico",
      authors: [
        { name: "Zoe", url: "mailto:z@example.test" },
        { name: "Yan", url: "https://example.org/yan" },
      ],
      items: [{ image: "https://example.org/img/a.png", language: "fr", authors: [{ name: "Ann" }] }],
    });
  });

  it("each file, its comments, its source, its place", async () => {
    const file = (url: string) => ({ url, type: "audio/mpeg", length: 7, duration: 60 });
    const value = journal({
      enclosure: [file("/e.mp3"), file("/f.mp3")],
      media: [{ url: "/v.mp4", type: "video/mp4", title: "V", thumbnail: "/v.png", width: 2, height: 1 }],
      comments: "/c",
      source: { title: "Other", url: "https://other.example/rss" },
      geo: { lat: 1.5, lng: -2 },
    });
    const urls = ["https://example.org/e.mp3", "https://example.org/f.mp3", "https://example.org/v.mp4"];
    const [item] = (await rssOf(value)).items!;
    expect(item).toMatchObject({
      enclosures: [{ url: urls[0], length: 7, type: "audio/mpeg" }],
      comments: "https://example.org/c",
      source: { title: "Other", url: "https://other.example/rss" },
      georss: { point: { lat: 1.5, lng: -2 } },
    });
    expect(item!.media!.contents!.map(({ url }) => url)).toEqual([urls[2], urls[1]]);
    expect(item!.media!.contents![0]).toMatchObject({
      thumbnails: [{ url: "https://example.org/v.png" }],
      width: 2,
    });
    const [entry] = (await atomOf(value)).entries!;
    expect(entry!.links!.map(({ rel, href }) => [rel, href])).toEqual([
      ["alternate", "https://example.org/posts/1"],
      ["enclosure", urls[0]],
      ["enclosure", urls[1]],
      ["replies", "https://example.org/c"],
    ]);
    expect(entry).toMatchObject({ source: { title: { value: "Other" } }, georss: { point: { lat: 1.5 } } });
    const [json] = (await jsonOf(value)).items!;
    expect(json!.attachments!.map(({ url, duration_in_seconds }) => [url, duration_in_seconds])).toEqual([
      [urls[0], 60],
      [urls[1], 60],
      [urls[2], undefined],
    ]);
  });

  it("a show and its episodes, for directories of podcasts", async () => {
    const value = journal(
      {
        itunes: { duration: 300, episode: 1 },
        podcast: { chapters: { url: "/1.json", type: "application/json+chapters" } },
      },
      {
        image: "/show.jpg",
        itunes: {
          author: "A",
          explicit: false,
          category: ["Arts", ["Business", "Careers"]],
          owner: { email: "a@b.c" },
        },
        podcast: {
          guid: "9b3b",
          locked: { value: true, owner: "a@b.c" },
          fundings: [{ url: "/pay", display: "Pay" }],
        },
      },
    );
    const rss = await rssOf(value);
    expect(rss).toMatchObject({
      itunes: {
        author: "A",
        explicit: false,
        image: "https://example.org/show.jpg",
        categories: [{ text: "Arts" }, { text: "Business", categories: [{ text: "Careers" }] }],
        owner: { email: "a@b.c" },
      },
      podcast: { guid: "9b3b", locked: { value: true }, fundings: [{ url: "https://example.org/pay" }] },
      items: [
        {
          itunes: { duration: 300, episode: 1 },
          podcast: { chapters: { url: "https://example.org/1.json" } },
        },
      ],
    });
    // An episode alone is enough in an array; a stream's first lines cannot know of it.
    expect((await rssOf(journal({ itunes: { duration: 3 } }))).items![0]!.itunes).toEqual({ duration: 3 });
    const items = [{ ...post, itunes: { duration: 3 } }].values();
    await expect(textOf(feed({ title: "T", items, version: 1 }), RSS)).rejects.toThrow(
      "Item 1 of the feed has `itunes`: give the feed `itunes`, too",
    );
  });

  it.skipIf(!hasProgram("xmllint"))("all of that in well-formed XML", async () => {
    const value = journal(
      {
        image: "/a.png",
        enclosure: { url: "/e", type: "a/b", length: 1 },
        itunes: { duration: 1 },
        geo: { lat: 1, lng: 2 },
      },
      { itunes: { author: "<&\"'" }, podcast: {}, archive: true, prevArchive: "/2025", stylesheet: "/a.css" },
    );
    for (const type of [RSS, ATOM, OPML]) xmllint(await textOf(feed(value), type));
  });
});

it("an item may have no title: a summary or HTML is enough", async () => {
  const value = journal({ title: undefined, html: "<p>Just a <b>note</b> &amp; more.</p>" });
  expect((await rssOf(value)).items![0]).toMatchObject({
    description: "<p>Just a <b>note</b> &amp; more.</p>",
  });
  expect((await rssOf(value)).items![0]!.title).toBeUndefined();
  expect((await atomOf(value)).entries![0]!.title!.value).toBe("Just a note & more.");
  expect((await jsonOf(value)).items![0]).not.toHaveProperty("title");
  const long = journal({ title: undefined, summary: "word ".repeat(50) });
  expect((await atomOf(long)).entries![0]!.title!.value).toMatch(/^(word ){15}word…$/);
  await expect(rssOf(journal({ title: undefined }))).rejects.toThrow("give a `title`, a `summary` or `html`");
});

it("is an outline of links in OPML", async () => {
  const opml = parseOpml(await textOf(feed(journal({ title: 'A "b" & <c>' })), OPML));
  expect(opml.head).toMatchObject({ title: "Journal" });
  expect(opml.body!.outlines).toMatchObject([
    {
      text: "Journal",
      htmlUrl: "https://example.org/",
      outlines: [{ type: "link", text: 'A "b" & <c>', url: "https://example.org/posts/1" }],
    },
  ]);
});

it("takes null for nothing, and refuses what it does not know, by name", async () => {
  const nothing = { summary: null, updated: null, image: null, authors: null, enclosure: null, geo: null };
  const value = { title: "T", language: null, hub: null, updated: null, items: [{ ...post, ...nothing }] };
  for (const type of [RSS, ATOM, JSON_FEED, OPML])
    expect(await textOf(feed(value), type)).toBe(await textOf(feed({ title: "T", items: [post] }), type));
  const bad = (given: object) => textOf(feed(given as Feed), RSS);
  await expect(async () => bad({ ...journal(), langauge: "en" })).rejects.toThrow(
    "feed(): `langauge` is not known. Did you mean `language`?",
  );
  const items = (more: object) => ({ title: "T", items: [{ ...post, ...more }] });
  await expect(bad(items({ sumary: "x" }))).rejects.toThrow("Did you mean `summary`?");
  await expect(bad(items({ enclosure: { url: "/", type: "a/b", lenght: 1 } }))).rejects.toThrow(
    "Did you mean `length`?",
  );
  await expect(bad(items({ enclosure: { url: "/", type: "a/b", length: "1" } }))).rejects.toThrow(
    "must be its bytes",
  );
  await expect(bad(items({ authors: [{ name: "A", mail: "x" }] }))).rejects.toThrow("`mail` is not known");
  await expect(bad(items({ itunes: { durations: 1 } }))).rejects.toThrow("Did you mean `duration`?");
  await expect(bad(items({ published: null }))).rejects.toThrow("published is missing");
});

it("is found by the link of a page", () => {
  expect(feedLink("/atom.xml?a=1&b=2", 'Tom & "Jerry"')).toBe(
    '<link rel="alternate" type="application/atom+xml" title="Tom &amp; &quot;Jerry&quot;" href="/atom.xml?a=1&amp;b=2">',
  );
  expect(feedLink("/feed/json", "J")).toContain('type="application/feed+json"');
  expect(feedLink("/feed", "J")).toContain('type="application/rss+xml"');
});

describe("over HTTP", () => {
  const route = (more = "") => `import { feed } from "offprint";
export const GET = ({ query }) => feed({ title: "T", items: [{ url: "/1", title: "A", published: "2024-01-01" }]${more} });`;

  it("any honest name says the format", async () => {
    const names = {
      atom: ATOM,
      "atom.xml": ATOM,
      "posts.atom.xml": ATOM,
      "atom-feed.xml": ATOM,
      "feed.atom": ATOM,
      "feed/atom": ATOM,
      rss: RSS,
      "feed.xml": RSS,
      "feed/rss": RSS,
      "index.xml": RSS,
      "feed/json": JSON_FEED,
      "json-feed": JSON_FEED,
      "feed.json": JSON_FEED,
      "feed.opml": OPML,
      feed: RSS,
    };
    const app = await appOf(Object.fromEntries(Object.keys(names).map((name) => [`${name}.ts`, route()])));
    const types: Record<string, string | null> = {};
    for (const name of Object.keys(names))
      types[name] = (await app.get(`/${name}`)).headers.get("content-type");
    expect(types).toEqual(names);
  });

  it("self has the query that the handler has read, and so has the tag", async () => {
    const app = await appOf({
      "paged.xml.ts": route(
        ", next: query.page === '3' ? undefined : '?page=3', previous: '?page=1', hub: 'https://hub.example/'",
      ),
    });
    const page = await app.get("/paged.xml?page=2&utm_source=x");
    const { atom } = parseRssFeed(await page.text()) as { atom: { links: { rel: string; href: string }[] } };
    expect(atom.links.map(({ rel, href }) => [rel, href])).toEqual([
      ["self", "http://test/paged.xml?page=2"],
      ["hub", "https://hub.example/"],
      ["previous", "http://test/paged.xml?page=1"],
      ["next", "http://test/paged.xml?page=3"],
    ]);
    expect(page.headers.get("link")).toBe(
      '<https://hub.example/>; rel="hub", <http://test/paged.xml?page=2>; rel="self"',
    );
    const tag = async (query: string) => (await app.get(`/paged.xml${query}`)).headers.get("etag");
    expect(await tag("?page=2")).toBe(page.headers.get("etag"));
    expect(await tag("?page=4")).not.toBe(page.headers.get("etag"));
  });
});
