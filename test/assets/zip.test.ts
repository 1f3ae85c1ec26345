// Archives, judged by unzip, zipinfo and Python's zipfile.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { csv, feed, zip, type ZipEntry } from "offprint";
import { afterAll, describe, expect, it } from "vitest";
import { hasProgram, PYTHON, python } from "../judges.ts";
import { appOf } from "../project.ts";
import { bytesOf, contextOf, keepsContract } from "./contract.ts";

const canUnzip = hasProgram("unzip") && hasProgram("zipinfo");
const hasPython = hasProgram(PYTHON);

const folder = mkdtempSync(join(tmpdir(), "offprint-zip-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
function toFile(bytes: Uint8Array): string {
  const file = join(folder, `${files++}.zip`);
  writeFileSync(file, bytes);
  return file;
}

/** Names, contents and more as Python reads them, after it has checked each. */
const READ = `
import sys, json, zipfile
def read(path):
  z = zipfile.ZipFile(path)
  assert z.testzip() is None
  return [[i.filename, z.read(i).hex(), i.compress_type, list(i.date_time), i.external_attr >> 16] for i in z.infolist()]
print(json.dumps([read(path) for path in sys.argv[1:]]))`;
const readAll = (archives: Uint8Array[]) => python(READ, ...archives.map(toFile)) as unknown[][][];
const read = (bytes: Uint8Array): unknown[][] => readAll([bytes])[0]!;

keepsContract(
  "zip",
  () => zip([{ name: "a.txt", content: "a" }]),
  () => zip([{ name: "a.txt", content: "b" }]),
);

const rows = csv([{ a: 1 }], { columns: { A: (row) => row.a } });

describe("an archive", () => {
  it.skipIf(!hasPython || !canUnzip)("holds what it was given, to three readers", async () => {
    const long = "x".repeat(300_000);
    const entries: ZipEntry[] = [
      { name: "überall/日本 🗾.txt", content: "äöü\n", lastModified: new Date("2026-11-20T09:00:02Z") },
      { name: "raw.png", content: new Uint8Array([1, 2, 3]) },
      { name: "long.txt", content: long },
      { name: "stored.txt", content: long, compress: false },
      { name: "empty", content: "" },
      { name: "rows.tsv", content: rows },
      { name: "pieces.bin", content: ["a", new Uint8Array([0xff]), "é"] },
      { name: "stream.txt", content: new Blob(["from a stream"]).stream() },
      { name: "response.txt", content: new Response("from a response") },
    ];
    const bytes = await bytesOf(zip(entries, { version: 1 }));
    const hex = (text: string): string => Buffer.from(text).toString("hex");
    const [none, mode] = [[1980, 1, 1, 0, 0, 0], 0o100644];
    expect(read(bytes)).toEqual([
      ["überall/日本 🗾.txt", hex("äöü\n"), 8, [2026, 11, 20, 9, 0, 2], mode],
      ["raw.png", "010203", 0, none, mode],
      ["long.txt", hex(long), 8, none, mode],
      ["stored.txt", hex(long), 0, none, mode],
      ["empty", "", 8, none, mode],
      ["rows.tsv", hex("\ufeffA\r\n1\r\n"), 8, none, mode],
      ["pieces.bin", "61ffc3a9", 8, none, mode],
      ["stream.txt", hex("from a stream"), 8, none, mode],
      ["response.txt", hex("from a response"), 8, none, mode],
    ]);
    const file = toFile(bytes);
    expect(execFileSync("unzip", ["-t", file]).toString()).toContain("No errors detected");
    const info = execFileSync("zipinfo", ["-l", "-T", file], {
      env: { ...process.env, TZ: "UTC" },
    }).toString();
    expect(info).toContain("9 files, 600");
    expect(info).toContain("-rw-r--r--  2.0 unx");
    expect(info).toContain("20261120.090002");
  });

  it.skipIf(!hasPython || !canUnzip)(
    "of more than 65,535 files is Zip64, and one of none is empty",
    async () => {
      const count = 65_540;
      async function* many(): AsyncGenerator<ZipEntry> {
        for (let index = 0; index < count; index++) yield { name: `${index}`, content: "", compress: false };
      }
      const bytes = await bytesOf(zip(many(), { version: 1 }));
      expect(
        python(
          "import sys, json, zipfile; print(len(zipfile.ZipFile(sys.argv[1]).namelist()))",
          toFile(bytes),
        ),
      ).toBe(count);
      expect(execFileSync("zipinfo", ["-t", toFile(bytes)]).toString()).toContain(`${count} files`);
      expect(read(await bytesOf(zip([])))).toEqual([]);
    },
  );

  it.skipIf(!hasPython)("takes any name and any bytes", async () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
      .filter((text) => !/[\p{Cc}\\/:]|^\.{1,2}$/u.test(text) && text.isWellFormed());
    const entry = fc.record({
      name,
      content: fc.oneof(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 2_000 })),
      compress: fc.constantFrom(true, false, null, undefined),
    });
    const lists: [string, Uint8Array][] = [];
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(entry, { selector: (one) => one.name, maxLength: 5 }), async (list) => {
        lists.push([
          JSON.stringify(list.map((one) => [one.name, Buffer.from(one.content as string).toString("hex")])),
          await bytesOf(zip(list)),
        ]);
      }),
      { numRuns: 30 },
    );
    const found = readAll(lists.map(([, bytes]) => bytes));
    for (const [index, [expected]] of lists.entries())
      expect(JSON.stringify(found[index]!.map(([path, content]) => [path, content]))).toBe(expected);
  });

  it.each([
    "/etc/passwd",
    "../up",
    "a/../b",
    "a/.",
    "C:/x",
    "a\\b",
    "a//b",
    "folder/",
    "a\0b",
    "a\nb",
    "\ud800",
    "",
    "x".repeat(70_000),
  ])("refuses the name %j", (name) => {
    expect(() => zip([{ name, content: "" }])).toThrow(/^zip\(\): entry 1: /);
  });

  it("refuses what it does not know or cannot hold", async () => {
    const bad = (entry: object, options?: object) => () =>
      zip([entry as ZipEntry], options as { version: unknown });
    expect(bad({ name: "a", contant: "" })).toThrow("Did you mean `content`?");
    expect(bad({ name: "a", content: "" }, { filname: "x" })).toThrow("Did you mean `filename`?");
    expect(bad({ name: "a" })).toThrow("needs either `content` or `path`");
    expect(bad({ name: "a", content: "", path: "/a" })).toThrow("needs either `content` or `path`");
    expect(bad({ name: "a", path: "//evil.example/a" }, { version: 1 })).toThrow("does not start with one /");
    expect(bad({ name: "a.png", content: rows })).toThrow("can be text/csv");
    expect(bad({ name: "a", content: "", lastModified: new Date("1979-01-01") })).toThrow(
      "from 1980 to 2105",
    );
    expect(bad({ name: "a", content: "", lastModified: "2026" })).toThrow("from 1980 to 2105");
    expect(bad({ name: "a", path: "/a" })).toThrow("Give `version`");
    expect(() =>
      zip([
        { name: "a", content: "1" },
        { name: "a", content: "2" },
      ]),
    ).toThrow('entry 2: the name "a" is there twice');
    expect(() =>
      zip([{ name: "a.txt", content: "", path: null, lastModified: null }], { version: null }),
    ).not.toThrow();
    async function* later(): AsyncGenerator<ZipEntry> {
      yield { name: "../up", content: "" };
    }
    await expect(bytesOf(zip(later(), { version: 1 }))).rejects.toThrow("is no relative path");
  });

  it("opens the next file when those before it are taken, and lets go of a source that nobody reads", async () => {
    let opened = 0;
    let closed = 0;
    async function* entries(): AsyncGenerator<ZipEntry> {
      try {
        for (let index = 0; ; index++) {
          opened++;
          yield { name: `${index}.png`, content: new Uint8Array(100_000) };
        }
      } finally {
        closed++;
      }
    }
    async function* endless(): AsyncGenerator<string> {
      try {
        for (;;) yield Math.random().toString(36).repeat(100);
      } finally {
        closed++;
      }
    }
    const body = (await zip(entries(), { version: 1 }).render(
      await contextOf("application/zip"),
    )) as ReadableStream;
    const reader = body.getReader();
    for (let chunk = 0; chunk < 5; chunk++) await reader.read();
    expect(opened).toBeLessThan(7);
    await reader.cancel();
    expect(closed).toBe(1);
    const one = zip([{ name: "a.txt", content: endless() }], { version: 1 });
    const second = ((await one.render(await contextOf("application/zip"))) as ReadableStream).getReader();
    await second.read();
    await second.cancel();
    await expect.poll(() => closed).toBe(2);
  });
});

describe("an archive of other routes", () => {
  const ROUTES = {
    "all.zip.ts": `import { zip } from "offprint";
      export const GET = ({ query }) => zip([{ name: "n/hello.txt", path: "/hello.txt?name=Ada" }, ...(query.more ? [{ name: "b", path: query.more }] : [])], { version: query.more ?? 1, filename: "all" });`,
    "hello.txt.ts": `export const GET = ({ query, cookies }) => "Hello, " + query.name + (cookies.get("a") ?? "");`,
    "fails.ts": `export const GET = () => { throw new Error("secret"); };`,
  };

  it.skipIf(!hasPython)("asks them as a visitor without cookies", async () => {
    const app = await appOf(ROUTES);
    const answer = await app.get("/all.zip", { headers: { cookie: "a=b" } });
    expect(answer.headers.get("content-type")).toBe("application/zip");
    expect(answer.headers.get("content-disposition")).toContain('filename="all.zip"');
    const [file] = read(new Uint8Array(await answer.arrayBuffer()));
    expect(file!.slice(0, 2)).toEqual(["n/hello.txt", Buffer.from("Hello, Ada").toString("hex")]);
    const again = await app.get("/all.zip", { headers: { "if-none-match": answer.headers.get("etag")! } });
    expect(again.status).toBe(304);
  });

  it.each(["/fails", "/nowhere"])("is no archive when %s is no success", async (path) => {
    const app = await appOf(ROUTES);
    const answer = await app.get(`/all.zip?more=${path}`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("secret");
    expect(JSON.stringify(app.logged)).toContain(`${path} answered`);
  });
});

it("an asset in an archive knows its own URL", async () => {
  const value = feed({ title: "T", items: [{ url: "/a", title: "A", published: "2026-01-01" }] });
  const bytes = await bytesOf(
    zip([{ name: "feeds/rss.xml", content: value, compress: false }], { version: 1 }),
  );
  expect(bytes.toString()).toContain("https://example.org/blog/feeds/rss.xml");
});
