// Parts of a picture that satori draws one by one.

/** The parts of one picture. */
export interface Parts {
  /** Adds one. @param isPage it is drawn on a page of the picture's size, as long as a picture takes */
  add(reason: string, isPage: boolean): void;
  /** All of it at once is faster. By the picture alone: kept parts count as others do. */
  readonly tooMany: boolean;
  readonly reason: string | undefined;
}

/** Pages for parts of one picture. */
const MAX_PAGES = 4;

export function createParts(): Parts {
  const reasons: string[] = [];
  let pages = 0;
  return {
    add(reason, isPage) {
      reasons.push(reason);
      if (isPage) pages++;
    },
    get tooMany() {
      return pages > MAX_PAGES;
    },
    get reason() {
      return reasons.length ? `satori draws ${reasons.join(", ")}` : undefined;
    },
  };
}
