// Passes a child's standard error on to the parent's, limited in bytes a second and in the length of lines.

import { StringDecoder } from "node:string_decoder";
import { bufferedStderr } from "../log.ts";

/** Bytes of a child's output that are passed on in each second. */
export const OUTPUT_BYTES = 64 * 1024;

/** Bytes of a line beyond which it is cut. */
export const OUTPUT_LINE = 8 * 1024;

/** Milliseconds after which as much may be written again. */
const SECOND = 1_000;

const NEWLINE = 0x0a;

/** Cuts the output of one child. It keeps none of it. */
export class OutputLimit {
  readonly #name: string;
  readonly #write: (text: string) => void;
  readonly #now: () => number;
  /** A character may come in two chunks. */
  readonly #decoder = new StringDecoder();
  #second = -Infinity;
  #left = 0;
  /** Bytes of the present line so far. */
  #column = 0;
  /** Bytes left out of the present line, and of all that came when there was no more room. */
  #cut = 0;
  #dropped = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param name whose output it is, in the line that tells what was left out
   * @param now the clock, in milliseconds
   */
  constructor(
    name: string,
    write: (text: string) => void = writeStderr,
    now: () => number = () => performance.now(),
  ) {
    this.#name = name;
    this.#write = write;
    this.#now = now;
  }

  /** Takes what the child has written; passes on what there is room for. */
  take(chunk: Buffer): void {
    if (this.#now() - this.#second >= SECOND) {
      this.flush();
      this.#second = this.#now();
      this.#left = OUTPUT_BYTES;
    }
    const shown = chunk.subarray(0, this.#left);
    this.#left -= shown.length;
    if (shown.length > 0) this.#lines(shown);
    if (shown.length === chunk.length) return;
    this.#dropped += chunk.length - shown.length;
    this.#timer ??= setTimeout(() => this.flush(), SECOND).unref();
  }

  /** Says what was left out since the last time: after a second, and when the child has ended. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#dropped === 0) return;
    this.#endLine();
    this.#write(
      `${this.#name} wrote ${this.#dropped} bytes more than ${OUTPUT_BYTES} in a second: left out.\n`,
    );
    this.#dropped = 0;
  }

  #lines(bytes: Buffer): void {
    let from = 0;
    for (let at = 0; at < bytes.length;) {
      const found = bytes.indexOf(NEWLINE, at);
      const end = found < 0 ? bytes.length : found;
      const room = Math.max(0, OUTPUT_LINE - this.#column);
      const length = end - at;
      if (length > room) {
        if (at + room > from) this.#write(this.#decoder.write(bytes.subarray(from, at + room)));
        this.#cut += length - room;
        from = end;
      }
      this.#column += Math.min(length, room);
      if (found < 0) at = end;
      else {
        at = end + 1;
        if (this.#cut > 0) {
          this.#endLine();
          from = at;
        } else this.#column = 0;
      }
    }
    if (from < bytes.length) this.#write(this.#decoder.write(bytes.subarray(from)));
  }

  /** Ends a line that was begun, and says what it lacks. */
  #endLine(): void {
    if (this.#cut > 0) this.#write(` … (${this.#cut} bytes of this line left out)\n`);
    else if (this.#column > 0) this.#write("\n");
    this.#column = 0;
    this.#cut = 0;
  }
}

let destination: ReturnType<typeof bufferedStderr> | undefined;

/** Written asynchronously: standard error may be a pipe without a reader. */
function writeStderr(text: string): void {
  (destination ??= bufferedStderr()).write(text);
}
