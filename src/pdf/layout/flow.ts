// Pagination: draws pieces while they fit on the page, and begins a new page for the next.

import type { Block } from "../template/block.ts";
import { collectPieces } from "./groups.ts";
import type { Page } from "../document/page.ts";
import { drawStack, type Piece } from "./piece.ts";
import type { Place } from "./place.ts";
import { prepare } from "./prepare.ts";
import type { Sink } from "../file/sink.ts";
import { colorOf } from "../template/theme.ts";
import type { Furniture } from "./furniture.ts";
import type { OpenToc } from "./toc.ts";
import type { Writer } from "../document/writer.ts";

/** Puts blocks on pages, one after another, with back-pressure from the reader. */
export class Flow {
  readonly #top: number;
  readonly #bottom: number;
  readonly #left: number;
  #y: number;
  /** Bottom margin of the last piece. */
  #after = 0;
  /** Tables of contents, to be filled when all headings are known. */
  readonly tocs: OpenToc[] = [];
  /** Nothing has been drawn in the flow of this page yet. */
  #fresh = true;
  /** Pieces held back until the next one is known, because they must not be the last on a page (keep with next). */
  #held: Piece[] = [];

  constructor(
    readonly writer: Writer,
    readonly sink: Sink,
    readonly furniture: Furniture,
    readonly place: Place,
  ) {
    const { margin, size } = writer.settings;
    this.#top = margin.top;
    this.#bottom = size[1] - margin.bottom;
    this.#left = margin.left;
    this.#y = this.#top;
  }

  /** Lays a block out and draws it. */
  async add(block: Block): Promise<void> {
    if (block.kind === "page-break") {
      await this.#release();
      // Nothing stands on the next page yet: another break would leave it empty.
      if (this.writer.page) await this.breakPage();
      return;
    }
    await prepare([block], this.writer);
    if (block.kind === "toc") {
      const tag = this.place.tag?.open("TOC");
      this.tocs.push({ block, tag, pages: await this.#skip(block.pages ?? 1) });
      return;
    }
    if (block.kind === "place") {
      await this.#release();
      const pieces = await collectPieces(block.content, {
        ...this.place,
        width: block.width,
        high: undefined,
      });
      const page = this.current();
      if (block.background) {
        page.artifact();
        page.rect(
          block.x,
          block.y,
          block.width,
          block.height,
          colorOf(block.background, this.writer.settings.theme),
        );
        page.endMark();
      }
      drawStack(pieces, page, block.x, block.y);
      return;
    }
    const pieces = this.place.layout(block, this.place);
    if (Symbol.iterator in pieces) {
      for (const piece of pieces) {
        if (this.#take(piece)) await this.#release();
        if (this.sink.due) await this.sink.rest();
      }
    } else {
      for await (const piece of pieces) {
        if (this.#take(piece)) await this.#release();
        if (this.sink.due) await this.sink.rest();
      }
    }
  }

  /** Ends the page that is being drawn; the next piece begins another. */
  async breakPage(): Promise<void> {
    const { writer } = this;
    const page = writer.page ?? this.#begin();
    const section = writer.outline.section;
    await this.furniture.draw(page, section);
    writer.finish();
    this.#fresh = true;
    await this.sink.rest();
  }

  async end(): Promise<void> {
    await this.#release();
    if (this.writer.page || this.writer.tree.count === 0) await this.breakPage();
  }

  /** The current page, for content outside of the flow. */
  current(): Page {
    return this.writer.page ?? this.#begin();
  }

  /** Reserves pages that are drawn at the end. */
  async #skip(count: number): Promise<OpenToc["pages"]> {
    if (!(count >= 1 && count <= 100))
      throw new Error(`A table of contents has 1 to 100 pages, not ${count}.`);
    await this.#release();
    if (this.writer.page && !this.#fresh) await this.breakPage();
    this.writer.page = undefined;
    return Array.from({ length: count }, () => this.writer.skip());
  }

  #begin(): Page {
    const page = this.writer.begin();
    this.#y = this.#top;
    this.#after = 0;
    this.#fresh = true;
    return page;
  }

  /** Draws a piece if it fits and none is held, else holds it. True if the held ones can be placed now: see #release. */
  #take(piece: Piece): boolean {
    if (this.#held.length === 0 && !piece.keep && this.writer.page) {
      const top = this.#fresh ? this.#y : this.#y + Math.max(this.#after, piece.before);
      if (piece.height === 0 || top + piece.height + roomBelow(piece) <= this.#bottom + 0.01) {
        this.#draw(this.writer.page, piece);
        return false;
      }
    }
    this.#held.push(piece);
    return !piece.keep && piece.height > 0;
  }

  /** Draws what was held back, on this page if all of it fits, else on the next. */
  async #release(): Promise<void> {
    const pieces = this.#held;
    if (!pieces.length) return;
    this.#held = [];
    let page = this.current();
    const last = pieces.at(-1)!;
    const below = roomBelow(last);
    if (!this.#fresh && this.#y + heightOf(pieces, this.#after) + below > this.#bottom + 0.01) {
      const tall = last.split && last.height > this.#bottom - this.#top;
      // A piece that is taller than a page is cut in any case: begin here if its first part fits.
      const lead = heightOf(pieces.slice(0, -1), this.#after);
      const begins = tall && last.split!(this.#bottom - this.#y - lead - last.before - below);
      if (!begins) {
        this.#foot(page, pieces[0]!);
        await this.breakPage();
        page = this.#begin();
      }
    }
    for (const piece of pieces) page = await this.#place(piece, page);
  }

  async #place(piece: Piece, current: Page): Promise<Page> {
    let page = current;
    let rest = piece;
    let headed = false;
    for (;;) {
      if (this.#fresh) {
        const head = rest.carry?.head();
        headed = rest.repeat !== undefined || head !== undefined;
        if (rest.repeat) this.#draw(page, rest.repeat);
        if (head) this.#draw(page, head);
      }
      const top = this.#fresh ? this.#y : this.#y + Math.max(this.#after, rest.before);
      const room = this.#bottom - top - roomBelow(rest);
      if (rest.height <= room + 0.01) {
        this.#draw(page, rest);
        return page;
      }
      headed ||= rest.repeat !== undefined && this.#y - this.#top < rest.repeat.height + 0.1;
      const halves = rest.split?.(room);
      if (halves) {
        this.#draw(page, halves[0]);
        rest = { ...halves[1], repeat: rest.repeat };
      } else if (this.#fresh || headed) {
        // Alone on a page and still too high: it overflows.
        this.#draw(page, rest);
        return page;
      }
      headed = false;
      this.#foot(page, rest);
      await this.breakPage();
      page = this.#begin();
    }
  }

  /** The sums of a table that goes on with this piece on the next page. Rows that are higher than a page leave no room. */
  #foot(page: Page, next: Piece): void {
    const foot = next.carry?.foot();
    if (foot && this.#y + foot.height <= this.#bottom + 0.01) this.#draw(page, foot);
  }

  #draw(page: Page, piece: Piece): void {
    if (piece.height === 0) {
      piece.draw(page, this.#left, this.#y);
      return;
    }
    const top = this.#fresh ? this.#y : this.#y + Math.max(this.#after, piece.before);
    piece.draw(page, this.#left, top);
    this.#y = top + piece.height;
    this.#after = piece.after;
    this.#fresh = false;
  }
}

const roomBelow = (piece: Piece): number => piece.carry?.room ?? 0;

function heightOf(pieces: readonly Piece[], after: number): number {
  let y = 0;
  let space = after;
  for (const piece of pieces) {
    if (piece.height === 0) continue;
    y += Math.max(space, piece.before) + piece.height;
    space = piece.after;
  }
  return y;
}
