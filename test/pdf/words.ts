// Words with their places, in points from the top left of their page, as poppler sees them.
import { judge } from "./read.ts";

export interface PlacedWord {
  word: string;
  page: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

const WORD = /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*)<\/word>/;
const ENTITIES: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };

/** Every word of a document, in the order of its content. */
export function words(bytes: Uint8Array): PlacedWord[] {
  let page = 0;
  const out: PlacedWord[] = [];
  for (const line of judge(bytes, "pdftotext", (file) => ["-bbox", file, "-"]).split("\n")) {
    if (line.includes("<page ")) page++;
    const found = WORD.exec(line);
    if (!found) continue;
    const word = found[5]!.replace(/&(?:amp|lt|gt|quot);/g, (entity) => ENTITIES[entity]!);
    // Words from the right are listed as they are seen: from the left.
    const read = /[\u0590-\u08ff]/.test(word) ? [...word].toReversed().join("") : word;
    const [left, top, right, bottom] = found.slice(1, 5).map(Number) as [number, number, number, number];
    out.push({ word: read, page, left, right, top, bottom });
  }
  return out;
}

/** The first of these words. */
export function find(placed: readonly PlacedWord[], word: string): PlacedWord {
  const found = placed.find((each) => each.word === word);
  if (!found) throw new Error(`There is no "${word}" among ${placed.map((each) => each.word).join(" ")}.`);
  return found;
}

/** The texts of lines, top down: words whose bottoms are at one height. */
export function linesOf(placed: readonly PlacedWord[], page = 1): string[] {
  const lines = new Map<number, PlacedWord[]>();
  for (const each of placed) {
    if (each.page !== page) continue;
    const near = [...lines.keys()].find((bottom) => Math.abs(bottom - each.bottom) < 1.5) ?? each.bottom;
    lines.set(near, [...(lines.get(near) ?? []), each]);
  }
  const text = (line: PlacedWord[]) => line.toSorted((a, b) => a.left - b.left).map(({ word }) => word);
  return [...lines].toSorted(([a], [b]) => a - b).map(([, line]) => text(line).join(" "));
}
