// Bookmarks and the places that links go to.

import type { PdfFile } from "./file.ts";
import { byName, num, ref, text, TEXT_UNITS } from "./syntax.ts";

interface Entry {
  id: number;
  title: string;
  target: string;
  level: number;
  parent: number;
  previous: number;
  next: number;
  kids: Entry[];
}

/** A heading, as a table of contents needs it. */
export interface Heading {
  title: string;
  level: number;
  page: number;
  target: string;
}

/** Bookmarks by headings, and named destinations. */
export class Outline {
  readonly headings: Heading[] = [];
  readonly #file: PdfFile;
  readonly #names = new Map<string, string>();

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** The text of the last heading of level 1. */
  section = "";

  /** A place on a page, `y` points below its top. */
  static target(page: { id: number; height: number }, y: number): string {
    return `[${ref(page.id)}/XYZ null ${num(page.height - y)} null]`;
  }

  add(heading: Heading): void {
    this.headings.push(heading);
    if (heading.level === 1) this.section = heading.title;
  }

  name(name: string, target: string): void {
    if (name.length > TEXT_UNITS) throw new Error(`An id has at most ${TEXT_UNITS} characters.`);
    if (this.#names.has(name)) throw new Error(`Two places of the document have the name "${name}".`);
    this.#names.set(name, target);
  }

  /** @throws Error for a place that has no name in the document. */
  check(places: Iterable<string>): void {
    for (const place of places)
      if (!this.#names.has(place))
        throw new Error(`A link goes to "#${place}", but no heading and no paragraph has the id "${place}".`);
  }

  /** Writes the bookmarks; gives entries for the catalogue. `otherNames` are name trees of others. */
  end(otherNames: string): string {
    let entries = "";
    if (this.headings.length) {
      const root = this.#file.reserve();
      const top = this.#nest(root);
      this.#write(top);
      const ends = `/First ${ref(top[0]!.id)}/Last ${ref(top.at(-1)!.id)}`;
      this.#file.add(`<</Type/Outlines${ends}/Count ${top.length}>>`, root);
      entries += `/Outlines ${ref(root)}`;
      if (this.headings.length > 1) entries += "/PageMode/UseOutlines";
    }
    let dests = "";
    if (this.#names.size) {
      const names = [...this.#names].sort(([a], [b]) => byName(a, b));
      const pairs = names.map(([name, target]) => `${text(name)}${target}`).join("");
      dests = `/Dests<</Names[${pairs}]>>`;
    }
    if (dests || otherNames) entries += `/Names<<${dests}${otherNames}>>`;
    return entries;
  }

  #nest(root: number): Entry[] {
    const top: Entry[] = [];
    const open: Entry[] = [];
    for (const { title, level, target } of this.headings) {
      while (open.length && open.at(-1)!.level >= level) open.pop();
      const above = open.at(-1);
      const siblings = above ? above.kids : top;
      const before = siblings.at(-1);
      const entry = {
        id: this.#file.reserve(),
        title,
        target,
        level,
        parent: above?.id ?? root,
        previous: 0,
        next: 0,
        kids: [],
      };
      if (before) {
        before.next = entry.id;
        entry.previous = before.id;
      }
      siblings.push(entry);
      open.push(entry);
    }
    return top;
  }

  #write(entries: readonly Entry[]): void {
    for (const { id, title, target, parent, previous, next, kids } of entries) {
      let body = `<</Title ${text(title)}/Parent ${ref(parent)}/Dest ${target}`;
      if (previous) body += `/Prev ${ref(previous)}`;
      if (next) body += `/Next ${ref(next)}`;
      if (kids.length)
        body += `/First ${ref(kids[0]!.id)}/Last ${ref(kids.at(-1)!.id)}/Count -${kids.length}`;
      this.#file.add(`${body}>>`, id);
      this.#write(kids);
    }
  }
}
