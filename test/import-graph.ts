// The import graph of src/: rooms, arrows between them, arrows that go up a floor, and circles of files.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The floors, from the top down, as in docs/architecture.md; files in src/ itself are the lowest, but for the API. */
const FLOORS = [
  ["index.ts"],
  ["cli"],
  ["ops"],
  ["port", "cache", "pool", "app"],
  ["conventions", "webhooks"],
  ["compat"],
  ["load"],
  ["assets", "components"],
  ["pdf"],
  ["images"],
  ["svg", "raster"],
  ["routing"],
  ["http"],
  ["process"],
  ["fonts"],
  ["files of src/"],
];

export interface ImportGraph {
  rooms: string[];
  /** `from -> to`, for each two rooms of which one imports the other. */
  arrows: string[];
  /** Imports from a room to one on a floor above, as `file -> file`. */
  backArrows: string[];
  /** Files that import each other, directly or through others: one list for each strongly connected component. */
  circles: string[][];
}

const IMPORT = /^(?:import|export)\s[^;"]*?"(\.[^"]+)"|(?<!@link )\bimport\("(\.[^"]+)"\)/gm;

/** @param folder `src`, relative to the working directory */
export function importGraph(folder: string): ImportGraph {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
    .sort();
  const imports = new Map(
    files.map((file) => {
      const found = readFileSync(join(folder, file), "utf8").matchAll(IMPORT);
      const targets = Array.from(found, ([, plain, dynamic]) => join(dirname(file), (plain ?? dynamic)!));
      return [file, [...new Set(targets)].filter((target) => files.includes(target))];
    }),
  );
  const pairs = [...imports].flatMap(([from, targets]) => targets.map((to) => [from, to] as const));
  const crossing = pairs.filter(([from, to]) => roomOf(from) !== roomOf(to));
  return {
    rooms: [...new Set(files.map(roomOf))].sort(),
    arrows: [...new Set(crossing.map(([from, to]) => `${roomOf(from)} -> ${roomOf(to)}`))].sort(),
    backArrows: crossing.filter(([from, to]) => floorOf(from) > floorOf(to)).map((pair) => pair.join(" -> ")),
    circles: components(imports).filter((one) => one.length > 1),
  };
}

function roomOf(file: string): string {
  if (file === "index.ts") return file;
  return file.includes("/") ? file.slice(0, file.indexOf("/")) : "files of src/";
}

function floorOf(file: string): number {
  const floor = FLOORS.findIndex((rooms) => rooms.includes(roomOf(file)));
  if (floor < 0)
    throw new Error(`src/${roomOf(file)} has no floor: add it to FLOORS in test/import-graph.ts.`);
  return floor;
}

/** Strongly connected components (Tarjan). */
function components(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (file: string): void => {
    numbers.set(file, numbers.size);
    lowest.set(file, numbers.get(file)!);
    stack.push(file);
    for (const target of imports.get(file)!) {
      if (!numbers.has(target)) visit(target);
      if (stack.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) === numbers.get(file)) found.push(stack.splice(stack.indexOf(file)).sort());
  };
  for (const file of imports.keys()) if (!numbers.has(file)) visit(file);
  return found;
}
