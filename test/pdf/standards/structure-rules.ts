// The rules of PDF/UA-1 about the structure tree (ISO 14289-1 §7.2 to §7.5, §7.18).
import type { Dictionary, Value } from "../objects.ts";
import type { Document } from "./content.ts";

interface Element {
  id: string;
  type: string;
  entries: Dictionary;
  kids: Element[];
  parent: Element | undefined;
}

/** Elements that may have only these kids, and elements that may have only these parents. */
const KIDS: Record<string, RegExp> = {
  L: /^(L|LI|Caption)$/,
  LI: /^(Lbl|LBody)$/,
  Table: /^(TR|THead|TBody|TFoot|Caption)$/,
  THead: /^TR$/,
  TBody: /^TR$/,
  TFoot: /^TR$/,
  TR: /^T[HD]$/,
  TOC: /^(TOC|TOCI|Caption)$/,
};
const PARENTS: Record<string, RegExp> = {
  LI: /^L$/,
  LBody: /^LI$/,
  TR: /^(Table|THead|TBody|TFoot)$/,
  TH: /^TR$/,
  TD: /^TR$/,
  THead: /^Table$/,
  TBody: /^Table$/,
  TFoot: /^Table$/,
  TOCI: /^TOC$/,
};

const trees = new WeakMap<Document, Element[]>();

/** All elements in the order in which they are read. */
function elementsOf(document: Document): Element[] {
  const known = trees.get(document);
  if (known) return known;
  const all: Element[] = [];
  const visit = (reference: Value, parent: Element | undefined): void => {
    const entries = document.open(reference) as Dictionary;
    if (typeof entries !== "object" || entries === null || typeof entries["/S"] !== "string") return;
    const element: Element = {
      id: String(reference),
      type: entries["/S"].slice(1),
      entries,
      kids: [],
      parent,
    };
    parent?.kids.push(element);
    all.push(element);
    const kids = document.at(entries["/K"]);
    for (const kid of Array.isArray(kids) ? (kids as Value[]) : [entries["/K"]!])
      if (typeof kid === "string") visit(kid, element);
  };
  const top = (document.at(document.catalog, "/StructTreeRoot") as Dictionary)["/K"]!;
  for (const each of Array.isArray(top) ? (top as Value[]) : [top]) visit(each, undefined);
  trees.set(document, all);
  return all;
}

type Rule = [clause: string, broken: (judged: { document: Document }) => unknown];
const names = (elements: Element[]) => elements.map(({ id, type }) => `${type} ${id}`);

export const structureRules: Rule[] = [
  [
    "7.2 kids",
    ({ document }) =>
      names(
        elementsOf(document).filter(
          ({ type, kids }) => KIDS[type] && kids.some((kid) => !KIDS[type]!.test(kid.type)),
        ),
      ),
  ],
  [
    "7.2 parents",
    ({ document }) =>
      names(
        elementsOf(document).filter(
          ({ type, parent }) => PARENTS[type] && !PARENTS[type].test(parent?.type ?? ""),
        ),
      ),
  ],
  [
    "7.2 one head and one foot",
    ({ document }) =>
      names(
        elementsOf(document).filter(({ kids }) =>
          ["THead", "TFoot"].some((type) => kids.filter((kid) => kid.type === type).length > 1),
        ),
      ),
  ],
  [
    "7.2 captions are first or last",
    ({ document }) =>
      names(
        elementsOf(document).filter(({ kids }) =>
          kids.some(({ type }, i) => type === "Caption" && i > 0 && i < kids.length - 1),
        ),
      ),
  ],
  [
    "7.2 tables are regular",
    ({ document }) =>
      names(elementsOf(document).filter((each) => each.type === "Table" && !isRegular(each, document))),
  ],
  [
    "7.3 figures have words",
    ({ document }) =>
      names(elementsOf(document).filter(({ type, entries }) => type === "Figure" && !entries["/Alt"])),
  ],
  [
    "7.4.2 headings skip no level",
    ({ document }) => {
      const levels = elementsOf(document).flatMap(({ type }) =>
        /^H\d$/.test(type) ? [Number(type[1])] : [],
      );
      return levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1);
    },
  ],
  [
    "7.5 titles have a scope",
    ({ document }) =>
      names(
        elementsOf(document).filter(
          ({ type, entries }) => type === "TH" && !document.at(entries["/A"], "/Scope"),
        ),
      ),
  ],
  [
    "7.18.4, 7.18.5 annotations are in Form and Link",
    ({ document }) => {
      const wanted = new Map<string, string>();
      for (const { object } of document.listing.pages)
        for (const each of (document.at(object, "/Annots") ?? []) as string[])
          wanted.set(each, document.at(each, "/Subtype") === "/Widget" ? "Form" : "Link");
      for (const { type, entries } of elementsOf(document)) {
        const kids = document.at(entries["/K"]);
        for (const kid of Array.isArray(kids) ? (kids as Value[]) : []) {
          const object = (document.open(kid) as Dictionary | null)?.["/Obj"];
          if (typeof object === "string" && wanted.get(object) === type) wanted.delete(object);
        }
      }
      return [...wanted];
    },
  ],
];

/** Each row has the same number of cells, with what spans into it, and no cell lies on another. */
function isRegular(table: Element, document: Document): boolean {
  const parts = table.kids.some(({ type }) => type === "TR")
    ? [table]
    : table.kids.filter(({ type }) => type !== "Caption");
  const widths = new Set<number>();
  for (const part of parts) {
    let open: number[] = [];
    for (const row of part.kids.filter(({ type }) => type === "TR")) {
      const taken = open.map((rows) => rows > 0);
      const next = open.map((rows) => Math.max(0, rows - 1));
      let column = 0;
      for (const { entries } of row.kids) {
        const across = Number(document.at(entries["/A"], "/ColSpan") ?? 1);
        const down = Number(document.at(entries["/A"], "/RowSpan") ?? 1);
        while (taken[column]) column++;
        for (let i = 0; i < across; i++, column++) {
          if (taken[column]) return false;
          next[column] = down - 1;
        }
      }
      while (taken[column]) column++;
      widths.add(column);
      open = next;
    }
    if (open.some((rows) => rows > 0)) return false;
  }
  return widths.size <= 1;
}
