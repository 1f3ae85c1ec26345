// Strokes as the kernel draws them.

/** Stroke properties. */
export interface Pen {
  /** In pixels, 1 or more: resvg draws thinner lines in a way of its own. */
  width: number;
  cap: "butt" | "round" | "square";
  join: "miter" | "round" | "bevel";
  miterLimit: number;
}

/** The places of these are the numbers that the kernel knows them by. */
export const CAPS = ["butt", "round", "square"] as const satisfies readonly Pen["cap"][];
export const JOINS = ["miter", "round", "bevel"] as const satisfies readonly Pen["join"][];

export const isStroke = (attribute: string): boolean => attribute.startsWith("stroke");

/** The pen of an element's attributes, without its colour; undefined for what only resvg draws: dashes, thin lines. */
export function penOf(attributes: Readonly<Record<string, string>>): Pen | undefined {
  for (const name in attributes) if (isStroke(name) && !KNOWN.has(name)) return undefined;
  const width = Number(attributes["stroke-width"] ?? 1);
  const cap = CAPS.find((one) => one === (attributes["stroke-linecap"] ?? "butt"));
  const join = JOINS.find((one) => one === (attributes["stroke-linejoin"] ?? "miter"));
  const miterLimit = Number(attributes["stroke-miterlimit"] ?? 4);
  if (!cap || !join || !(width >= 1) || !(miterLimit >= 1)) return undefined;
  return { width, cap, join, miterLimit };
}

const KNOWN = new Set([
  "stroke",
  "stroke-opacity",
  "stroke-width",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
]);
