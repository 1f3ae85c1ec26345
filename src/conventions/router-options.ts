// Options that decide the URLs of Remix and React Router, read in the text of their configurations: to run a
// `vite.config.*` needs Vite and each of its plugins.

import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { matchesAny } from "../load/glob.ts";
import { parse } from "../load/parse.ts";
import { sourceOf, type Named, type Node } from "../load/link/babel.ts";
import type { Report, SourceFile, Surroundings } from "./convention.ts";

const EXTENSIONS = [".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"];

/** Options that are looked at; any other cannot change which file answers a URL. */
const KEYS = ["routes", "ignoredRouteFiles", "basename", "appDirectory"] as const;

/** An option where it is written; where `key` is undefined, what cannot be seen through and may hold any of them. */
interface Option {
  key: (typeof KEYS)[number] | undefined;
  value: Node;
}

/**
 * Refuses what would answer at other URLs there, or behind other guards, with the file and the line.
 *
 * @param folder of the app, relative to the one of the routes
 * @returns whether a file, relative to the folder of the app, is none of the routes: `ignoredRouteFiles`
 */
export async function readOptions(
  folder: string,
  report: Report,
  around: Surroundings,
): Promise<(path: string) => boolean> {
  const ignored: string[] = [];
  for (const file of configurations(folder, around)) {
    const at = (node: Node) => ({ ...file, name: `${file.name}:${lineOf(node)}` });
    let body: Node[];
    try {
      body = parse(await file.text(), file.absolute);
    } catch (error) {
      report.mistake(file, `It may decide URLs and guards, and cannot be read: ${(error as Error).message}.`);
      continue;
    }
    const options = /vite\.config\.\w+$/.test(file.path) ? ofPlugins(body) : ofExports(body);
    for (const { key, value } of options) {
      const wrong = faultOf(key, value, file, resolve(around.dir, folder), ignored);
      if (wrong !== undefined) report.mistake(at(value), wrong);
    }
  }
  return matchesAny(ignored);
}

/** Those of the nearest folder that has any: the app's own, or one around it, up to the project. */
function configurations(folder: string, around: Surroundings): SourceFile[] {
  for (let up = folder, depth = 0; ; up += "/..", depth++) {
    if (depth > 1 && around.file(up).name.startsWith("..")) return [];
    const found = ["react-router.config", "remix.config", "vite.config"].flatMap((name) =>
      EXTENSIONS.map((extension) => around.file(`${up}/${name}${extension}`)),
    );
    const there = found.filter(({ absolute }) => existsSync(absolute));
    if (there.length > 0) return there;
  }
}

/** What is wrong with an option, and the cure; globs that are none are put into `ignored`. */
function faultOf(
  key: Option["key"],
  value: Node,
  file: SourceFile,
  app: string,
  ignored: string[],
): string | undefined {
  const text = textOf(value);
  switch (key) {
    case "routes":
      return "`routes` decides the URLs and the guards, and is not read. Move it to app/routes.ts, which is read here and there (`future.v3_routeConfig`): `export default remixRoutesOptionAdapter(…)` of @remix-run/routes-option-adapter.";
    case "basename":
      return text === "" || text === "/"
        ? undefined
        : "`basename` is not understood: routes answer at the root here. Leave it out, and let the proxy take it away.";
    case "appDirectory": {
      if (text === undefined) return "`appDirectory` must be written as text, so that it can be read.";
      const named = join(file.absolute, "..", text);
      const isOurs = relative(named, app) === "";
      return isOurs
        ? undefined
        : `\`appDirectory\` is ${text}, and the routes are read from another. Name its folder as the source: \`dir\` in the configuration of Offprint.`;
    }
    case "ignoredRouteFiles": {
      const globs = (value.elements as (Node | null)[] | undefined)?.map((one) => one && textOf(one));
      if (!globs?.every((glob) => typeof glob === "string"))
        return "`ignoredRouteFiles` must be an array of globs written as text, so that it can be read.";
      try {
        matchesAny(globs);
      } catch (error) {
        return `\`ignoredRouteFiles\`: ${(error as Error).message}.`;
      }
      ignored.push(...globs);
      return undefined;
    }
    case undefined:
      return `What is given here may hold \`routes\` or \`basename\`, and cannot be read. Write ${KEYS.map((one) => `\`${one}\``).join(", ")} out, in an object of this file.`;
  }
}

/** Options of each call of the framework's plugin, whatever name it was imported by. */
function ofPlugins(body: Node[]): Option[] {
  const own = new Set(["remix", "vitePlugin", "unstable_vitePlugin", "reactRouter"]);
  for (const each of body)
    if (/^@(?:remix-run|react-router)\/dev(?:\/vite)?$/.test(String(sourceOf(each))))
      for (const { local, imported } of (each.specifiers ?? []) as { local: Named; imported?: Named }[])
        if (own.has(imported?.name ?? "")) own.add(local.name);
  return all(body, "CallExpression").flatMap(({ callee, arguments: given }) => {
    const { name, property } = callee as Named & { property?: Named };
    const [options] = given as Node[];
    return options && own.has(property?.name ?? name) ? inside(options, body) : [];
  });
}

/** Options of a module that exports them: as default, as `module.exports`, or each by its name. */
function ofExports(body: Node[]): Option[] {
  return body.flatMap((each): Option[] => {
    if (each.type === "ExportDefaultDeclaration") return inside(each.declaration as Node, body);
    if (each.type === "ExportNamedDeclaration" || each.type === "ExportAllDeclaration") {
      if (each.source) return [{ key: undefined, value: each }];
      return variables([each]).flatMap(({ id, init }) => (init ? option(id.name, init) : []));
    }
    const { type, left, right } = (each.expression ?? {}) as Record<string, Node>;
    if ((type as unknown) !== "AssignmentExpression" || left?.type !== "MemberExpression") return [];
    const { object, property } = left as Node & { object: Named; property: Named };
    if (object.name === "module" && property.name === "exports") return inside(right!, body);
    const isOfExports = object.name === "exports" || (object.property as Named)?.name === "exports";
    return isOfExports ? option(property.name, right!) : [];
  });
}

function option(name: string, value: Node): Option[] {
  const key = KEYS.find((one) => one === name);
  return key ? [{ key, value: bare(value) }] : [];
}

/** The options in an expression: of an object, of what is spread into it, of a variable, and of either branch. */
function inside(given: Node, body: Node[], seen: ReadonlySet<string> = new Set()): Option[] {
  const value = bare(given);
  const into = (node: unknown) => inside(node as Node, body, seen);
  switch (value.type) {
    case "ObjectExpression":
      return (value.properties as Node[]).flatMap((each) => {
        if (each.type === "SpreadElement") return into(each.argument);
        const { key, computed } = each as Node & { key: Named & { value?: string } };
        if (computed && typeof key.value !== "string") return [{ key: undefined, value: each }];
        return option(key.value ?? key.name, (each.value as Node | undefined) ?? each);
      });
    case "ConditionalExpression":
      return [...into(value.consequent), ...into(value.alternate)];
    case "LogicalExpression":
      return [...(value.operator === "&&" ? [] : into(value.left)), ...into(value.right)];
    case "Identifier": {
      const { name } = value as Named;
      const init = seen.has(name) ? undefined : variables(body).find(({ id }) => id.name === name)?.init;
      if (init) return inside(init, body, new Set([...seen, name]));
      return name === "undefined" ? [] : [{ key: undefined, value }];
    }
    case "BooleanLiteral":
    case "NullLiteral":
      return [];
    default:
      return [{ key: undefined, value }];
  }
}

/** Variables at the top of a module. */
const variables = (body: Node[]) =>
  body
    .map((each) => (each.type === "ExportNamedDeclaration" ? (each.declaration as Node | null) : each))
    .flatMap((each) => (each?.declarations ?? []) as { id: Named; init?: Node }[]);

/** An expression without what only a type says of it. */
function bare(node: Node): Node {
  const isTyped = /^(?:TS(?:As|Satisfies|NonNull)Expression|TSTypeAssertion|ParenthesizedExpression)$/;
  return isTyped.test(node.type) ? bare(node.expression as Node) : node;
}

function textOf(node: Node): string | undefined {
  const { type, value, quasis } = bare(node) as Node & { quasis?: { value: { cooked: string } }[] };
  if (type === "TemplateLiteral" && quasis?.length === 1) return quasis[0]!.value.cooked;
  return type === "StringLiteral" ? (value as string) : undefined;
}

const lineOf = (node: Node): number => (node.loc as { start: { line: number } }).start.line;

/** All nodes of a type. */
function all(node: unknown, type: string): Node[] {
  if (typeof node !== "object" || node === null) return [];
  const below = Object.values(node).flatMap((each) => all(each, type));
  return (node as Node).type === type ? [node as Node, ...below] : below;
}
