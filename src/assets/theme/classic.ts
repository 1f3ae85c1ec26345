// Tokens from before the DTCG format: `{ value, type }` of Style Dictionary 3 and Tokens Studio.

/** The types of Style Dictionary 3 and Tokens Studio, as DTCG names them. */
const TYPES: Readonly<Record<string, string>> = {
  asset: "string",
  borderRadius: "dimension",
  borderWidth: "dimension",
  boxShadow: "shadow",
  content: "string",
  fontFamilies: "fontFamily",
  fontSize: "dimension",
  fontSizes: "dimension",
  fontWeights: "fontWeight",
  letterSpacing: "dimension",
  lineHeight: "lineHeight",
  lineHeights: "lineHeight",
  opacity: "number",
  paragraphSpacing: "dimension",
  size: "dimension",
  sizing: "dimension",
  spacing: "dimension",
  text: "string",
  textCase: "css",
  textDecoration: "css",
  time: "duration",
};

/** Members of a token beside its value. A group of tokens one of which is called `value` has others. */
const BESIDE = new Set(
  "value type comment description attributes original name path extensions deprecated themeable".split(" "),
);

/** A token's value and type by the names of DTCG; undefined for a group. */
export function classicToken(group: Record<string, unknown>): { value: unknown; type?: string } | undefined {
  if (!("value" in group) || !Object.keys(group).every((name) => BESIDE.has(name) || name.startsWith("$")))
    return undefined;
  const { type, value } = group;
  // A group that has a token called `value`.
  if (typeof type !== "string" && typeof value === "object" && value !== null && !Array.isArray(value))
    return undefined;
  const known = typeof type === "string" ? (TYPES[type] ?? type) : undefined;
  return { value: classicValue(value, known), type: known === "other" ? undefined : known };
}

/** Numbers of lengths are pixels there, and shadows have other names for their parts. */
function classicValue(value: unknown, type: string | undefined): unknown {
  if (Array.isArray(value) && type === "shadow")
    return value.map((layer: unknown) => classicValue(layer, type));
  if (type === "dimension" && /^-?\d+(?:\.\d+)?$/.test(String(value)) && Number(value) !== 0)
    return `${String(value)}px`;
  if (type === "shadow" && typeof value === "object" && value !== null && "x" in value) {
    const { x, y, blur, spread, color, type: kind } = value as Record<string, unknown>;
    const [offsetX, offsetY, soft, wide] = [x, y, blur, spread].map((one) =>
      classicValue(one ?? 0, "dimension"),
    );
    return { offsetX, offsetY, blur: soft, spread: wide, color, inset: kind === "innerShadow" };
  }
  return value;
}
