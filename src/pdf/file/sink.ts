// The output stream of a document: gathers bytes into chunks, with back-pressure.

import { createHash } from "node:crypto";

/** How many bytes are gathered before they are handed on. */
export const PIECE_BYTES = 64 * 1024;
/** How many bytes may wait for the reader before drawing stops. */
export const WAITING_BYTES = 128 * 1024;
/** How long drawing may hold the event loop, in milliseconds. */
const HOLD_MS = 8;

/** Ends the drawing when the reader has gone. */
export class Gone extends Error {}

/** Collects what is written and gives it out as a stream. */
export class Sink {
  readonly stream: ReadableStream<Uint8Array>;
  /** Bytes written so far. */
  offset = 0;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #piece = Buffer.allocUnsafe(PIECE_BYTES);
  #used = 0;
  #wake: (() => void) | undefined;
  #gone = false;
  #last = performance.now();
  #digested = false;
  readonly #hash = createHash("sha256");

  /** `start` is called once, at the first read, and draws everything. */
  constructor(start: (sink: Sink) => Promise<void>, signal: AbortSignal) {
    let started = false;
    const leave = () => {
      this.#gone = true;
      this.#wake?.();
    };
    signal.addEventListener("abort", leave, { once: true });
    const run = async () => {
      try {
        if (signal.aborted) throw new Gone();
        await start(this);
        this.#flush();
        if (!this.#gone) this.#controller.close();
      } catch (error) {
        if (signal.aborted) this.#controller.error(signal.reason);
        else if (!this.#gone) this.#controller.error(error);
      } finally {
        signal.removeEventListener("abort", leave);
      }
    };
    this.stream = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => {
          this.#wake?.();
          if (started) return;
          started = true;
          void run();
        },
        cancel: leave,
      },
      { highWaterMark: WAITING_BYTES, size: (chunk) => chunk.byteLength },
    );
  }

  /** Takes ASCII or Latin-1 text, or bytes (which are copied or kept: do not change them). */
  write(data: string | Uint8Array): void {
    const length = data.length;
    this.offset += length;
    if (length > PIECE_BYTES - this.#used) {
      this.#flush();
      if (length > PIECE_BYTES / 2) {
        this.#emit(typeof data === "string" ? Buffer.from(data, "latin1") : data);
        return;
      }
    }
    if (typeof data === "string") this.#piece.write(data, this.#used, "latin1");
    else this.#piece.set(data, this.#used);
    this.#used += length;
  }

  /** True if drawing has held the event loop for too long. */
  get tired(): boolean {
    return performance.now() - this.#last > HOLD_MS;
  }

  /** Yields to the event loop if drawing has held it for too long. */
  async turn(): Promise<void> {
    if (this.#gone || !this.tired) return;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    this.#last = performance.now();
  }

  /**
   * Yields to the event loop, and waits while the reader's buffer is full.
   * @throws Gone when there is no reader any more.
   */
  async rest(): Promise<void> {
    await this.turn();
    while (!this.#gone && (this.#controller.desiredSize ?? 0) <= 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = undefined;
      this.#last = performance.now();
    }
    if (this.#gone) throw new Gone();
  }

  /** True if {@link rest} would wait. */
  get due(): boolean {
    return this.#gone || (this.#controller.desiredSize ?? 0) <= 0 || this.tired;
  }

  #flush(): void {
    if (!this.#used) return;
    const piece = this.#piece.subarray(0, this.#used);
    this.#piece = Buffer.allocUnsafe(PIECE_BYTES);
    this.#used = 0;
    this.#emit(piece);
  }

  /** A digest of all that was written; nothing may ask twice. */
  digest(): string {
    this.#digested = true;
    return this.#hash.update(this.#piece.subarray(0, this.#used)).digest("hex");
  }

  #emit(bytes: Uint8Array): void {
    if (!this.#digested) this.#hash.update(bytes);
    if (!this.#gone) this.#controller.enqueue(bytes);
  }
}
