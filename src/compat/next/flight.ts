// A call that several wait for: nobody who gives up ends it for the others, and when all have given up it is aborted.

/** What its callers wait for, and a signal for the call itself. */
export class Flight {
  readonly #controller = new AbortController();
  #waiting = 0;

  /** Aborts once all who waited have given up: a server that does not answer is asked anew by who comes next. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Waits for the answer until the caller's own signal aborts.
   *
   * @param end told when nobody waits any more, and whether that aborts the call
   */
  async join<T>(
    work: Promise<T>,
    signal: AbortSignal | null | undefined,
    end: (isAborted: boolean) => void,
  ): Promise<T> {
    this.#waiting++;
    let leave = () => {};
    let isAborted = false;
    const aborted = new Promise<never>((_, reject) => {
      leave = () => {
        isAborted = true;
        reject(signal!.reason as Error);
      };
      if (signal?.aborted) leave();
      else signal?.addEventListener("abort", leave, { once: true });
    });
    try {
      return await Promise.race([work, aborted]);
    } finally {
      signal?.removeEventListener("abort", leave);
      if (--this.#waiting === 0) {
        end(isAborted);
        if (isAborted) this.#controller.abort();
      }
    }
  }
}
