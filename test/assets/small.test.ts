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
    expect(() => robots({ rules: { userAgent: "a\nb" } })).toThrow("User-agent");
    const slip = { userAgents: ["gptbot"], disallow: "/" };
    expect(() => robots({ rules: slip })).toThrow("`userAgents` is not known. Did you mean `userAgent`?");
    expect(() => robots({ rule: slip } as object)).toThrow("Did you mean `rules`?");
    expect(() => robots({ rules: { userAgent: [] } })).toThrow("names no user agent");
    expect(() => robots({ rules: { crawlDelay: "1\nDisallow: /" as unknown as number } })).toThrow("seconds");
  });

  it("takes the names of crawlers as they are, an empty path, and what Yandex and Cloudflare read", async () => {
    const agents = ["GPTBot", "Kangaroo Bot", "bigsur.ai", "MistralAI-User/1.0", "Crawl4AI", "*"];
    const asset = robots({
      rules: [
        { userAgent: agents, disallow: "/", allow: null, contentSignal: { search: true, "ai-train": false } },
        { userAgent: "a", disallow: "" },
      ],
      host: "example.org",
      cleanParam: ["ref /blog/", "utm_source&utm_medium"],
      sitemap: null,
    });
    expect(await textOf(asset)).toBe(
      [
        `${agents.map((agent) => `User-agent: ${agent}\n`).join("")}Content-Signal: search=yes, ai-train=no\nDisallow: /\n`,
        "User-agent: a\nDisallow:\n",
        "Clean-param: ref /blog/\nClean-param: utm_source&utm_medium\nHost: example.org\n",
      ].join("\n"),
    );
  });

  it("has no line that a value has put there", async () => {
    const hostile = fc.string({
      unit: fc.constantFrom("/", "a", "\n", "\r", "\u2028", "\u0085", "#", ":", " ", "*"),
    });
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (agent, path) => {
        let text: string;
        try {
          text = await textOf(
            robots({ rules: { userAgent: agent, disallow: path }, host: agent, sitemap: "/s" }),
          );
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        const names = text.split(/[\r\n\u2028\u0085]+/).map((line) => line.split(":")[0]);
        expect(names).toEqual(["User-agent", "Disallow", "Host", "Sitemap", ""]);
      }),
      { numRuns: 300, examples: [["GPTBot", "/"]] },
    );
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

  it("refuses what browsers would ignore", async () => {
    expect(() => manifest({ name: "" })).toThrow("`name` is missing");
    await expect(textOf(manifest({ name: "A", scope: "/app/", start_url: "/" }))).rejects.toThrow(
      "outside the scope",
    );
    expect(() => manifest({ name: "A", icons: [{ src: "/i.png", sizes: "192" }] })).toThrow('"192"');
    const bad = (more: object) => () => manifest({ name: "A", ...more });
    expect(bad({ startUrl: "/" })).toThrow("manifest(): `startUrl` is not known. Did you mean `start_url`?");
    expect(bad({ display: "standalon" })).toThrow("Did you mean `standalone`?");
    expect(bad({ icons: [{ src: "/a.png", size: "1x1" }] })).toThrow("Did you mean `sizes`?");
    expect(bad({ icons: [{ src: "/a.png", purpose: "any maskabel" }] })).toThrow("Did you mean `maskable`?");
    expect(bad({ shortcuts: [{ name: "A" }] })).toThrow("the `url` of a shortcut is missing");
    expect(bad({ screenshots: [{ src: "/a.png", form_factor: "wyde" }] })).toThrow("Did you mean `wide`?");
    await expect(textOf(manifest({ name: "A", theme_color: "red;" }))).rejects.toThrow("is not a colour");
    await expect(
      textOf(manifest({ name: "A", scope: "/a/", start_url: "/a/", shortcuts: [{ name: "B", url: "/b" }] })),
    ).rejects.toThrow("/b lies outside the scope /a/");
  });

  it("resolves pages and their scope against its own URL, and knows every picture's type", async () => {
    const text = await textOf(
      manifest({
        name: "A",
        start_url: "./?from=home",
        scope: ".",
        short_name: null,
        icons: [{ src: "a.png", sizes: " 48x48  96x96\n192x192", purpose: null }],
        shortcuts: [{ name: "New", url: "new", icons: [{ src: "n.svg", sizes: "any" }] }],
        screenshots: [{ src: "s.webp", form_factor: "wide", label: "L" }],
      }),
      undefined,
      { url: "https://example.org/app/manifest.webmanifest" },
    );
    expect(JSON.parse(text)).toEqual({
      name: "A",
      id: "./?from=home",
      start_url: "./?from=home",
      scope: ".",
      icons: [{ src: "a.png", sizes: " 48x48  96x96\n192x192", type: "image/png" }],
      shortcuts: [
        { name: "New", url: "new", icons: [{ src: "n.svg", sizes: "any", type: "image/svg+xml" }] },
      ],
      screenshots: [{ src: "s.webp", form_factor: "wide", label: "L", type: "image/webp" }],
    });
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

  it("quotes every line end, and guards formulas after each", async () => {
    const texts = [
      "first\nsecond",
      "lone\rreturn",
      "both\r\nof",
      "=1",
      "a\n=1",
      "a\r-1",
      " +1",
      "\t1",
      "a\u2028@x",
      "-",
      "1-2",
    ];
    expect(
      await textOf(
        csv(texts, {
          columns: [
            ["T", (text) => text],
            ["Z", () => "z"],
          ],
          bom: false,
        }),
      ),
    ).toBe(
      'T,Z\r\n"first\nsecond",z\r\n"lone\rreturn",z\r\n"both\r\nof",z\r\n\'=1,z\r\n"a\n\'=1",z\r\n"a\r\'-1",z\r\n' +
        "' +1,z\r\n'\t1,z\r\n\"a\u2028'@x\",z\r\n'-,z\r\n1-2,z\r\n",
    );
    const long = "\n ".repeat(200_000);
    expect((await textOf(csv([long], { columns: { A: (text) => text }, bom: false }))).length).toBe(400_007);
  });

  it("keeps the order of columns, or says how", async () => {
    const rows = [{ name: "Peru", a: 2, b: 1 }];
    type Row = (typeof rows)[number];
    const columns = [
      ["Country", (row: Row) => row.name],
      ["2023", (row: Row) => row.b],
      ["2022", (row: Row) => row.a],
    ] as const;
    expect(await textOf(csv(rows, { columns, bom: false }))).toBe("Country,2023,2022\r\nPeru,1,2\r\n");
    expect(() => csv(rows, { columns: Object.fromEntries(columns) })).toThrow("Give `columns` as pairs");
    const bad = (options: object) => () => csv(rows, { columns, ...options });
    expect(bad({ seperator: ";" })).toThrow("`seperator` is not known");
    expect(bad({ escapeFormula: false })).toThrow("Did you mean `escapeFormulas`?");
    expect(bad({ dialect: "excel-en" })).toThrow("Did you mean `excel-de`?");
    expect(bad({ delimiter: ";;" })).toThrow("not one character");
  });

  it("writes what Excel in German reads, and TSV", async () => {
    const rows = [[1.5, true, "a;b\tc"]] as const;
    const columns = rows[0].map(
      (_, index) => [`C${index}`, (row: (typeof rows)[number]) => row[index]] as const,
    );
    const german = csv(rows, { columns, dialect: "excel-de", version: null, filename: null });
    expect(await textOf(german)).toBe('\ufeffC0;C1;C2\r\n1,5;WAHR;"a;b\tc"\r\n');
    const tsv = csv(rows, { columns, bom: false });
    expect(await textOf(tsv, "text/tab-separated-values; charset=utf-8")).toBe(
      'C0\tC1\tC2\r\n1.5\ttrue\t"a;b\tc"\r\n',
    );
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
