// One goes ahead where nothing is known, and the others wait for what it finds.

/**
 * Made-up query parameters must not have the same thing rendered many times before it is known that
 * they make no difference. So for each path one request goes first.
 */
export class Scouts {
  readonly #ahead = new Map<string, Promise<boolean>>();

  /**
   * @param go what the request does once it may: its promise settles when the answer's headers are here
   * @param known whether there is nothing left to find out
   */
  async follow<T>(path: string, go: () => Promise<T>, known: () => boolean): Promise<T> {
    for (;;) {
      const scout = this.#ahead.get(path);
      if (!scout) return this.#lead(path, go);
      // One whose client left has shown nothing: the next one goes.
      if ((await scout) || known()) return go();
    }
  }

  async #lead<T>(path: string, go: () => Promise<T>): Promise<T> {
    let report = (_answered: boolean) => {};
    this.#ahead.set(path, new Promise((resolve) => (report = resolve)));
    let answered = false;
    try {
      const result = await go();
      answered = true;
      return result;
    } finally {
      this.#ahead.delete(path);
      report(answered);
    }
  }
}
