// Which project a command is about: its folder, its configuration, its environment.

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { writeProject } from "../project.ts";
import { listen, run } from "./run.ts";

const REMIX = {
  "package.json": "{}",
  "offprint.config.ts": `export default { origin: "https://example.com", sources: [{ dir: "other" }] }`,
  "app/root.ts":
    "export const middleware = [async (_, next) => { const answer = await next(); answer.headers.set('x-root', '1'); return answer; }];",
  "app/routes/feed[.]json.ts": `
    import { feed } from "offprint";
    export const loader = () => feed({ title: "T", items: [{ url: "/a", title: "A" }] });`,
  "app/routes/where.ts":
    "export const loader = ({ request }) => new Response(new URL(request.url).origin, { headers: { 'cache-control': 'max-age=60' } });",
};

describe("a folder of routes that is named", () => {
  it("belongs to the project above it: its configuration, its root, its cache", async () => {
    const root = await writeProject(REMIX);
    const { url } = await listen("start", join(root, "app/routes"), "--convention", "remix");
    const answer = await fetch(`${url}/where`);
    expect([await answer.text(), answer.headers.get("x-root")]).toEqual(["https://example.com", "1"]);
    expect([existsSync(join(root, ".offprint")), existsSync(join(root, "app/.offprint"))]).toEqual([
      true,
      false,
    ]);
    const purged = await run(
      "purge",
      join(root, "app/routes"),
      "--convention",
      "remix",
      "--path",
      "/%77here",
    );
    expect(purged.code).toBe(0);
    await expect
      .poll(async () => (await fetch(`${url}/where`)).headers.get("cache-status"))
      .toMatch(/fwd=(?:stale|uri-miss)/);
  });

  it("is what render and routes take, too", async () => {
    const root = await writeProject(REMIX);
    const folder = [join(root, "app/routes"), "--convention", "remix"];
    const rendered = await run("render", "/where", ...folder);
    expect([rendered.code, rendered.stdout]).toEqual([0, "https://example.com"]);
    const listed = await run("routes", ...folder);
    expect(listed.stdout).toMatch(/\/where\s+app\/routes\/where\.ts/);
  });

  it("without a convention is a project of its own, or a part of one", async () => {
    const HELLO = { "routes/hello.txt.ts": `export const GET = () => "hello"` };
    const alone = await run("render", "/hello.txt", await writeProject(HELLO));
    expect([alone.code, alone.stdout]).toEqual([0, "hello"]);
    const root = await writeProject({
      ...HELLO,
      "package.json": "{}",
      "inner/deep/x.txt": "",
      "packages/a/routes/a.txt.ts": `export const GET = () => "a"`,
    });
    expect((await run("render", "/hello.txt", join(root, "inner/deep"))).stdout).toBe("hello");
    expect((await run("render", "/a.txt", join(root, "packages/a"))).stdout).toBe("a");
    expect((await run("render", "/hello.txt", join(root, "packages/a"))).code).toBe(22);
  });
});

describe("the environment's files", () => {
  const FILES = {
    "package.json": "{}",
    ".env": "GREETING=general\nNAME=$GREETING-x",
    ".env.local": "GREETING=local",
    ".env.development": "FLAVOUR=dev",
    ".env.production": "FLAVOUR=prod\nORIGIN=https://env.example",
    "offprint.config.ts": "export default { pool: { size: Number(process.env.SIZE ?? 1) } }",
    "routes/env.json.ts":
      "const { GREETING, NAME, FLAVOUR } = process.env; export const GET = ({ url }) => ({ GREETING, NAME, FLAVOUR, origin: url.origin });",
  };

  it("are read by start and render, and the log names the files and no value", async () => {
    const root = await writeProject(FILES);
    const { url, output } = await listen("start", root);
    const right = { GREETING: "local", NAME: "local-x", FLAVOUR: "prod", origin: "https://env.example" };
    expect(await (await fetch(`${url}/env.json`)).json()).toEqual(right);
    expect(output()).toContain("Environment: .env.local, .env.production, .env\n");
    expect(output()).not.toContain("general");
    const rendered = await run("render", "/env.json", root);
    expect(JSON.parse(rendered.stdout)).toEqual(right);
  });

  it("are read anew by dev when they change", async () => {
    const root = await writeProject(FILES);
    const { url } = await listen("dev", root);
    const seen = async () => (await (await fetch(`${url}/env.json`)).json()) as Record<string, string>;
    expect(await seen()).toMatchObject({ GREETING: "local", FLAVOUR: "dev" });
    await writeFile(join(root, ".env.local"), "NAME=changed");
    await expect.poll(seen).toMatchObject({ GREETING: "general", NAME: "changed" });
  });
});
