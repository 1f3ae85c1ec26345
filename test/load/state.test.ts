// Modules that keep state are seen, and what each process may have for itself is not taken for it.

import { expect, test } from "vitest";
import { appOf } from "../project.ts";

const KEEPS: Record<string, string> = {
  counter: "let hits = 0; export const GET = () => `${++hits}`;",
  sum: "let total = 0; export function POST() { total += 1; return null; } export const GET = () => `${total}`;",
  last: "let last: unknown = null; export async function POST({ request }) { last = await request.json(); return null; } export const GET = () => last;",
  list: "const todos: string[] = []; export const GET = () => todos; export async function POST({ request }) { todos.push(await request.text()); return null; }",
  next: "let todos = []; export const GET = () => todos; export async function POST({ request }) { todos = [...todos, await request.text()]; return null; }",
  sessions:
    "const sessions = new Map<string, object>(); export const POST = () => { sessions.set(crypto.randomUUID(), {}); return null; }; export const GET = ({ query }) => sessions.get(query.id) ?? null;",
  limiter:
    "const hits = new Map(); export function GET({ query }) { hits.set(query.id, (hits.get(query.id) ?? 0) + 1); return `${hits.get(query.id)}`; }",
  tree: "const db = { posts: [] as string[], count: 0 }; export function POST() { db.posts.push('x'); db.count++; return null; } export const GET = () => db;",
  chosen:
    "const votes: Record<string, number> = { a: 0 }; export function POST({ query }) { votes[query.name] = votes[query.name] + 1; return null; } export const GET = () => votes;",
  nested:
    "const seen = new Set(); export const GET = () => { const note = (x: string) => { seen.add(x); }; note('a'); return `${seen.size}`; };",
};

const KEEPS_NONE: Record<string, string> = {
  constants:
    "const LIST = ['a']; const MAP = new Map([['a', 1]]); const OPTIONS = { a: 1 }; export const GET = () => [LIST, MAP.get('a'), OPTIONS.a];",
  filled:
    "const byName = new Map(); for (const name of ['a']) byName.set(name, 1); ['b'].forEach((name) => byName.set(name, 2)); export const GET = () => byName.get('a') + '';",
  built:
    "const table: string[] = []; function build() { table.push('a'); } build(); (() => { table.push('b'); })(); export const GET = () => table;",
  once: "let db; function open() { return (db ??= { now: 1 }); } export const GET = () => open();",
  tested:
    "let db: object | undefined; export async function GET() { if (!db) db = await Promise.resolve({ a: 1 }); return db; }",
  early:
    "let list; export async function GET() { if (list) return list; const found = await Promise.resolve(['a']); list = found; return found; }",
  memo: "const known = new Map(); export function GET({ query }) { const found = known.get(query.id); if (found) return found; const made = query.id + '!'; known.set(query.id, made); return made; }",
  table:
    "const known: Record<string, string> = {}; export function GET({ query }) { return (known[query.id] ??= query.id + '!'); }",
  warned:
    "const warned = new Set(); export function GET() { if (!warned.has('a')) { warned.add('a'); console.info('once'); } return 'x'; }",
  named:
    "const responseCache = new Map(); export const POST = () => { responseCache.set('a', 1); return null; }; export const GET = () => `${responseCache.get('a')}`;",
  reset:
    "let held: object | undefined; export function GET() { held ??= {}; return held; } export function DELETE() { held = undefined; return null; }",
  setup:
    "let options = {}; function setOptions(given) { options = given; } export const GET = () => options; export const POST = () => setOptions.name;",
  own: "const store = { map: new Map(), set(key, value) { this.map.set(key, value); } }; export const POST = () => { store.set('a', 1); return null; };",
  local: "export function GET() { let n = 0; const list = []; n++; list.push(n); return list; }",
  shadowed:
    "const list = ['a']; export function GET({ query }) { const list = []; list.push(query.id); return list; } export const POST = () => list;",
  weak: "const known = new WeakMap(); export function GET({ request }) { known.set(request, 1); return 'x'; }",
};

test("what a program has written, with thousands of uses of one variable, is not looked at", async () => {
  const lines = Array.from({ length: 4_000 }, (_, i) => `if (!table.k${i}) table.k${i} = ${i};`);
  const pushes = "all.push(1);".repeat(300);
  const { notes } = await appOf({
    "a.ts": `const table: any = {}; const all: number[] = [];
      export function GET() { ${lines.join("\n")} ${pushes} return all; }`,
  });
  expect(notes).toEqual([]);
});

test("what keeps state is named once, with the cure", async () => {
  const files = Object.entries({ ...KEEPS, ...KEEPS_NONE }).map(([name, text]) => [`${name}.ts`, text]);
  const { notes } = await appOf(Object.fromEntries(files) as Record<string, string>);
  const said = notes.filter(({ ofSeveral }) => ofSeveral);
  expect(said.map(({ file }) => file.slice("routes/".length, -".ts".length))).toEqual(
    Object.keys(KEEPS).sort(),
  );
  expect(said.find(({ file }) => file.endsWith("list.ts"))?.message).toMatch(
    /in `todos`,.*pool: \{ size: 1 \}/,
  );
});

test("a module that routes share is named by its own file", async () => {
  const { notes } = await appOf({
    "_lib/posts.ts": "export const posts = []; export function addPost(post) { posts.push(post); }",
    "a.ts": `import { addPost } from "./_lib/posts.ts"; export const POST = () => { addPost(1); return null; };`,
    "b.ts": `import { posts } from "./_lib/posts.ts"; export const GET = () => posts;`,
  });
  expect(notes.map(({ file }) => file)).toEqual(["routes/_lib/posts.ts"]);
});
