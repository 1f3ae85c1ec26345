// Page numbers as a viewer shows them (ISO 32000-1 §12.4.2).

import type { PageLabel } from "../template/options.ts";
import { text } from "./syntax.ts";

const STYLES = { decimal: "D", roman: "r", Roman: "R", letters: "a", Letters: "A" } as const;

/** The entry of the catalogue. */
export function pageLabels(labels: readonly PageLabel[] | undefined): string {
  if (!labels?.length) return "";
  const sorted = [...labels].sort((a, b) => a.from - b.from);
  if (sorted[0]!.from !== 0) throw new Error("The first of `pageLabels` must be from page 0.");
  const nums = sorted.map(({ from, style, prefix, start }) => {
    let entry = style ? `/S/${STYLES[style]}` : "";
    if (prefix) entry += `/P${text(prefix)}`;
    if (start) entry += `/St ${start}`;
    return `${from}<<${entry}>>`;
  });
  return `/PageLabels<</Nums[${nums.join("")}]>>`;
}
