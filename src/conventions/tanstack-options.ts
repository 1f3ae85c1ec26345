// Options of TanStack's generator of routes and of its plugins for Vite that decide the URLs, read in their text.

import { dirname, join, relative } from "node:path";
import { sourceOf, type Named, type Node } from "../load/link/babel.ts";
import type { Report, SourceFile, Surroundings } from "./convention.ts";
import type { Tokens } from "./tanstack-path.ts";
import {
  bare,
  configurations,
  inside,
  lineOf,
  ofCalls,
  statementsOf,
  textOf,
  type Option,
} from "./written-options.ts";

/** What the options say. */
export interface TanstackOptions {
  tokens: Tokens;
  /** Whether a file, by its path inside of the folder, is none of the routes. */
  ignores(path: string): boolean;
  /** A file's path without the prefix of names of route files. */
  bare(path: string): string;
  /** The module that has the tree of virtual routes, and the names that it may export it by. */
  virtual?: { file: SourceFile; names: readonly string[] };
  /** The module of global middleware without its extension, relative to the folder of the routes. */
  start: string;
  /** Before each URL, such as `/docs`; empty for none. */
  basepath: string;
}

const KEYS = [
  "virtualRouteConfig",
  "routeFilePrefix",
  "routeFileIgnorePrefix",
  "routeFileIgnorePattern",
  "routesDirectory",
  "indexToken",
  "routeToken",
  "basepath",
] as const;

type Key = (typeof KEYS)[number];

/** The plugin of TanStack Start, which has the options of the router in `router`. */
const START = {
  names: ["tanstackStart", "TanStackStart", "TanStackStartVitePlugin"],
  from: /^@tanstack\/(?:react|solid|vue)-start\/plugin\/vite$/,
  keys: ["router", "srcDirectory", "start"] as const,
};

/** The plugin of TanStack Router alone. */
const ROUTER = {
  names: ["tanstackRouter", "TanStackRouterVite"],
  from: /^@tanstack\/router-(?:plugin|vite-plugin)(?:\/vite)?$/,
  keys: KEYS,
};

type Written = Partial<Record<Key, unknown>>;

/** Reads the options of the project; what is not understood is a mistake with the file and the line. */
export async function readTanstackOptions(report: Report, around: Surroundings): Promise<TanstackOptions> {
  const [json] = configurations("..", ["tsr.config.json"], around);
  const [vite] = configurations("..", ["vite.config"], around);
  const written: Written = json ? await ofJson(json, report) : {};
  let source = "..";
  let start = "start";
  if (vite) {
    const body = await statementsOf(vite, report);
    const wrong = (node: Node, message: string) =>
      report.mistake({ ...vite, name: `${vite.name}:${lineOf(node)}` }, message);
    const project = dirname(vite.absolute);
    const options: Option<Key>[] = ofCalls(body, ROUTER);
    for (const { key, value } of ofCalls(body, START)) {
      if (key === "router") options.push(...inside(value, body, KEYS));
      else if (key === "srcDirectory") source = relative(around.dir, join(project, textOf(value) ?? "src"));
      else if (key === "start")
        start = inside(value, body, ["entry"]).flatMap((one) => textOf(one.value) ?? [])[0] ?? start;
      else options.push({ key: undefined, value });
    }
    for (const { key, value } of options) {
      const given = key === "virtualRouteConfig" ? imported(value, body) : valueOf(value);
      if (key === undefined)
        wrong(
          value,
          `What is given here may hold ${KEYS.map((one) => `\`${one}\``).join(", ")}, and cannot be read. Write them out, in an object of this file.`,
        );
      else if (given === undefined)
        wrong(
          value,
          `\`${key}\` must be written as ${key === "virtualRouteConfig" ? "the name of a file" : "text"}, so that it can be read.`,
        );
      else written[key] = given;
    }
  }
  return toOptions(written, { report, around, config: vite ?? json, source, start });
}

async function ofJson(file: SourceFile, report: Report): Promise<Written> {
  try {
    return JSON.parse(await file.text()) as Written;
  } catch (error) {
    report.mistake(file, `It decides URLs, and cannot be read: ${(error as Error).message}.`);
    return {};
  }
}

interface Given {
  report: Report;
  around: Surroundings;
  config: SourceFile | undefined;
  source: string;
  start: string;
}

function toOptions(written: Written, { report, around, config, source, start }: Given): TanstackOptions {
  const { routeFilePrefix: prefix = "", routeFileIgnorePrefix: ignored = "-" } = written as {
    routeFilePrefix?: string;
    routeFileIgnorePrefix?: string;
  };
  const wrong = (message: string) => config && report.mistake(config, message);
  const pattern = toRegExp(written.routeFileIgnorePattern, (text) => text, wrong);
  const ignoresName = (name: string) =>
    (ignored !== "" && name.startsWith(ignored)) || !name.startsWith(prefix) || pattern?.test(name) === true;
  const whole = (text: string) => `^(?:${text})$`;
  const token = (value: unknown, usual: string) =>
    toRegExp(
      value ?? usual,
      typeof value === "string" ? (text) => whole(text.replace(/\W/g, "\\$&")) : whole,
      wrong,
    ) ?? /(?!)/;
  const virtual = written.virtualRouteConfig as string | [file: string, name: string] | undefined;
  const folder = config && dirname(config.absolute);
  // Of TanStack Start relative to `srcDirectory`, and of the router alone to the project.
  const folders = [join(around.dir, source), folder ?? ""].map((from) =>
    join(from, String(written.routesDirectory)),
  );
  if (written.routesDirectory !== undefined && !folders.includes(around.dir))
    wrong(
      `\`routesDirectory\` is ${JSON.stringify(written.routesDirectory)}, and the routes are read from another folder. Name it as the source: \`dir\` in the configuration of Offprint.`,
    );
  const fileOf = (path: string) =>
    around.file(relative(around.dir, join(folder!, path)).replaceAll("\\", "/"));
  return {
    tokens: { index: token(written.indexToken, "index"), route: token(written.routeToken, "route") },
    ignores: (path) => path.split("/").some(ignoresName),
    bare: (path) => (prefix === "" ? path : path.replaceAll(prefix, "")),
    virtual:
      virtual === undefined
        ? undefined
        : {
            file: fileOf(typeof virtual === "string" ? virtual : virtual[0]),
            names: typeof virtual === "string" ? ["routes", "default"] : [virtual[1]],
          },
    start: `${source.replaceAll("\\", "/")}/${start.replace(/\.[mc]?[jt]sx?$/, "")}`,
    basepath: String(written.basepath ?? "")
      .replace(/^\/*(?=.)/, "/")
      .replace(/\/+$/, ""),
  };
}

/** An expression as its value: text, or a regular expression in either form. */
function valueOf(node: Node): unknown {
  const { type, pattern, flags } = node;
  if (type === "RegExpLiteral") return { regex: pattern, flags };
  if (type !== "ObjectExpression") return textOf(node);
  const [regex, flag] = ["regex", "flags"].map((name) => inside(node, [], [name])[0]?.value);
  return regex && { regex: textOf(regex), flags: flag && textOf(flag) };
}

/** A file by its name, or the one that what is written is imported from, with its name there. */
function imported(node: Node, body: Node[]): string | [file: string, name: string] | undefined {
  const value = bare(node);
  if (value.type !== "Identifier") return textOf(value);
  for (const each of body)
    for (const { local, imported: there } of (each.specifiers ?? []) as { local: Named; imported?: Named }[])
      if (local?.name === (value as Named).name && String(sourceOf(each)).startsWith("."))
        return [String(sourceOf(each)), there?.name ?? "default"];
  return undefined;
}

function toRegExp(
  value: unknown,
  wrap: (text: string) => string,
  wrong: (message: string) => void,
): RegExp | undefined {
  if (value === undefined) return undefined;
  const { regex, flags } = (typeof value === "object" ? value : { regex: value }) as {
    regex: string;
    flags?: string;
  };
  try {
    return new RegExp(wrap(regex), flags?.replace(/[gy]/g, ""));
  } catch (error) {
    wrong(`${JSON.stringify(regex)} is no regular expression: ${(error as Error).message}.`);
    return undefined;
  }
}
