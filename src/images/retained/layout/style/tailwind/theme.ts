// The values that Tailwind's default theme names, for the version that satori has (3.1).

/** Ten shades of each colour, 50 and 100 to 900. */
const PALETTE: Readonly<Record<string, string>> = {
  slate: "f8fafc f1f5f9 e2e8f0 cbd5e1 94a3b8 64748b 475569 334155 1e293b 0f172a",
  gray: "f9fafb f3f4f6 e5e7eb d1d5db 9ca3af 6b7280 4b5563 374151 1f2937 111827",
  zinc: "fafafa f4f4f5 e4e4e7 d4d4d8 a1a1aa 71717a 52525b 3f3f46 27272a 18181b",
  neutral: "fafafa f5f5f5 e5e5e5 d4d4d4 a3a3a3 737373 525252 404040 262626 171717",
  stone: "fafaf9 f5f5f4 e7e5e4 d6d3d1 a8a29e 78716c 57534e 44403c 292524 1c1917",
  red: "fef2f2 fee2e2 fecaca fca5a5 f87171 ef4444 dc2626 b91c1c 991b1b 7f1d1d",
  orange: "fff7ed ffedd5 fed7aa fdba74 fb923c f97316 ea580c c2410c 9a3412 7c2d12",
  amber: "fffbeb fef3c7 fde68a fcd34d fbbf24 f59e0b d97706 b45309 92400e 78350f",
  yellow: "fefce8 fef9c3 fef08a fde047 facc15 eab308 ca8a04 a16207 854d0e 713f12",
  lime: "f7fee7 ecfccb d9f99d bef264 a3e635 84cc16 65a30d 4d7c0f 3f6212 365314",
  green: "f0fdf4 dcfce7 bbf7d0 86efac 4ade80 22c55e 16a34a 15803d 166534 14532d",
  emerald: "ecfdf5 d1fae5 a7f3d0 6ee7b7 34d399 10b981 059669 047857 065f46 064e3b",
  teal: "f0fdfa ccfbf1 99f6e4 5eead4 2dd4bf 14b8a6 0d9488 0f766e 115e59 134e4a",
  cyan: "ecfeff cffafe a5f3fc 67e8f9 22d3ee 06b6d4 0891b2 0e7490 155e75 164e63",
  sky: "f0f9ff e0f2fe bae6fd 7dd3fc 38bdf8 0ea5e9 0284c7 0369a1 075985 0c4a6e",
  blue: "eff6ff dbeafe bfdbfe 93c5fd 60a5fa 3b82f6 2563eb 1d4ed8 1e40af 1e3a8a",
  indigo: "eef2ff e0e7ff c7d2fe a5b4fc 818cf8 6366f1 4f46e5 4338ca 3730a3 312e81",
  violet: "f5f3ff ede9fe ddd6fe c4b5fd a78bfa 8b5cf6 7c3aed 6d28d9 5b21b6 4c1d95",
  purple: "faf5ff f3e8ff e9d5ff d8b4fe c084fc a855f7 9333ea 7e22ce 6b21a8 581c87",
  fuchsia: "fdf4ff fae8ff f5d0fe f0abfc e879f9 d946ef c026d3 a21caf 86198f 701a75",
  pink: "fdf2f8 fce7f3 fbcfe8 f9a8d4 f472b6 ec4899 db2777 be185d 9d174d 831843",
  rose: "fff1f2 ffe4e6 fecdd3 fda4af fb7185 f43f5e e11d48 be123c 9f1239 881337",
};

const NAMED: Readonly<Record<string, string>> = {
  inherit: "inherit",
  current: "currentColor",
  transparent: "transparent",
  black: "#000",
  white: "#fff",
};

/** A colour by its name, such as `sky-500`; undefined for others. */
export function colorNamed(name: string): string | undefined {
  if (Object.hasOwn(NAMED, name)) return NAMED[name];
  const [, family = "", shade = ""] = /^([a-z]+)-(50|[1-9]00)$/.exec(name) ?? [];
  if (!Object.hasOwn(PALETTE, family)) return undefined;
  const shades = PALETTE[family]!.split(" ");
  return `#${shades[shade === "50" ? 0 : Number(shade) / 100]!}`;
}

/** Pixels from which a prefix applies, in order. */
export const SCREENS: Readonly<Record<string, number>> = {
  sm: 640,
  md: 768,
  lg: 1024,
  xl: 1280,
  "2xl": 1536,
};

/** Steps of the scale of spaces, each of four pixels, that have a name. */
export const STEPS: ReadonlySet<string> = new Set(
  "0 0.5 1 1.5 2 2.5 3 3.5 4 5 6 7 8 9 10 11 12 14 16 20 24 28 32 36 40 44 48 52 56 60 64 72 80 96 px".split(
    " ",
  ),
);

/** The size and the height of a line; below 10, the height is a factor. */
export const FONT_SIZES: Readonly<Record<string, readonly [size: number, line: number]>> = {
  xs: [12, 16],
  sm: [14, 20],
  base: [16, 24],
  lg: [18, 28],
  xl: [20, 28],
  "2xl": [24, 32],
  "3xl": [30, 36],
  "4xl": [36, 40],
  "5xl": [48, 48],
  "6xl": [60, 60],
  "7xl": [72, 72],
  "8xl": [96, 96],
  "9xl": [128, 128],
};

export const LEADINGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries([3, 4, 5, 6, 7, 8, 9, 10].map((step) => [String(step), `${step / 4}rem`])),
  none: "1",
  tight: "1.25",
  snug: "1.375",
  normal: "1.5",
  relaxed: "1.625",
  loose: "2",
};

/** In ems. */
export const TRACKINGS: Readonly<Record<string, number>> = {
  tighter: -0.05,
  tight: -0.025,
  normal: 0,
  wide: 0.025,
  wider: 0.05,
  widest: 0.1,
};

export const RADII: Readonly<Record<string, number>> = {
  none: 0,
  sm: 2,
  "": 4,
  md: 6,
  lg: 8,
  xl: 12,
  "2xl": 16,
  "3xl": 24,
  full: 9999,
};

export const MAX_WIDTHS: Readonly<Record<string, string>> = {
  "0": "0rem",
  xs: "20rem",
  sm: "24rem",
  md: "28rem",
  lg: "32rem",
  xl: "36rem",
  "2xl": "42rem",
  "3xl": "48rem",
  "4xl": "56rem",
  "5xl": "64rem",
  "6xl": "72rem",
  "7xl": "80rem",
  full: "100%",
  ...Object.fromEntries(Object.entries(SCREENS).map(([name, width]) => [`screen-${name}`, `${width}px`])),
};

export const FAMILIES: Readonly<Record<string, string>> = {
  sans: "ui-sans-serif",
  serif: "ui-serif",
  mono: "ui-monospace",
};

const WEIGHTS: Readonly<Record<string, string>> = {
  thin: "100",
  extralight: "200",
  light: "300",
  normal: "normal",
  medium: "500",
  semibold: "600",
  bold: "bold",
  extrabold: "800",
  black: "900",
};

const shadow = (...parts: string[]) => ({ boxShadow: parts.join(", ") });
const oneOf = (prefix: string, property: string, values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([name, value]): [string, Record<string, unknown>] => [
    `${prefix}${name}`,
    { [property]: value },
  ]);
const same = (words: string) => Object.fromEntries(words.split(" ").map((word) => [word, word]));
const EDGES = { start: "flex-start", end: "flex-end", center: "center" };
const SPREAD = { between: "space-between", around: "space-around" };

/** Classes that stand for themselves. */
export const UTILITIES: ReadonlyMap<string, Readonly<Record<string, unknown>>> = new Map([
  ...oneOf("aspect-", "aspectRatio", { square: 1, video: 16 / 9 }),
  ...oneOf("items-", "alignItems", { ...EDGES, ...same("baseline stretch") }),
  ...oneOf("justify-", "justifyContent", { ...EDGES, ...SPREAD, evenly: "space-evenly" }),
  ...oneOf("content-", "alignContent", { ...EDGES, ...SPREAD, stretch: "stretch" }),
  ...oneOf("self-", "alignSelf", { ...EDGES, ...same("auto stretch baseline") }),
  ...oneOf("direction-", "direction", same("inherit ltr rtl")),
  ...oneOf("", "display", { hidden: "none", flex: "flex" }),
  ...oneOf("flex-", "flexDirection", {
    row: "row",
    "row-reverse": "row-reverse",
    col: "column",
    "col-reverse": "column-reverse",
  }),
  ...oneOf("flex-", "flexWrap", same("wrap wrap-reverse nowrap")),
  ["flex-auto", { flexGrow: 1, flexShrink: 1, flexBasis: "auto" }],
  ["flex-initial", { flexGrow: 0, flexShrink: 1, flexBasis: "auto" }],
  ["flex-none", { flexGrow: 0, flexShrink: 0, flexBasis: "auto" }],
  ...oneOf("overflow-", "overflow", same("hidden visible scroll")),
  ...oneOf("", "position", same("absolute relative")),
  ...oneOf("", "fontStyle", { italic: "italic", "not-italic": "normal" }),
  ...oneOf("font-", "fontWeight", {
    ...WEIGHTS,
    ...same("100 200 300 500 600 700 800 900"),
    "400": "normal",
  }),
  ["max-w-none", { maxWidth: "99999%" }],
  ...oneOf("text-", "textAlign", same("left center right justify auto")),
  ...oneOf("", "textDecorationLine", { ...same("underline line-through"), "no-underline": "none" }),
  ...oneOf("", "textTransform", { ...same("uppercase lowercase capitalize"), "normal-case": "none" }),
  ...oneOf("w-", "width", { auto: "auto" }),
  ...oneOf("h-", "height", { auto: "auto" }),
  ["shadow-sm", shadow("0 1px 2px 0 rgb(0 0 0 / 0.05)")],
  ["shadow", shadow("0 1px 3px 0 rgb(0 0 0 / 0.1)", "0 1px 2px -1px rgb(0 0 0 / 0.1)")],
  ["shadow-md", shadow("0 4px 6px -1px rgb(0 0 0 / 0.1)", "0 2px 4px -2px rgb(0 0 0 / 0.1)")],
  ["shadow-lg", shadow("0 10px 15px -3px rgb(0 0 0 / 0.1)", "0 4px 6px -4px rgb(0 0 0 / 0.1)")],
  ["shadow-xl", shadow("0 20px 25px -5px rgb(0 0 0 / 0.1)", "0 8px 10px -6px rgb(0 0 0 / 0.1)")],
  ["shadow-2xl", shadow("0 25px 50px -12px rgb(0 0 0 / 0.25)")],
  ["shadow-inner", shadow("inset 0 2px 4px 0 rgb(0 0 0 / 0.05)")],
  ["shadow-none", shadow("0 0 #0000")],
]);
