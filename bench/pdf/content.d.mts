export declare function random(seed: number): () => number;
export declare function row(
  next: () => number,
  number: number,
): { number: string; name: string; note: string; amount: string };
export declare const COLUMNS: readonly {
  key: "number" | "name" | "note" | "amount";
  title: string;
  width: number;
  align: "left" | "right";
}[];
