// The environment's files, as dotenv and its expansion read them for Next.js and Vite.

import { loadEnv } from "offprint";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeProject } from "./project.ts";

const before = { ...process.env };
beforeEach(() => {
  delete process.env.A;
});
afterEach(() => {
  process.env = { ...before };
});

const load = async (files: Record<string, string>, mode?: string) => loadEnv(await writeProject(files), mode);

it.each([
  ["A=plain # comment", "plain"],
  ["A=a#b", "a"],
  ['A="a # b" # c', "a # b"],
  ["export A = spaced out  ", "spaced out"],
  ["A: yaml", "yaml"],
  ["A='one\\n $B'", "one\\n "],
  ['A="one\\ntwo"', "one\ntwo"],
  ['A="one\ntwo"', "one\ntwo"],
  ['A=`it\'s "so"`', `it's "so"`],
  ['A="{\\"a\\":1}"', '{\\"a\\":1}'],
  ["\ufeffA=marked\r\nB=1", "marked"],
  ["A=", ""],
  ["A=1\nA=2", "2"],
  ["A=$B-${B}x\nB=b", "b-bx"],
  ["A=${NOPE:-${B}}\nB=b", "b"],
  ["A=${NOPE:-default}", "default"],
  ["A=\\$B costs $5\nB=b", "$B costs "],
  ["A=$A", ""],
  ["A=${B}\nB=${A}b", "b"],
])("%j is %j", async (text, value) => {
  expect(await load({ ".env": text })).toEqual([".env"]);
  expect(process.env.A).toBe(value);
});

it("goes by the mode, the file that counts most, and what is set already", async () => {
  const files = {
    ".env": "A=general\nB=$A-b\nSET=file",
    ".env.local": "A=local",
    ".env.production": "A=production\nC=c",
    ".env.production.local": "D=$SET",
    ".env.test": "A=test",
  };
  const root = await writeProject(files);
  process.env.SET = "outer";
  expect(loadEnv(root, "production")).toEqual([
    ".env.production.local",
    ".env.local",
    ".env.production",
    ".env",
  ]);
  const { A, B, C, D, SET } = process.env;
  expect({ A, B, C, D, SET }).toEqual({ A: "local", B: "local-b", C: "c", D: "outer", SET: "outer" });
  // What came from files is read anew, and goes with them.
  expect(loadEnv(root, "test")).toEqual([".env.test", ".env"]);
  expect([process.env.A, process.env.C, process.env.SET]).toEqual(["test", undefined, "outer"]);
  process.env.NODE_ENV = "development";
  expect(loadEnv(root)).toEqual([".env.local", ".env"]);
});

it("is not held up by a folder of that name, or by nothing", async () => {
  expect(await load({ ".env/bin/activate": "A=1" })).toEqual([]);
  expect(await load({})).toEqual([]);
});
