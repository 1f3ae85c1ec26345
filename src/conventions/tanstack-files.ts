// Which files are routes of TanStack Start, and at which places: by their names, or by virtual file routes.

import { existsSync } from "node:fs";
import { basename, join } from "node:path/posix";
import type { VirtualNode, VirtualRoot } from "../compat/tanstack/virtual-routes.ts";
import { isBeside } from "./beside.ts";
import type { Report, SourceFile, Surroundings } from "./convention.ts";
import type { TanstackOptions } from "./tanstack-options.ts";
import {
  below,
  belowPath,
  pathOf,
  ROOT,
  toTanstackPath,
  TOP,
  type Place,
  type TanstackPath,
} from "./tanstack-path.ts";
import { reasonOf, thrownIn } from "./thrown.ts";

/** A file, and the path that it answers. */
export interface PlacedFile {
  file: SourceFile;
  path: TanstackPath;
}

/** In a folder it decides the URLs of what is in that. */
const VIRTUAL = /(?:^|\/)__virtual\.[mc]?[jt]s$/;

/** All route files, in the order of the folder or as the tree of virtual routes has them. */
export async function placeFiles(
  files: readonly SourceFile[],
  options: TanstackOptions,
  report: Report,
  around: Surroundings,
): Promise<PlacedFile[]> {
  const { virtual } = options;
  if (!virtual) return inFolder(files, "", TOP);
  const root = (await exported(virtual.file, virtual.names)) as VirtualRoot | undefined;
  if (root === undefined) return [];
  if (root.type !== "root") {
    report.mistake(virtual.file, `Its ${virtual.names.join(" or ")} must be what rootRoute() gives.`);
    return [];
  }
  return [...at(root.file, ROOT), ...(await inTree(root.children, "", TOP, true))];

  /** What a configuration's module exports by the first of the names that it has; undefined after a mistake. */
  async function exported(file: SourceFile, names: readonly string[]): Promise<unknown> {
    try {
      const module = await file.load();
      const name = names.find((one) => one in module);
      if (name === undefined) throw new Error(`it exports no ${names.join(" and no ")}.`);
      const value: unknown = await module[name];
      return typeof value === "function" ? await (value as () => unknown)() : value;
    } catch (error) {
      report.mistake(
        thrownIn(file, error),
        `It decides the URLs and the guards of routes, and it cannot be read: ${reasonOf(error, file)}`,
      );
      return undefined;
    }
  }

  /** A file of a virtual route at its path. */
  function at(name: string, path: TanstackPath | { mistake: string }): PlacedFile[] {
    const file = around.file(name);
    if (!existsSync(file.absolute))
      report.mistake(file, "Virtual file routes name it, and there is no such file.");
    else if ("mistake" in path) report.mistake(file, `${path.mistake}.`);
    else if (!around.ignores(name)) return [{ file, path }];
    return [];
  }

  async function inFolder(all: readonly SourceFile[], folder: string, place: Place): Promise<PlacedFile[]> {
    const nameIn = ({ path }: SourceFile) => (folder === "" ? path : path.slice(folder.length + 1));
    const own = all.filter((file) => !options.ignores(nameIn(file)));
    const configs = own.filter(({ path }) => VIRTUAL.test(path));
    const folders = configs.map((file) => ({ file, inside: nameIn(file).replace(/[^/]+$/, "") }));
    const isWithin = (name: string, inside: string) => name.startsWith(inside);
    const outermost = folders.filter(
      ({ inside, file }) => !folders.some((other) => other.file !== file && isWithin(inside, other.inside)),
    );
    const placed: PlacedFile[] = [];
    for (const { file, inside } of outermost) {
      const nodes = await exported(file, ["default"]);
      const name = inside.replace(/\/$/, "");
      const inner = name === "" ? place : below(place, options.bare(name));
      placed.push(...(await inTree(nodes, join(folder, name), inner, false)));
    }
    for (const file of own) {
      const name = nameIn(file);
      if (outermost.some(({ inside }) => isWithin(name, inside)) || !/\.[jt]sx?$/.test(name)) continue;
      if (isBeside(name) || /\.gen\.[jt]sx?$/.test(name)) continue;
      const bare = options.bare(name.replace(/\.[jt]sx?$/, ""));
      const path = bare === "__root" ? ROOT : toTanstackPath(bare, options.tokens, place);
      if (path && "mistake" in path) report.mistake(file, `${path.mistake}.`);
      else if (path) placed.push({ file, path });
    }
    return placed;
  }

  /** @param isWhole see {@link belowPath} */
  async function inTree(
    nodes: unknown,
    folder: string,
    place: Place,
    isWhole: boolean,
  ): Promise<PlacedFile[]> {
    const placed: PlacedFile[] = [];
    for (const node of (nodes ?? []) as VirtualNode[]) {
      if (node.type === "index") placed.push(...at(join(folder, node.file), pathOf(place, true)));
      else if (node.type === "physical") {
        const inside = join(folder, node.directory);
        const inner = node.pathPrefix === "" ? place : belowPath(place, node.pathPrefix, isWhole);
        placed.push(...(await inFolder(await around.files(inside), inside, inner)));
      } else {
        const inner = belowPath(place, node.type === "layout" ? layoutId(node) : node.path, isWhole);
        if (node.file !== undefined) placed.push(...at(join(folder, node.file), pathOf(inner)));
        placed.push(...(await inTree(node.children, folder, inner, isWhole)));
      }
    }
    return placed;
  }
}

/** A layout has no segment in URLs, which an underscore says. */
function layoutId({ id, file }: { id?: string; file: string }): string {
  const name = id ?? basename(file).replace(/\.\w+$/, "");
  return name.startsWith("_") ? name : `_${name}`;
}
