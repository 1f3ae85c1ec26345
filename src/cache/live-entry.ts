// An answer that is still arriving: passed on to everyone who waits, from its first byte, as it comes.

import type { Content, Entry, Meta } from "./store.ts";

/** Bytes kept by all answers that are arriving, together. */
export interface Budget {
  readonly max: number;
  used: number;
}

export interface LiveOptions {
  /** Bytes kept for those who come later and for the store. */
  maxBytes: number;
  budget: Budget;
  /** Milliseconds that one reader may hold up the others once nothing more can be kept. */
  readerStall: number;
  /** Bytes promised by `Content-Length`, when there was one. */
  size: number | undefined;
  /** Called when no reader is left. */
  abandoned(): void;
  /** Called once when the body is whole and short enough to keep: stores it. */
  keep(body: Uint8Array<ArrayBuffer>): void | Promise<void>;
}

/** Once a body is too long to keep, the fastest reader may be this many bytes ahead of the slowest. */
const WINDOW = 1024 * 1024;

interface Reader {
  /** The next chunk to read, counted from the first of all. */
  chunk: number;
  cut: boolean;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** The one body behind a live entry and its copies with newer fields. */
class LiveBody {
  readonly #options: LiveOptions;
  readonly #source: ReadableStreamDefaultReader<Uint8Array> | undefined;
  readonly #readers = new Set<Reader>();
  #chunks: Uint8Array[] = [];
  #dropped = 0;
  #kept = 0;
  #received = 0;
  #state: "arriving" | "whole" | "failed" = "arriving";
  #error: unknown;
  #keeping = true;
  #holds = 0;
  #more = deferred();
  #room = deferred();
  readonly #landed = deferred();

  constructor(body: ReadableStream<Uint8Array> | null, options: LiveOptions) {
    this.#options = options;
    this.#source = body?.getReader();
  }

  /** Begins to read. */
  start(): void {
    void this.#pump();
  }

  /** Resolves when it is stored, or when it is known that it will not be. */
  get landed(): Promise<void> {
    return this.#landed.promise;
  }

  get joinable(): boolean {
    return this.#dropped === 0 && this.#state !== "failed";
  }

  /** Counts a reader to come; call the function that it returns when that reader has begun or left. */
  hold(): () => void {
    this.#holds++;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#holds--;
      this.#check();
    };
  }

  doNotKeep(): void {
    if (this.#state !== "arriving") return;
    this.#keeping = false;
    this.#landed.resolve();
    this.#trim();
  }

  read(start: number, end: number): Content | undefined {
    if (!this.joinable) return undefined;
    const reader: Reader = { chunk: 0, cut: false };
    const { size } = this.#options;
    // A reader of all of it is done when the source is: only then is it known to be whole.
    const last = size !== undefined && end >= size ? Infinity : end;
    let position = 0;
    this.#readers.add(reader);
    const leave = () => {
      this.#readers.delete(reader);
      this.#trim();
      this.#check();
    };
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          for (;;) {
            if (reader.cut) throw new Error("This reader was too slow for the others.");
            const chunk = this.#chunks[reader.chunk - this.#dropped];
            if (chunk) {
              const from = position;
              position += chunk.byteLength;
              reader.chunk++;
              this.#trim();
              const part = chunk.subarray(Math.max(0, start - from), Math.max(0, last - from));
              if (part.byteLength > 0) controller.enqueue(part);
              if (position >= last) {
                // A range has been served. The rest of the body is still received, to be stored.
                this.#readers.delete(reader);
                this.#trim();
                controller.close();
                return;
              }
              if (part.byteLength > 0) return;
            } else if (this.#state === "arriving") {
              await this.#more.promise;
            } else {
              leave();
              if (this.#state === "failed") throw this.#error;
              controller.close();
              return;
            }
          }
        },
        cancel: leave,
      },
      { highWaterMark: 0 },
    );
  }

  async #pump(): Promise<void> {
    try {
      while (this.#source) {
        if (!this.#keeping) await this.#waitForRoom();
        const { done, value } = await this.#source.read();
        if (this.#state !== "arriving") return;
        if (done) break;
        if (value.byteLength > 0) this.#take(value);
      }
      const { size } = this.#options;
      if (size !== undefined && size !== this.#received)
        throw new Error(`The body has ${this.#received} bytes; Content-Length said ${size}.`);
      this.#end("whole");
    } catch (error) {
      this.#error = error;
      this.#end("failed");
    }
  }

  #take(chunk: Uint8Array): void {
    const { budget, maxBytes } = this.#options;
    this.#received += chunk.byteLength;
    this.#chunks.push(chunk);
    this.#kept += chunk.byteLength;
    budget.used += chunk.byteLength;
    if (this.#keeping && (this.#received > maxBytes || budget.used > budget.max)) {
      this.#keeping = false;
      this.#landed.resolve();
      this.#trim();
    }
    this.#wake();
  }

  #wake(): void {
    const { resolve } = this.#more;
    this.#more = deferred();
    resolve();
  }

  #end(state: "whole" | "failed"): void {
    if (this.#state !== "arriving") return;
    this.#state = state;
    if (state === "whole" && this.#keeping) void this.#keep();
    else this.#landed.resolve();
    this.#wake();
    this.#check();
  }

  /** Requests that arrive before the store has written it still read it here. */
  async #keep(): Promise<void> {
    const release = this.hold();
    const written = this.#options.keep(this.#join());
    if (written) await written;
    this.#landed.resolve();
    release();
  }

  /** The whole body in one buffer, which the remaining readers share with the store. */
  #join(): Uint8Array<ArrayBuffer> {
    const body = new Uint8Array(this.#received);
    let at = 0;
    this.#chunks = this.#chunks.map((chunk) => {
      body.set(chunk, at);
      return body.subarray(at, (at += chunk.byteLength));
    });
    return body;
  }

  /** Frees the chunks that all readers have read, once nothing is kept for the store. */
  #trim(): void {
    if (this.#keeping) return;
    let first = this.#dropped + this.#chunks.length;
    for (const { chunk } of this.#readers) first = Math.min(first, chunk);
    if (this.#holds > 0) first = 0;
    while (this.#dropped < first) {
      const size = this.#chunks.shift()?.byteLength ?? 0;
      this.#dropped++;
      this.#kept -= size;
      this.#options.budget.used -= size;
    }
    if (this.#kept <= WINDOW) this.#room.resolve();
  }

  /** Waits until the slowest reader is near enough; one that stalls the others too long is cut off. */
  async #waitForRoom(): Promise<void> {
    while (this.#kept > WINDOW && this.#state === "arriving") {
      this.#room = deferred();
      const timer = setTimeout(() => this.#cutSlowest(), this.#options.readerStall);
      timer.unref();
      await this.#room.promise;
      clearTimeout(timer);
    }
  }

  #cutSlowest(): void {
    const end = this.#dropped + this.#chunks.length;
    const slow = [...this.#readers].filter((reader) => reader.chunk < end);
    // A single reader, or all equally slow: no reader holds up another, so backpressure is right.
    if (slow.length < this.#readers.size)
      for (const reader of slow) {
        reader.cut = true;
        this.#readers.delete(reader);
      }
    this.#trim();
    this.#room.resolve();
  }

  /** Without readers: cancels a body that is still arriving, and frees its share of the budget. */
  #check(): void {
    if (this.#readers.size > 0 || this.#holds > 0) return;
    if (this.#state === "arriving") {
      this.#error = new Error("Nobody waits for this any more.");
      this.#end("failed");
      this.#source?.cancel(this.#error).catch(() => {});
      this.#room.resolve();
      this.#options.abandoned();
    }
    this.#options.budget.used -= this.#kept;
    this.#kept = 0;
    this.#chunks = [];
    this.#dropped = Infinity;
  }
}

/** An entry over a body that is arriving. */
export class LiveEntry implements Entry {
  readonly meta: Meta;
  readonly size: number | undefined;
  readonly #body: LiveBody;

  private constructor(meta: Meta, size: number | undefined, body: LiveBody) {
    this.meta = meta;
    this.size = size;
    this.#body = body;
  }

  /** Takes over the body of an answer. Begin to read it with {@link start}. */
  static from(meta: Meta, body: ReadableStream<Uint8Array> | null, options: LiveOptions): LiveEntry {
    return new LiveEntry(meta, body ? options.size : 0, new LiveBody(body, options));
  }

  start(): void {
    this.#body.start();
  }

  /** Keeps the body from being cancelled while it has no reader; call the function that it returns to end that. */
  hold(): () => void {
    return this.#body.hold();
  }

  /** Resolves when it is stored, or when it is known that it will not be. */
  get landed(): Promise<void> {
    return this.#body.landed;
  }

  /** Cancels the storing of the body; its readers still get it. */
  doNotKeep(): void {
    this.#body.doNotKeep();
  }

  read(start: number, end: number): Content | undefined {
    return this.#body.read(start, end);
  }

  with(meta: Meta): LiveEntry {
    return new LiveEntry(meta, this.size, this.#body);
  }
}
