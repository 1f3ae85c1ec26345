// A copy of the built package in which each function of some files can be told to throw as it begins.

import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

/** Where the code of a function is: in a block, or an expression alone. */
const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Every function of a program, the outer ones first. */
function* functionsOf(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* functionsOf(each);
  else if (typeof value === "object" && value !== null && "type" in value) {
    const node = value as Node;
    if (FUNCTIONS.has(node.type)) yield node;
    for (const key in node) if (key !== "parent") yield* functionsOf(node[key]);
  }
}

/** The text with a call at the beginning of each function, and the names by which they are armed. */
function instrument(file: string, text: string): { text: string; names: string[] } {
  const inserts: [at: number, code: string][] = [];
  const names: string[] = [];
  for (const node of functionsOf(parseAst(text))) {
    const line = text.slice(0, node.start).split("\n").length;
    const name = `${file}:${line}:${node.start}`;
    const call = `globalThis.__begin?.(${JSON.stringify(name)})`;
    const body = node.body as Node;
    names.push(name);
    // What a function does in a `try` of its own begins there: before it nothing can throw.
    const first = (body.body as Node[] | undefined)?.[0];
    const block = first?.type === "TryStatement" ? (first.block as Node) : body;
    if (block.type === "BlockStatement") inserts.push([block.start + 1, `${call};`]);
    else inserts.push([body.start, `(${call}, `], [body.end, ")"]);
  }
  // From the back, so that no place moves before it is used; at the same place, inner ones first.
  for (const [at, code] of inserts.toSorted(([a], [b]) => b - a))
    text = text.slice(0, at) + code + text.slice(at);
  return { text, names };
}

/** Files whose functions are called by the event loop for one connection. */
function filesOfThePort(dist: string): string[] {
  // `contain.js` is what contains: it is not told to throw itself.
  const port = readdirSync(join(dist, "port")).filter((name) => name.endsWith(".js"));
  return [
    "http/message-request.js",
    "pool/forward.js",
    "pool/stream.js",
    ...port.map((name) => `port/${name}`),
  ];
}

export interface Instrumented {
  /** The folder that stands for the package. */
  root: string;
  names: string[];
  remove(): void;
}

export function copyInstrumented(): Instrumented {
  const root = mkdtempSync(join(tmpdir(), "offprint-inject-"));
  const dist = join(root, "dist");
  cpSync(join(ROOT, "dist"), dist, { recursive: true });
  for (const name of ["node_modules", "fonts", "package.json"])
    if (existsSync(join(ROOT, name))) symlinkSync(join(ROOT, name), join(root, name));
  const names = filesOfThePort(dist).flatMap((file) => {
    const path = join(dist, file);
    const made = instrument(file, readFileSync(path, "utf8"));
    writeFileSync(path, made.text);
    return made.names;
  });
  return { root, names, remove: () => rmSync(root, { recursive: true, force: true }) };
}
