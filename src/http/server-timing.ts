// The steps of one answer, for browsers' developer tools: W3C Server Timing.

/** Collects how long each step took. */
export class ServerTiming {
  #steps = "";

  /** Adds a step that took some milliseconds. */
  add(name: string, ms: number): void {
    this.#steps += `${this.#steps && ", "}${name.replace(/[^\w-]/g, "-")};dur=${ms.toFixed(1)}`;
  }

  /** Starts a step; the function that is returned ends it. */
  start(name: string): () => void {
    const from = performance.now();
    return () => this.add(name, performance.now() - from);
  }

  toString(): string {
    return this.#steps;
  }
}
