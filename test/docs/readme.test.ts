// What the README shows, run: its routes as they stand there.
import { access, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { createApp } from "offprint";
import { describe, expect, it } from "vitest";
import { appOf, writeProject } from "../project.ts";

const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");

/** The code block that begins with this file's name. */
function route(name: string): Record<string, string> {
  const [, code] = readme.split(`// routes/${name}\n`);
  const text = code?.slice(0, code.indexOf("```"));
  if (!text) throw new Error(`The README shows no routes/${name}.`);
  return { [name]: text };
}

describe("the README's routes", () => {
  it("say hello", async () => {
    const { get } = await appOf(route("hello/[name].txt.ts"));
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
    const root = await writeProject({ [`routes/${name}`]: route(name)[name]! });
    await symlink(new URL("../../node_modules", import.meta.url), join(root, "node_modules")); // for valibot
    const app = await createApp({ root });
    const get = async (path: string): Promise<Response> => app.fetch(new Request(`http://localhost${path}`));
    expect(await (await get("/sum.json?a=2&b=40")).json()).toEqual({ sum: 42 });
    const wrong = await get("/sum.json?a=2&b=x");
    expect(wrong.status).toBe(400);
    expect(await wrong.json()).toMatchObject({ fields: { b: ["is not a number"] } });
  });
});

describe("the documentation", () => {
  it.each(["README.md", "CONTRIBUTING.md", "docs/assets.md", "docs/architecture.md"])(
    "%s links to files that are there",
    async (name) => {
      const text = await readFile(new URL(`../../${name}`, import.meta.url), "utf8");
      for (const [, target] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
        await access(new URL(target!, new URL(`../../${name}`, import.meta.url)));
    },
  );
});
