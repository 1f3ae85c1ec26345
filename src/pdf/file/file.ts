// Writes a PDF file: numbered objects, packed into object streams, and the cross-reference table.

import { deflateSync } from "node:zlib";
import type { Sink } from "./sink.ts";
import { ref } from "./syntax.ts";

/** Objects that share one object stream. */
const PACK = 256;
/** Entries of the cross-reference table that are kept before they are written as a section. */
const SECTION = 16_384;
const LEVEL = 4;
/** More than a section has entries. */
const PLACES = 2 * SECTION;
/** One for the type, six for where, two for the rest: `/W[1 6 2]`. */
const ENTRY_BYTES = 9;

/** Encrypts the bytes of one stream. Strings need none: they lie inside encrypted object streams. */
export type Encrypt = (id: number, bytes: Uint8Array) => Uint8Array;

/** The trailer's entries (ISO 32000-1 §7.5.5). */
export interface Trailer {
  root: number;
  info: number;
  /** Sixteen bytes in hexadecimal. */
  id: string;
  encrypt?: string;
}

/**
 * Writes objects in any order. Numbers can be reserved and their objects written later, which is
 * how a page can show what is only known at the end. The cross-reference table goes out in sections
 * (ISO 32000-1 §7.5.8), each with a pointer to the one before, so that memory does not grow with the file.
 */
export class PdfFile {
  encrypt: Encrypt | undefined;
  readonly #sink: Sink;
  #last = 0;
  /** Entries of the objects that are in no section yet. */
  readonly #entries = new Entries();
  #packed: [id: number, body: string][] = [];
  #packedLength = 0;
  #previous = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
    sink.write("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
  }

  /** A number for an object that will be written later. */
  reserve(): number {
    return ++this.#last;
  }

  /** Writes an object that is not a stream. */
  add(body: string, id: number = this.reserve()): number {
    this.#packed.push([id, body]);
    this.#packedLength += body.length;
    if (this.#packed.length >= PACK || this.#packedLength > 48_000) this.#pack();
    return id;
  }

  /** Writes a stream, deflated unless `entries` names a filter of its own. `entries` has no strings. */
  stream(entries: string, data: string | Uint8Array, id: number = this.reserve()): number {
    const raw = typeof data === "string" ? Buffer.from(data, "latin1") : data;
    if (entries.includes("/Filter")) return this.deflated(entries, raw, id);
    return this.deflated(`${entries}/Filter/FlateDecode`, deflateSync(raw, { level: LEVEL }), id);
  }

  /** Writes a stream whose bytes are encoded already, as its `entries` say. */
  deflated(entries: string, data: Uint8Array, id: number = this.reserve()): number {
    const bytes = this.encrypt ? this.encrypt(id, data) : data;
    this.#entry(id, 1, this.#sink.offset, 0);
    this.#sink.write(`${id} 0 obj\n<<${entries}/Length ${bytes.length}>>stream\n`);
    this.#sink.write(bytes);
    this.#sink.write("\nendstream\nendobj\n");
    return id;
  }

  /** Writes an object that must stand alone, with all of its syntax. */
  raw(id: number, bytes: Uint8Array): void {
    this.#entry(id, 1, this.#sink.offset, 0);
    this.#sink.write(bytes);
  }

  /** Writes the last section of the table. Nothing can be written after it. */
  end(trailer: Trailer): void {
    let encrypt = "";
    if (trailer.encrypt) {
      const id = this.reserve();
      this.raw(id, Buffer.from(`${id} 0 obj\n${trailer.encrypt}\nendobj\n`, "latin1"));
      encrypt = `/Encrypt ${ref(id)}`;
    }
    this.#pack();
    const id = `/ID[<${trailer.id}><${trailer.id}>]`;
    this.#section(`/Root ${ref(trailer.root)}/Info ${ref(trailer.info)}${id}${encrypt}`, true);
    this.#sink.write(`startxref\n${this.#previous}\n%%EOF\n`);
  }

  #entry(id: number, type: number, a: number, b: number): void {
    this.#entries.add(id, type, a, b);
    if (this.#entries.count >= SECTION) this.#section("", false);
  }

  #pack(): void {
    const objects = this.#packed;
    if (!objects.length) return;
    this.#packed = [];
    this.#packedLength = 0;
    let head = "";
    let body = "";
    for (const [id, text] of objects) {
      head += `${id} ${body.length} `;
      body += `${text}\n`;
    }
    const container = this.reserve();
    this.stream(`/Type/ObjStm/N ${objects.length}/First ${head.length}`, head + body, container);
    for (let i = 0; i < objects.length; i++) this.#entry(objects[i]![0], 2, container, i);
  }

  #section(trailer: string, last: boolean): void {
    const at = this.#sink.offset;
    const self = this.reserve();
    this.#entries.add(self, 1, at, 0);
    if (last) this.#entries.add(0, 0, 0, 65535);
    const { rows, index } = this.#entries.take();
    const previous = this.#previous ? `/Prev ${this.#previous}` : "";
    const entries = `/Type/XRef/W[1 6 2]/Index[${index.join(" ")}]/Size ${this.#last + 1}${previous}${trailer}`;
    // Predictor 12 takes each row from the one above: offsets become small numbers (ISO 32000-1 §7.4.4.4).
    const bytes = deflateSync(up(rows, ENTRY_BYTES), { level: LEVEL });
    const parms = `/DecodeParms<</Predictor 12/Columns ${ENTRY_BYTES}>>/Filter/FlateDecode`;
    this.#sink.write(`${self} 0 obj\n<<${entries}${parms}/Length ${bytes.length}>>stream\n`);
    this.#sink.write(bytes);
    this.#sink.write("\nendstream\nendobj\n");
    this.#previous = at;
  }
}

/** Cross-reference entries (ISO 32000-1 table 18), kept as the bytes that a stream has. */
class Entries {
  count = 0;
  #ids = new Uint32Array(128);
  #rows = Buffer.alloc(128 * ENTRY_BYTES);

  add(id: number, type: number, a: number, b: number): void {
    if (this.count === this.#ids.length) this.#grow();
    const at = this.count * ENTRY_BYTES;
    this.#ids[this.count++] = id;
    this.#rows[at] = type;
    this.#rows.writeUIntBE(a, at + 1, 6);
    this.#rows.writeUInt16BE(b, at + 7);
  }

  #grow(): void {
    const [ids, rows] = [this.#ids, this.#rows];
    this.#ids = new Uint32Array(ids.length * 2);
    this.#ids.set(ids);
    this.#rows = Buffer.alloc(rows.length * 2);
    this.#rows.set(rows);
  }

  /** All of them in the order of their numbers, as rows and as `/Index` has it; then there are none. */
  take(): { rows: Uint8Array; index: number[] } {
    const { count } = this;
    // Each number with its place behind it: numbers alone are sorted without calls in between.
    const order = new Float64Array(count);
    for (let i = 0; i < count; i++) order[i] = this.#ids[i]! * PLACES + i;
    order.sort();
    const rows = new Uint8Array(count * ENTRY_BYTES);
    const index: number[] = [];
    let before = -2;
    for (let to = 0; to < count; to++) {
      const from = (order[to]! % PLACES) * ENTRY_BYTES;
      const id = Math.floor(order[to]! / PLACES);
      for (let i = 0; i < ENTRY_BYTES; i++) rows[to * ENTRY_BYTES + i] = this.#rows[from + i]!;
      if (id === before + 1) index[index.length - 1]!++;
      else index.push(id, 1);
      before = id;
    }
    this.count = 0;
    return { rows, index };
  }
}

/** PNG's filter 2 (RFC 2083 §6.4) over rows of `width` bytes. */
function up(rows: Uint8Array, width: number): Uint8Array {
  const count = rows.length / width;
  const out = new Uint8Array(count * (width + 1));
  for (let row = 0; row < count; row++) {
    out[row * (width + 1)] = 2;
    for (let i = 0; i < width; i++) {
      const above = row ? rows[(row - 1) * width + i]! : 0;
      out[row * (width + 1) + 1 + i] = (rows[row * width + i]! - above) & 255;
    }
  }
  return out;
}
