// A file of /proc that is read again and again: opened once, then one system call a read in place of five.

import { closeSync, openSync, readSync } from "node:fs";

/** Bytes of which a file's beginning is read; what is asked for stands in the first 1,500. */
const BYTES = 4_096;

const buffer = Buffer.allocUnsafe(BYTES);

export class ProcFile {
  readonly #path: string;
  #fd: number | undefined;

  /** @param path below /proc, opened at the first read */
  constructor(path: string) {
    this.#path = `/proc/${path}`;
  }

  /** Its text as of now, or undefined when the process or thread has gone, or there is no /proc. */
  read(): string | undefined {
    try {
      this.#fd ??= openSync(this.#path, "r");
      return buffer.toString("latin1", 0, readSync(this.#fd, buffer, 0, BYTES, 0));
    } catch {
      this.close();
      return undefined;
    }
  }

  close(): void {
    if (this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
  }
}
