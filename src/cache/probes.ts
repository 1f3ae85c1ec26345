// Probes: while a path's query rule is unknown, one request goes to the origin and the others wait for its answer.

/**
 * Until the first answer's `No-Vary-Search` is here, requests that differ in the query would each be rendered: a
 * client could multiply renders by made-up parameters. So one request per path goes first.
 */
export class Probes {
  readonly #ahead = new Map<string, Promise<boolean>>();

  /**
   * @param go asks the origin; its promise settles when the answer's headers are here
   * @param known true once the path's query rule is known
   */
  async follow<T>(path: string, go: () => Promise<T>, known: () => boolean): Promise<T> {
    for (;;) {
      const probe = this.#ahead.get(path);
      if (!probe) return this.#lead(path, go);
      // A probe whose client left has no answer: the next request becomes the probe.
      if ((await probe) || known()) return go();
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
