// What the retained layout does not know: thrown, and caught where the general path takes over.

/** A style, element or text that only satori lays out. The message names the node and the reason. */
export class Unknown extends Error {
  override name = "Unknown";
  /**
   * True where the cause is the data of one render (a script that the fonts' first face lacks),
   * so that the same template may be retained with other data.
   */
  readonly passing: boolean;

  constructor(reason: string, { passing = false } = {}) {
    super(reason);
    this.passing = passing;
  }
}
