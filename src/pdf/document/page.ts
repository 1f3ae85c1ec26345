// A page under construction, and the page tree.

import { Canvas, type Supplies } from "./canvas.ts";
import type { PdfFile } from "../file/file.ts";
import { num, ref, text } from "../file/syntax.ts";
import type { Stack } from "../text/stack.ts";
import type { Tag, Tags } from "../file/tags.ts";

/** Kids of one node of the page tree. */
const FAN = 128;

/** A sheet: a canvas with annotations and marks. */
export class Page extends Canvas {
  readonly id: number;
  readonly #owners: string[] = [];
  /** Content that is followed by a stream of its own: see {@link Page.shiftByCount}. */
  readonly #contents: number[] = [];
  readonly #annotations: number[] = [];

  constructor(
    readonly file: PdfFile,
    readonly tags: Tags | undefined,
    supplies: Supplies,
    readonly width: number,
    height: number,
    readonly number: number,
  ) {
    super(supplies, height);
    this.id = file.reserve();
  }

  /** Everything until {@link endMark} belongs to this element. */
  mark(tag: Tag | undefined): void {
    if (!this.tags) return;
    if (!tag) {
      this.artifact();
      return;
    }
    const mcid = this.#owners.length;
    this.#owners.push(ref(tag.id));
    tag.mark(this.id, mcid);
    this.ops += `/${tag.type}<</MCID ${mcid}>>BDC\n`;
  }

  /** Everything until {@link endMark} is an artifact: rules, backgrounds, repeated headers. */
  artifact(kind = ""): void {
    if (this.tags) this.ops += kind ? `/Artifact<</Type/${kind}>>BDC\n` : "/Artifact BMC\n";
  }

  endMark(): void {
    if (this.tags) this.ops += "EMC\n";
  }

  override shiftByCount(stack: Stack, size: number, part: number): void {
    this.#contents.push(this.#content(), this.supplies.countShift(stack, size, part));
    this.ops = "";
  }

  /** Writes the operators so far. A few bytes are not worth deflating. */
  #content(): number {
    if (this.ops.length < 160) return this.file.deflated("", Buffer.from(this.ops, "latin1"));
    return this.file.stream("", this.ops);
  }

  /** An annotation over a rectangle; `entries` are those of its dictionary. */
  annotate(x: number, y: number, width: number, height: number, entries: string, tag?: Tag): number {
    const id = this.file.reserve();
    const { height: sheet } = this;
    const rect = [x, sheet - y - height, x + width, sheet - y].map(num).join(" ");
    const owner = tag && this.tags ? `/StructParent ${this.tags.annotation(tag, id, this.id)}` : "";
    this.file.add(`<</Type/Annot/Rect[${rect}]/P ${ref(this.id)}${owner}${entries}>>`, id);
    this.#annotations.push(id);
    return id;
  }

  /** Registers an annotation that pdfkit has written. */
  adopt(annotation: number, tag?: Tag): void {
    this.#annotations.push(annotation);
    if (tag) tag.add(`<</Type/OBJR/Obj ${ref(annotation)}/Pg ${ref(this.id)}>>`);
  }

  link(x: number, y: number, width: number, height: number, action: string, label: string, tag?: Tag): void {
    this.annotate(
      x,
      y,
      width,
      height,
      `/Subtype/Link/F 4/Border[0 0 0]/Contents ${text(label)}${action}`,
      tag,
    );
  }

  /** Writes the page. `resources` is the object with the names of the whole document. */
  end(parent: number, resources: number, size: readonly [number, number]): void {
    const last = this.#content();
    const content = this.#contents.length ? `[${[...this.#contents, last].map(ref).join(" ")}]` : ref(last);
    const box =
      size[0] === this.width && size[1] === this.height
        ? ""
        : `/MediaBox[0 0 ${num(this.width)} ${num(this.height)}]`;
    let extra = "";
    if (this.#annotations.length) extra += `/Annots[${this.#annotations.map(ref).join(" ")}]`;
    if (this.tags) {
      extra += "/Tabs/S";
      if (this.#owners.length) {
        extra += `/StructParents ${this.tags.own(`[${this.#owners.join(" ")}]`)}`;
      }
    }
    this.file.add(
      `<</Type/Page/Parent ${ref(parent)}${box}/Resources ${ref(resources)}/Contents ${content}${extra}>>`,
      this.id,
    );
  }
}

/** The page tree, balanced and written as it fills (ISO 32000-1 §7.7.3). */
export class PageTree {
  count = 0;
  readonly #file: PdfFile;
  #leaf: { id: number; pages: number[] };
  #middle: { id: number; leaves: { id: number; pages: number }[] } | undefined;
  readonly #upper: { id: number; pages: number }[] = [];
  #top = 0;

  constructor(file: PdfFile) {
    this.#file = file;
    this.#leaf = { id: file.reserve(), pages: [] };
  }

  /** Takes the next page and gives the number of the node above it. */
  add(page: number): number {
    if (this.#leaf.pages.length === FAN) this.#closeLeaf();
    this.count++;
    this.#leaf.pages.push(page);
    return this.#leaf.id;
  }

  /** Writes what is left and gives the root. `inherited` is what all pages share. */
  end(inherited: string): number {
    if (!this.#middle) {
      this.#file.add(node(this.#leaf.pages, this.count, 0, inherited), this.#leaf.id);
      return this.#leaf.id;
    }
    this.#closeLeaf();
    this.#closeMiddle();
    const kids = this.#upper.map((kid) => kid.id);
    this.#file.add(node(kids, this.count, 0, inherited), this.#top);
    return this.#top;
  }

  #closeLeaf(): void {
    this.#top ||= this.#file.reserve();
    if (this.#middle?.leaves.length === FAN) this.#closeMiddle();
    this.#middle ??= { id: this.#file.reserve(), leaves: [] };
    const { id, pages } = this.#leaf;
    this.#file.add(node(pages, pages.length, this.#middle.id), id);
    this.#middle.leaves.push({ id, pages: pages.length });
    this.#leaf = { id: this.#file.reserve(), pages: [] };
  }

  #closeMiddle(): void {
    const { id, leaves } = this.#middle!;
    const pages = leaves.reduce((sum, leaf) => sum + leaf.pages, 0);
    this.#file.add(
      node(
        leaves.map((leaf) => leaf.id),
        pages,
        this.#top,
      ),
      id,
    );
    this.#upper.push({ id, pages });
    this.#middle = { id: this.#file.reserve(), leaves: [] };
  }
}

const node = (kids: readonly number[], count: number, parent: number, entries = ""): string =>
  `<</Type/Pages/Count ${count}/Kids[${kids.map(ref).join(" ")}]${parent ? `/Parent ${ref(parent)}` : ""}${entries}>>`;
