// The small kinds: robots, manifest and csv.
import { describe, expect, it } from "vitest";
import * as fc from "fast-check";
import { csv, manifest, robots } from "offprint";
import { contextOf, keepsContract, textOf } from "./contract.ts";

keepsContract(
  "robots",
  () => robots({ rules: { disallow: "/admin" } }),
  () => robots(),
);
keepsContract(
  "manifest",
  () => manifest({ name: "A" }),
  () => manifest({ name: "B" }),
);
keepsContract(
  "csv",
  () => csv([{ a: 1 }], { columns: { A: (row) => row.a } }),
  () => csv([{ a: 2 }], { columns: { A: (row) => row.a } }),
);

describe("robots", () => {
  it("writes groups of RFC 9309 and absolute sitemaps", async () => {
    const asset = robots({
      rules: [
        { userAgent: ["Googlebot", "Bingbot"], disallow: ["/admin/", "/*.json$"], allow: "/admin/help" },
        { disallow: "/größe", crawlDelay: 5 },
        { userAgent: "Nosy" },
      ],
      sitemap: ["/sitemap.xml", "https://cdn.example/s.xml"],
    });
    expect(await textOf(asset)).toBe(
      [
        "User-agent: Googlebot\nUser-agent: Bingbot\nAllow: /admin/help\nDisallow: /admin/\nDisallow: /*.json$\n",
        "User-agent: *\nDisallow: /gr%C3%B6%C3%9Fe\nCrawl-delay: 5\n",
        "User-agent: Nosy\nAllow: /\n",
        "Sitemap: https://example.org/sitemap.xml\nSitemap: https://cdn.example/s.xml\n",
      ].join("\n"),
    );
    expect(await textOf(robots())).toBe("User-agent: *\nAllow: /\n");
  });

  it("refuses what would mean something else", () => {
    expect(() => robots({ rules: { disallow: "admin" } })).toThrow('must begin with "/"');
    expect(() => robots({ rules: { disallow: "/a\nAllow: /" } })).toThrow("must begin with");
    expect(() => robots({ rules: { userAgent: "a\nb" } })).toThrow("user agent");
  });
});

describe("manifest", () => {
  it("fills in what browsers would guess", async () => {
    const asset = manifest({
      name: "Atlas",
      icons: [{ src: "/icon.svg", sizes: "any" }],
      orientation: "any",
    });
    expect(JSON.parse(await textOf(asset))).toEqual({
      name: "Atlas",
      id: "/",
      start_url: "/",
      scope: "/",
      icons: [{ src: "/icon.svg", sizes: "any", type: "image/svg+xml" }],
      orientation: "any",
    });
  });

  it("refuses what browsers would ignore", () => {
    expect(() => manifest({ name: "" })).toThrow("`name` is missing");
    expect(() => manifest({ name: "A", scope: "/app/", start_url: "/" })).toThrow("outside the scope");
    expect(() => manifest({ name: "A", icons: [{ src: "/i.png", sizes: "192" }] })).toThrow('"192"');
  });
});

describe("csv", () => {
  it("quotes by RFC 4180, begins with a byte order mark, and leaves nothing to run", async () => {
    const rows = [
      ['a "b", c\nd', -1.5],
      ["=1+1", 2n],
      ["@SUM(A1)", null],
      ["-2+3", true],
      ["日本", new Date(0)],
    ] as const;
    const columns = {
      "Name, full": (row: (typeof rows)[number]) => row[0],
      Value: (row: (typeof rows)[number]) => row[1],
    };
    expect(await textOf(csv(rows, { columns }))).toBe(
      '\ufeff"Name, full",Value\r\n"a ""b"", c\nd",-1.5\r\n\'=1+1,2\r\n\'@SUM(A1),\r\n\'-2+3,true\r\n' +
        "日本,1970-01-01T00:00:00.000Z\r\n",
    );
    expect(
      await textOf(
        csv([["=1"]], { columns: { A: ([a]) => a }, bom: false, escapeFormulas: false, delimiter: ";" }),
      ),
    ).toBe("A\r\n=1\r\n");
  });

  it("gives back any text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), async (texts) => {
        const written = await textOf(
          csv(texts, { columns: { T: (text) => `.${text}`, N: () => 1 }, bom: false, escapeFormulas: false }),
        );
        expect(parse(written).slice(1)).toEqual(texts.map((text) => [`.${text}`, "1"]));
      }),
    );
  });

  it("asks for rows only while it is read, and lets the source go", async () => {
    let made = 0;
    let closed = false;
    async function* rows(): AsyncGenerator<number> {
      try {
        for (;;) yield made++;
      } finally {
        closed = true;
      }
    }
    const asset = csv(rows(), {
      columns: { Number: (row) => row, Text: () => "some text that fills" },
      version: 1,
    });
    const body = (await asset.render(await contextOf("text/csv"))) as ReadableStream;
    const reader = body.getReader();
    await reader.read();
    const afterOne = made;
    expect(afterOne).toBeLessThan(5_000);
    await reader.cancel();
    expect(closed).toBe(true);
    expect(made).toBe(afterOne);
    expect(() => csv(rows(), { columns: { A: () => 1 } })).toThrow("Give `version`");
  });
});

/** RFC 4180, read by the letter. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n][^,\r]*|))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted === undefined ? bare! : quoted.replaceAll('""', '"'));
    if (end === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}
