// Options as they are written in the text of a configuration: to run a `vite.config.*` needs Vite and all of its plugins.

import { existsSync } from "node:fs";
import { parse } from "../load/parse.ts";
import { sourceOf, type Named, type Node } from "../load/link/babel.ts";
import type { Report, SourceFile, Surroundings } from "./convention.ts";

const EXTENSIONS = [".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"];

/**
 * Configurations of the nearest folder that has any of the names: the given one, or one around it, up to the project.
 *
 * @param folder relative to the one of the routes
 */
export function configurations(folder: string, names: readonly string[], around: Surroundings): SourceFile[] {
  for (let up = folder, depth = 0; ; up += "/..", depth++) {
    if (depth > 1 && around.file(up).name.startsWith("..")) return [];
    const found = names.flatMap((name) =>
      (name.endsWith(".json") ? [""] : EXTENSIONS).map((end) => around.file(`${up}/${name}${end}`)),
    );
    const there = found.filter(({ absolute }) => existsSync(absolute));
    if (there.length > 0) return there;
  }
}

/** The statements of a configuration. One that cannot be parsed may decide URLs and guards, so it is a mistake. */
export async function statementsOf(file: SourceFile, report: Report): Promise<Node[]> {
  try {
    return parse(await file.text(), file.absolute);
  } catch (error) {
    report.mistake(file, `It may decide URLs and guards, and cannot be read: ${(error as Error).message}.`);
    return [];
  }
}

/** An option where it is written; where `key` is undefined, what cannot be seen through and may hold any of them. */
export interface Option<Key extends string> {
  key: Key | undefined;
  value: Node;
}

/**
 * Options of each call of a framework's plugin, whatever name it was imported by.
 *
 * @param from the packages that it is imported from
 */
export function ofCalls<Key extends string>(
  body: Node[],
  { names, from, keys }: { names: readonly string[]; from: RegExp; keys: readonly Key[] },
): Option<Key>[] {
  const own = new Set(names);
  for (const each of body)
    if (from.test(String(sourceOf(each))))
      for (const { local, imported } of (each.specifiers ?? []) as { local: Named; imported?: Named }[])
        if (own.has(imported?.name ?? "")) own.add(local.name);
  return all(body, "CallExpression").flatMap(({ callee, arguments: given }) => {
    const { name, property } = callee as Named & { property?: Named };
    const [options] = given as Node[];
    return options && own.has(property?.name ?? name) ? inside(options, body, keys) : [];
  });
}

/** Options of a module that exports them: as default, as `module.exports`, or each by its name. */
export function ofExports<Key extends string>(body: Node[], keys: readonly Key[]): Option<Key>[] {
  return body.flatMap((each): Option<Key>[] => {
    if (each.type === "ExportDefaultDeclaration") return inside(each.declaration as Node, body, keys);
    if (each.type === "ExportNamedDeclaration" || each.type === "ExportAllDeclaration") {
      if (each.source) return [{ key: undefined, value: each }];
      return variables([each]).flatMap(({ id, init }) => (init ? option(id.name, init, body, keys) : []));
    }
    const { type, left, right } = (each.expression ?? {}) as Record<string, Node>;
    if ((type as unknown) !== "AssignmentExpression" || left?.type !== "MemberExpression") return [];
    const { object, property } = left as Node & { object: Named; property: Named };
    if (object.name === "module" && property.name === "exports") return inside(right!, body, keys);
    const isOfExports = object.name === "exports" || (object.property as Named)?.name === "exports";
    return isOfExports ? option(property.name, right!, body, keys) : [];
  });
}

function option<Key extends string>(
  name: string,
  given: Node,
  body: Node[],
  keys: readonly Key[],
): Option<Key>[] {
  const key = keys.find((one) => one === name);
  if (key === undefined) return [];
  const value = bare(given);
  const made = value.type === "Identifier" ? valueOf((value as Named).name, body) : undefined;
  return [{ key, value: made ? bare(made) : value }];
}

/** The options in an expression: of an object, of what is spread into it, of a variable, and of either branch. */
export function inside<Key extends string>(
  given: Node,
  body: Node[],
  keys: readonly Key[],
  seen: ReadonlySet<string> = new Set(),
): Option<Key>[] {
  const value = bare(given);
  const into = (node: unknown) => inside(node as Node, body, keys, seen);
  switch (value.type) {
    case "ObjectExpression":
      return (value.properties as Node[]).flatMap((each) => {
        if (each.type === "SpreadElement") return into(each.argument);
        const { key, computed } = each as Node & { key: Named & { value?: string } };
        if (computed && typeof key.value !== "string") return [{ key: undefined, value: each }];
        return option(key.value ?? key.name, (each.value as Node | undefined) ?? each, body, keys);
      });
    case "ConditionalExpression":
      return [...into(value.consequent), ...into(value.alternate)];
    case "LogicalExpression":
      return [...(value.operator === "&&" ? [] : into(value.left)), ...into(value.right)];
    case "Identifier": {
      const { name } = value as Named;
      const init = seen.has(name) ? undefined : valueOf(name, body);
      if (init) return inside(init, body, keys, new Set([...seen, name]));
      return name === "undefined" ? [] : [{ key: undefined, value }];
    }
    case "BooleanLiteral":
    case "NullLiteral":
      return [];
    default:
      return [{ key: undefined, value }];
  }
}

/** The value that a variable at the top of a module is made with. */
const valueOf = (name: string, body: Node[]): Node | undefined =>
  variables(body).find(({ id }) => id.name === name)?.init;

/** Variables at the top of a module. */
const variables = (body: Node[]) =>
  body
    .map((each) => (each.type === "ExportNamedDeclaration" ? (each.declaration as Node | null) : each))
    .flatMap((each) => (each?.declarations ?? []) as { id: Named; init?: Node }[]);

/** An expression without what only a type says of it. */
export function bare(node: Node): Node {
  const isTyped = /^(?:TS(?:As|Satisfies|NonNull)Expression|TSTypeAssertion|ParenthesizedExpression)$/;
  return isTyped.test(node.type) ? bare(node.expression as Node) : node;
}

/** An expression's text, where it is written as such. */
export function textOf(node: Node): string | undefined {
  const { type, value, quasis } = bare(node) as Node & { quasis?: { value: { cooked: string } }[] };
  if (type === "TemplateLiteral" && quasis?.length === 1) return quasis[0]!.value.cooked;
  return type === "StringLiteral" ? (value as string) : undefined;
}

/** The line that an expression begins in. */
export const lineOf = (node: Node): number => (node.loc as { start: { line: number } }).start.line;

/** All nodes of a type. */
function all(node: unknown, type: string): Node[] {
  if (typeof node !== "object" || node === null) return [];
  const below = Object.values(node).flatMap((each) => all(each, type));
  return (node as Node).type === type ? [node as Node, ...below] : below;
}
