// What the documentation shows, run: its routes as they stand there.
import { access, readdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createApp } from "offprint";
import { describe, expect, it } from "vitest";
import { has, judge } from "../pdf/read.ts";
import { appOf, writeProject } from "../project.ts";

const page = (name: string): Promise<string> => readFile(new URL(`../../${name}`, import.meta.url), "utf8");

/** The code block of a page that begins with this file's name. */
async function route(name: string, from = "README.md"): Promise<Record<string, string>> {
  const [, code] = (await page(from)).split(`// routes/${name}\n`);
  const text = code?.slice(0, code.indexOf("```"));
  if (!text) throw new Error(`${from} shows no routes/${name}.`);
  return { [name]: text };
}

describe("the README's routes", () => {
  it("say hello", async () => {
    const { get } = await appOf(await route("hello/[name].txt.ts"));
    const response = await get("/hello/Ada.txt");
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("etag")).toMatch(/^"/);
    expect(response.headers.get("content-length")).toBe("12");
    expect(await response.text()).toBe("Hello, Ada!\n");
    const refused = await get("/hello/Ada.txt", { method: "POST" });
    expect(refused.status).toBe(405);
    expect(refused.headers.get("allow")).toBe("GET, HEAD, OPTIONS");
  });

  it("add numbers, and say which is none", async () => {
    const name = "sum.json.ts";
    const root = await writeProject({ [`routes/${name}`]: (await route(name))[name]! });
    await symlink(new URL("../../node_modules", import.meta.url), join(root, "node_modules")); // for valibot
    const app = await createApp({ root });
    const get = async (path: string): Promise<Response> => app.fetch(new Request(`http://localhost${path}`));
    expect(await (await get("/sum.json?a=2&b=40")).json()).toEqual({ sum: 42 });
    const wrong = await get("/sum.json?a=2&b=x");
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ fields: { b: ["is not a number"] } });
  });
});

it.skipIf(!has("pdftotext"))("docs/pdf.md's statement is a document with a sum", async () => {
  const { get } = await appOf(await route("statements/[id].pdf.ts", "docs/pdf.md"));
  const response = await get("/statements/7.pdf");
  expect(response.headers.get("content-type")).toBe("application/pdf");
  const text = judge(new Uint8Array(await response.arrayBuffer()), "pdftotext", (file) => [file, "-"]);
  expect(text).toContain("For Account 7, in euros.");
  expect(text).toContain("شكرا");
  expect(text).toContain("420.50");
  expect(text).toMatch(/Sum[^]*\b0\.50/);
  expect(text).toContain("page 1 of 1");
});

const pages = (await readdir(new URL("../../docs", import.meta.url))).filter((name) => name.endsWith(".md"));

it.each(["README.md", "CONTRIBUTING.md", ...pages.map((name) => `docs/${name}`)])(
  "%s links to files that are there",
  async (name) => {
    for (const [, target] of (await page(name)).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      await access(new URL(target!, new URL(`../../${name}`, import.meta.url)));
  },
);
