// After the tests of path matching of TanStack Router (MIT, Tanner Linsley), packages/router-core/tests, in our own words.

import { expect, test } from "vitest";
import { openTanstack } from "../conventions/open.ts";

/** Routes, and which of them answers each path; "" for none. */
type Row = [routes: string[], answers: Record<string, string>];

const ROWS: Record<string, Row[]> = {
  "a static segment, then a parameter, an optional one, and the rest": [
    [["/a/b", "/a/$b"], { "/a/b": "/a/b" }],
    [["/a/b", "/a/{-$b}"], { "/a/b": "/a/b" }],
    [["/a/b", "/a/$"], { "/a/b": "/a/b" }],
    [["/a/$b", "/a/{-$b}"], { "/a/b": "/a/$b" }],
    [["/a/$b", "/a/$"], { "/a/b": "/a/$b" }],
    [["/a/{-$b}", "/a/$"], { "/a/b": "/a/{-$b}" }],
  ],
  "text before and after, by its length": [
    [["/a/b{$b}b", "/a/$b"], { "/a/bbb": "/a/b{$b}b" }],
    [["/a/b{$b}", "/a/$b"], { "/a/bbb": "/a/b{$b}" }],
    [["/a/{$b}b", "/a/$b"], { "/a/bbb": "/a/{$b}b" }],
    [["/a/b{-$b}b", "/a/{-$b}"], { "/a/bbb": "/a/b{-$b}b" }],
    [["/a/b{-$b}", "/a/{-$b}"], { "/a/bbb": "/a/b{-$b}" }],
    [["/a/{-$b}b", "/a/{-$b}"], { "/a/bbb": "/a/{-$b}b" }],
    [["/a/b{$}b", "/a/$"], { "/a/bbb": "/a/b{$}b" }],
    [["/a/b{$}", "/a/$"], { "/a/bbb": "/a/b{$}" }],
    [["/a/{$}b", "/a/$"], { "/a/bbb": "/a/{$}b" }],
    [["/a/$", "/a/b{$}", "/a/b{$}b"], { "/a/bbb": "/a/b{$}b", "/a/bb": "/a/b{$}b", "/a/bc": "/a/b{$}" }],
    [["/a/b{$b}", "/a/bbbb{$b}"], { "/a/bbbbb": "/a/bbbb{$b}" }],
    [["/a/{$b}b", "/a/{$b}bbbb"], { "/a/bbbbb": "/a/{$b}bbbb" }],
    [["/a/foo{$}bar", "/a/foo{$}", "/a/$"], { "/a/fooxbar": "/a/foo{$}bar" }],
  ],
  "the root": [
    [["/{-$id}"], { "/": "/{-$id}" }],
    [["/$"], { "/": "/$" }],
    [["/$id"], { "/": "" }],
    [["/", "/{-$id}"], { "/": "/" }],
    [["/", "/$"], { "/": "/" }],
    [["/", "/$id"], { "/": "/" }],
  ],
  "several segments": [
    [["/a/{-$b}/c", "/a/$b/c"], { "/a/b/c": "/a/$b/c" }],
    [["/a/{-$b}/$c", "/a/$b/c"], { "/a/b/c": "/a/$b/c" }],
    [["/users/{-$org}/settings", "/users/$id"], { "/users/settings": "/users/{-$org}/settings" }],
    [["/{-$other}/posts/new", "/posts/$id"], { "/posts/new": "/{-$other}/posts/new" }],
    [["/{-$other}/posts/a/b/$c", "/posts/$a/b/$c"], { "/posts/a/b/c": "/{-$other}/posts/a/b/$c" }],
    [["/{-$a}/{-$b}/{-$c}/d/e", "/{-$a}/{-$b}/c/d/{-$e}"], { "/a/b/c/d/e": "/{-$a}/{-$b}/c/d/{-$e}" }],
    [["/$a/$b/$c/d/e", "/$a/$b/c/d/$e"], { "/a/b/c/d/e": "/$a/$b/c/d/$e" }],
    [["/a/$", "/a/b/c/$"], { "/a/b/c/d/e": "/a/b/c/$", "/a/d/e": "/a/$" }],
    [
      ["/$a/z", "/{-$a}/{-$b}/{-$c}/{-$d}/{-$e}/z"],
      { "/a/z": "/$a/z", "/a/b/z": "/{-$a}/{-$b}/{-$c}/{-$d}/{-$e}/z" },
    ],
    [["/{-$a}/$b", "/{-$a}"], { "/a": "/{-$a}/$b", "/a/b": "/{-$a}/$b" }],
    [["/a/{-$b}/"], { "/a/b": "/a/{-$b}/" }],
    [["/a/{-$b}/", "/a/$b"], { "/a/b": "/a/$b" }],
    [["/a/{-$b}/", "/a/{-$b}/$c"], { "/a/b": "/a/{-$b}/$c" }],
    [["/a", "/a/{-$b}"], { "/a": "/a/{-$b}" }],
    [["/a/", "/a/{-$b}"], { "/a": "/a/" }],
    [["/{-$a}/b", "/a/$"], { "/a/b": "/a/$" }],
    [["/$a/b", "/a/$"], { "/a/b": "/a/$" }],
    [["/$a/b/c", "/a/$"], { "/a/b/c": "/a/$" }],
    [["/a/{-$b}/c", "/a/b/$"], { "/a/b/c": "/a/b/$" }],
    [["/a/{-$b}/c/d", "/a/b/c/$d"], { "/a/b/c/d": "/a/b/c/$d" }],
    [["/a/$b/c/{-$d}", "/a/{-$b}/c/d"], { "/a/b/c/d": "/a/{-$b}/c/d" }],
    [["/a/$b/$", "/a/{-$b}/c"], { "/a/b/c": "/a/{-$b}/c" }],
    [["/a/$b/c", "/a/$b/$"], { "/a/b/c": "/a/$b/c" }],
    [["/{-$a}/b/c", "/b/$"], { "/b/c": "/{-$a}/b/c" }],
    [["/{-$a}/b/{-$c}/d", "/b/c/$"], { "/b/c/d": "/b/c/$" }],
    [["/a/{-$b}", "/a/$"], { "/a": "/a/{-$b}" }],
    [["/{-$a}/b", "/a/{-$b}"], { "/a/b": "/a/{-$b}" }],
    [["/$one/a/b", "/$two/a/c"], { "/1/a/b": "/$one/a/b", "/2/a/c": "/$two/a/c" }],
    [["/x/y/z", "/$id/y/w"], { "/x/y/z": "/x/y/z", "/x/y/w": "/$id/y/w" }],
  ],
  "optional parameters and the rest, left out": [
    [["/{-$id}.txt"], { "/123.txt": "/{-$id}.txt", "/.txt": "/{-$id}.txt" }],
    [["/file{-$id}"], { "/file123": "/file{-$id}", "/file": "/file{-$id}" }],
    [["/file{-$id}.txt"], { "/file123.txt": "/file{-$id}.txt", "/file.txt": "/file{-$id}.txt" }],
    [["/a/{-$id}"], { "/a": "/a/{-$id}" }],
    [["/a/{-$b}/{-$c}/{-$d}"], { "/a": "/a/{-$b}/{-$c}/{-$d}" }],
    [["/a/{-$id}/$"], { "/a": "/a/{-$id}/$", "/a/b/c/d": "/a/{-$id}/$" }],
    [["/file{$}"], { "/file/a/b/c": "/file{$}" }],
    [["/file{$}end"], { "/file/a/b/c/end": "/file{$}end" }],
    [
      ["/yo/foo{-$id}bar/ma", "/yo/$"],
      { "/yo/foobar/ma": "/yo/foo{-$id}bar/ma", "/yo/foo1bar/ma": "/yo/foo{-$id}bar/ma" },
    ],
    [["/a/$"], { "/a": "/a/$" }],
    [["/a", "/a/$"], { "/a": "/a/$" }],
    [["/a/", "/a/$"], { "/a": "/a/" }],
    [["/{-$foo}/{-$bar}/a/", "/a/$"], { "/a": "/{-$foo}/{-$bar}/a/" }],
  ],
  "without regard to case": [
    [["/{-$a}/bar", "/foo/$"], { "/FOO/bar": "/foo/$" }],
    [["/Docs/API", "/docs/guide"], { "/DOCS/api": "/Docs/API", "/Docs/GUIDE": "/docs/guide" }],
  ],
};

const all = Object.values(ROWS).flat();
const folderOf = (row: Row) => `r${all.indexOf(row)}`;

/** Each row in a folder of its own, so that one app has them all. */
function filesOf(row: Row): Record<string, string> {
  return Object.fromEntries(
    row[0].map((route) => {
      const path = `/${folderOf(row)}${route}`;
      const file = `${path.slice(1).replace(/\./g, "[.]")}${path.endsWith("/") ? "index" : ""}.ts`;
      return [
        file,
        `import { createFileRoute } from "@tanstack/react-router";
         export const Route = createFileRoute(${JSON.stringify(path)})({ server: { handlers: { GET: () => new Response(${JSON.stringify(route)}) } } });`,
      ];
    }),
  );
}

test.each(Object.entries(ROWS))("%s", async (_, rows) => {
  const app = await openTanstack(Object.assign({}, ...rows.map(filesOf)) as Record<string, string>);
  const differing: string[] = [];
  for (const row of rows)
    for (const [path, wanted] of Object.entries(row[1])) {
      const answer = await app.get(`/${folderOf(row)}${path === "/" ? "" : path}`);
      const given = answer.status === 200 ? await answer.text() : "";
      if (given !== wanted)
        differing.push(`${row[0].join(" | ")}: ${path} -> ${given || answer.status}, not ${wanted}`);
    }
  expect(differing).toEqual([]);
});
