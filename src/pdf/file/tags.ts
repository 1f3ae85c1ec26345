// The structure tree (tagged PDF, PDF/UA): the roles of headings, tables and pictures, for assistive technology.

import type { PdfFile } from "./file.ts";
import { ref } from "./syntax.ts";

/** Entries in one leaf of the parent tree. */
const LEAF = 64;

/** An element of the tree. Its object is written when it is closed. */
export class Tag {
  readonly id: number;
  #kids = "";
  /** The page of the marks that `#kids` has as bare numbers. */
  #page = 0;

  constructor(
    readonly file: PdfFile,
    readonly type: string,
    readonly parent: Tag | undefined,
    /** Further entries, ready to be written: those that are known only where it is drawn may be set until it is closed. */
    public attributes = "",
  ) {
    this.id = file.reserve();
    parent?.add(ref(this.id));
  }

  /** A child; `attributes` are further entries, ready to be written. */
  open(type: string, attributes = ""): Tag {
    return new Tag(this.file, type, this, attributes);
  }

  add(kid: string): void {
    this.#kids += `${kid} `;
  }

  /** Adds marked content of a page. */
  mark(page: number, mcid: number): void {
    if (!this.#page) this.#page = page;
    this.add(this.#page === page ? String(mcid) : `<</Type/MCR/Pg ${ref(page)}/MCID ${mcid}>>`);
  }

  /** Writes the element. Everything in it has been drawn. */
  close(): void {
    const parent = this.parent ? `/P ${ref(this.parent.id)}` : "";
    const page = this.#page ? `/Pg ${ref(this.#page)}` : "";
    this.file.add(`<</S/${this.type}${parent}${page}${this.attributes}/K[${this.#kids}]>>`, this.id);
  }
}

/** The tree of a document. */
export class Tags {
  readonly root: number;
  readonly document: Tag;
  readonly #file: PdfFile;
  /** Which objects the marks of each page belong to: leaves of a number tree. */
  readonly #leaves: number[] = [];
  #pending: number[] = [];
  #first = 0;
  #nextKey = 0;

  constructor(file: PdfFile) {
    this.#file = file;
    this.root = file.reserve();
    this.document = new Tag(file, "Document", undefined, `/P ${ref(this.root)}`);
  }

  /** Says which elements the marks of a page belong to; gives the page's key in the parent tree. */
  own(owners: string): number {
    return this.#key(this.#file.add(owners));
  }

  /** Says which element an annotation belongs to. */
  annotation(tag: Tag, annotation: number, page: number): number {
    tag.add(`<</Type/OBJR/Obj ${ref(annotation)}/Pg ${ref(page)}>>`);
    return this.#key(tag.id);
  }

  end(): void {
    this.document.close();
    this.#leaf();
    const kids = this.#leaves.map(ref).join(" ");
    const parents = this.#file.add(`<</Kids[${kids}]>>`);
    this.#file.add(
      `<</Type/StructTreeRoot/K ${ref(this.document.id)}/ParentTree ${ref(parents)}/ParentTreeNextKey ${this.#nextKey}>>`,
      this.root,
    );
  }

  /** Keys only grow, so a leaf can go out as soon as it is full. */
  #key(owner: number): number {
    this.#pending.push(owner);
    if (this.#pending.length === LEAF) this.#leaf();
    return this.#nextKey++;
  }

  #leaf(): void {
    const owners = this.#pending;
    if (!owners.length) return;
    this.#pending = [];
    const last = this.#first + owners.length - 1;
    const nums = owners.map((id, i) => `${this.#first + i} ${ref(id)}`).join(" ");
    this.#leaves.push(this.#file.add(`<</Limits[${this.#first} ${last}]/Nums[${nums}]>>`));
    this.#first = last + 1;
  }
}
