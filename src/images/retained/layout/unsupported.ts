// Thrown for what the retained layout does not support; caught where satori takes over.

/** An unsupported style, element or text, which satori lays out instead. The message names the node and the reason. */
export class Unsupported extends Error {
  override name = "Unsupported";
  /**
   * Transient: caused by the data of this render (such as a script that no face covers),
   * so the template keeps its path and the next render tries again.
   */
  readonly transient: boolean;

  constructor(reason: string, { transient = false } = {}) {
    super(reason);
    this.transient = transient;
  }
}
