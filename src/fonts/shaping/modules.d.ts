// Types of two packages that ship none.
declare module "linebreak" {
  export default class LineBreaker {
    constructor(text: string);
    nextBreak(): { position: number; required?: boolean } | null;
  }
}

declare module "bidi-js" {
  interface Levels {
    levels: Uint8Array;
    paragraphs: { start: number; end: number; level: number }[];
  }
  export default function createBidi(): {
    getEmbeddingLevels(text: string, direction?: "ltr" | "rtl"): Levels;
  };
}
