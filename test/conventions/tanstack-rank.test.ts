// Files of TanStack Router for the same URLs: what its router-core 1.x matches is what answers.

import { expect, test } from "vitest";
import { openTanstack } from "./open.ts";

const route = (path: string, name = path) => `
  import { createFileRoute } from "@tanstack/react-router";
  export const Route = createFileRoute(${JSON.stringify(path)})({ server: { handlers: {
    GET: ({ params }) => Response.json([${JSON.stringify(name)}, params]),
  } } });`;

const asked = async (files: Record<string, string>, paths: readonly string[]) => {
  const app = await openTanstack(files);
  return Promise.all(
    paths.map(async (path) => {
      const answer = await app.get(path);
      return answer.ok ? ((await answer.json()) as unknown) : answer.status;
    }),
  );
};

test("a splat with text around it is before a bare one, the longest text first", async () => {
  const files = {
    "api/files/$.ts": route("/api/files/$", "bare"),
    "api/files/{$}[.]zip.ts": route("/api/files/{$}.zip", "zip"),
    "api/files/v{$}[.]zip.ts": route("/api/files/v{$}.zip", "v"),
  };
  const splat = (name: string, rest: string) => [name, { _splat: rest, "*": rest }];
  expect(
    await asked(files, [
      "/api/files/a.zip",
      "/api/files/a/b.zip",
      "/api/files/a.txt",
      "/api/files/v1.zip",
      "/api/files",
    ]),
  ).toEqual([
    splat("zip", "a"),
    splat("zip", "a/b"),
    splat("bare", "a.txt"),
    splat("v", "1"),
    splat("bare", ""),
  ]);
});

test("an index of text alone is before an optional parameter", async () => {
  const files = { "index.ts": route("/", "index"), "{-$locale}/index.ts": route("/{-$locale}/", "locale") };
  expect(await asked(files, ["/", "/en"])).toEqual([
    ["index", {}],
    ["locale", { locale: "en" }],
  ]);
});

test("of equals the deeper one answers, as in its router", async () => {
  const files = {
    "feed.ts": route("/feed", "feed"),
    "{-$locale}/feed.ts": route("/{-$locale}/feed", "locale"),
  };
  expect(await asked(files, ["/feed", "/en/feed"])).toEqual([
    ["locale", {}],
    ["locale", { locale: "en" }],
  ]);
});

test("a parameter is before an optional one", async () => {
  const files = {
    "$x/feed.ts": route("/$x/feed", "x"),
    "{-$locale}/feed.ts": route("/{-$locale}/feed", "locale"),
  };
  expect(await asked(files, ["/feed", "/en/feed"])).toEqual([
    ["locale", {}],
    ["x", { x: "en" }],
  ]);
});

test("an optional parameter with text around it", async () => {
  expect(
    await asked({ "file{-$id}[.]txt.ts": route("/file{-$id}.txt", "file") }, [
      "/file.txt",
      "/file7.txt",
      "/other.txt",
    ]),
  ).toEqual([["file", {}], ["file", { id: "7" }], 404]);
  const files = { "$foo/a{-$id}-optional/$.ts": route("/$foo/a{-$id}-optional/$", "a") };
  expect(await asked(files, ["/x/a1-optional/r/s", "/x/a-optional/r", "/x/a-optional"])).toEqual([
    ["a", { foo: "x", id: "1", _splat: "r/s", "*": "r/s" }],
    ["a", { foo: "x", _splat: "r", "*": "r" }],
    ["a", { foo: "x", _splat: "", "*": "" }],
  ]);
  const beside = {
    "file[.]txt.ts": route("/file.txt", "plain"),
    "file{-$id}[.]txt.ts": route("/file{-$id}.txt", "optional"),
  };
  expect(await asked(beside, ["/file.txt", "/file1.txt"])).toEqual([
    ["plain", {}],
    ["optional", { id: "1" }],
  ]);
});

test("a page keeps the URL that it is ranked above others for", async () => {
  const page = (path: string) =>
    `import { createFileRoute } from "@tanstack/react-router"; export const Route = createFileRoute(${JSON.stringify(path)})({ component: () => null });`;
  const files = {
    "index.tsx": page("/"),
    "{-$locale}/index.ts": route("/{-$locale}/", "locale"),
    "x/$.tsx": page("/x/$"),
    "x/{$}[.]zip.ts": route("/x/{$}.zip", "zip"),
  };
  expect(await asked(files, ["/", "/en", "/x/a.ZIP", "/x/a"])).toEqual([
    404,
    ["locale", { locale: "en" }],
    ["zip", { _splat: "a", "*": "a" }],
    404,
  ]);
});

test("two files that nothing ranks are still a mistake", async () => {
  await expect(openTanstack({ "$a.ts": route("/$a"), "$b.ts": route("/$b") })).rejects.toThrow(/both answer/);
  await expect(
    openTanstack({ "x/{$}[.]zip.ts": route("/x/{$}.zip"), "x.{$}[.]zip.ts": route("/x/{$}.zip") }),
  ).rejects.toThrow(/both answer/);
});
