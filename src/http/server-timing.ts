// The steps of one answer, for browsers' developer tools: W3C Server Timing.

/** Collects how long each step took. */
export class ServerTiming {
  readonly #steps: string[] = [];

  /** Starts a step; the function that is returned ends it. */
  start(name: string): () => void {
    const from = performance.now();
    return () => {
      this.#steps.push(`${name.replace(/[^\w-]/g, "-")};dur=${(performance.now() - from).toFixed(1)}`);
    };
  }

  get any(): boolean {
    return this.#steps.length > 0;
  }

  toString(): string {
    return this.#steps.join(", ");
  }
}
