// The standards that a document says it keeps to, and what speaks against it: a claim is either true or not made.

/** The standards of a document, as its metadata says them. */
export interface Claims {
  /** PDF/UA-1. */
  ua: boolean;
  /** Part and level of PDF/A. */
  pdfa: "2b" | "2u" | "3b" | "3u" | undefined;
}

/** A standard that something in the document can break. */
export type Standard = "PDF/UA" | "PDF/A";

/** Reasons that are kept of one document, and those that its warning tells. */
const [KEPT, TOLD] = [100, 5];

/** Collects what breaks a standard while a document is drawn. */
export class Conformance {
  readonly #reasons = new Map<string, readonly Standard[]>();

  /** Notes what breaks these standards, in words that follow "since it has". */
  broken(reason: string, standards: readonly Standard[]): void {
    if (this.#reasons.size < KEPT) this.#reasons.set(reason, standards);
  }

  /** Gives the claims that no violation contradicts, and warns of the others. */
  settle(wanted: Claims, warn: (message: string) => void): Claims {
    const of = (standard: Standard) =>
      [...this.#reasons].filter(([, standards]) => standards.includes(standard)).map(([reason]) => reason);
    const [ua, pdfa] = [wanted.ua ? of("PDF/UA") : [], wanted.pdfa ? of("PDF/A") : []];
    const lost = [...(ua.length ? ["PDF/UA-1"] : []), ...(pdfa.length ? [`PDF/A-${wanted.pdfa!}`] : [])].join(
      " and ",
    );
    const reasons = [...new Set([...pdfa, ...ua])];
    if (lost)
      warn(
        `The PDF does not say that it is ${lost}, since it has ${reasons.slice(0, TOLD).join("; ")}` +
          `${reasons.length > TOLD ? "; and more" : ""}.`,
      );
    return { ua: wanted.ua && !ua.length, pdfa: pdfa.length ? undefined : wanted.pdfa };
  }
}
