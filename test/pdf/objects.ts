// The objects of a document, as qpdf lists them.
import { judge } from "./read.ts";

export type Value = string | number | boolean | null | readonly Value[] | Dictionary;
export interface Dictionary {
  readonly [key: string]: Value;
}

interface Outline {
  title: string;
  destpageposfrom1: number;
  kids: Outline[];
  open: boolean;
}

/** What qpdf says of a document. */
interface Listing {
  pages: { object: string }[];
  outlines: Outline[];
  pagelabels: { index: number; label: Dictionary }[];
  acroform: { needappearances: boolean; fields: Dictionary[] };
  attachments: Record<string, { description: string | null; filespec: string; streams: Dictionary }>;
  encrypt: { capabilities: Record<string, boolean> };
  qpdf: [unknown, Record<string, { value?: Value; stream?: { dict: Value } }>];
}

/** A document to look into. */
export class Objects {
  readonly listing: Listing;

  constructor(bytes: Uint8Array, args: readonly string[] = []) {
    this.listing = JSON.parse(judge(bytes, "qpdf", (file) => ["--json", ...args, file])) as Listing;
  }

  /** An object for a reference, and what is no reference as it is. */
  open(value: Value | undefined): Value | undefined {
    if (typeof value !== "string" || !/^\d+ \d+ R$/.test(value)) return value;
    const object = this.listing.qpdf[1][`obj:${value}`];
    if (!object) throw new Error(`There is no object ${value}.`);
    return object.stream ? object.stream.dict : object.value;
  }

  /** What is found under these keys, one in the other, beginning at a value. */
  at(start: Value | undefined, ...path: (string | number)[]): Value | undefined {
    let value = this.open(start);
    for (const key of path)
      value =
        typeof value === "object" && value !== null
          ? this.open((value as Record<string | number, Value>)[key])
          : undefined;
    return value;
  }

  get catalog(): Value {
    return (this.listing.qpdf[1].trailer!.value as Dictionary)["/Root"]!;
  }

  /** Annotations of a page, from 1. */
  annotations(page: number): Dictionary[] {
    const list = this.at(this.listing.pages[page - 1]!.object, "/Annots") as Value[] | undefined;
    return (list ?? []).map((each) => this.open(each) as Dictionary);
  }

  /** All dictionaries, those of streams too. */
  get all(): Dictionary[] {
    return Object.values(this.listing.qpdf[1]).flatMap(({ value, stream }) => {
      const found = stream ? stream.dict : value;
      return typeof found === "object" && found !== null && !Array.isArray(found)
        ? [found as Dictionary]
        : [];
    });
  }

  /** References to objects that are not there. */
  get dangling(): string[] {
    const objects = this.listing.qpdf[1];
    return [...new Set(JSON.stringify(objects).match(/"\d+ 0 R"/g))]
      .map((found) => found.slice(1, -1))
      .filter((found) => !objects[`obj:${found}`]);
  }
}
