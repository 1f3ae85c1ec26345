// satori's user-agent style sheet.

type Preset = Readonly<Record<string, unknown>>;

const BLOCK = { display: "block" };
const named = (names: string, preset: Preset) =>
  names.split(" ").map((name): [string, Preset] => [name, preset]);
const spaced = (margin: string, rest: Preset = {}): Preset => ({
  ...BLOCK,
  marginTop: margin,
  marginBottom: margin,
  ...rest,
});
const heading = (margin: string, fontSize?: string): Preset =>
  spaced(margin, { ...(fontSize && { fontSize }), fontWeight: 700 });

const PRESETS = new Map<string, Preset>([
  ...named(
    "address article aside details div dt figcaption footer form header hgroup main nav search section summary",
    BLOCK,
  ),
  ...named("p dl", spaced("1em")),
  ...named("figure blockquote", spaced("1em", { marginLeft: 40, marginRight: 40 })),
  ["dd", { ...BLOCK, marginLeft: 40 }],
  ["center", { ...BLOCK, textAlign: "center" }],
  ["pre", spaced("1em", { fontFamily: "monospace", whiteSpace: "pre" })],
  [
    "hr",
    {
      ...BLOCK,
      color: "gray",
      marginTop: "0.5em",
      marginBottom: "0.5em",
      marginLeft: "auto",
      marginRight: "auto",
      borderWidth: 1,
      borderStyle: "inset",
      overflow: "hidden",
    },
  ],
  ["h1", heading("0.67em", "2em")],
  ["h2", heading("0.83em", "1.5em")],
  ["h3", heading("1em", "1.17em")],
  ["h4", heading("1.33em")],
  ["h5", heading("1.67em", "0.83em")],
  ["h6", heading("2.33em", "0.67em")],
  ...named("ul ol menu dir", spaced("1em", { paddingLeft: 40 })),
  ["li", { display: "list-item" }],
  ...named("span a label time cite img svg abbr q sub sup data dfn var output bdi bdo ins del", {}),
  ...named("strong b", { fontWeight: 700 }),
  ...named("em i", { fontStyle: "italic" }),
  ...named("code kbd", { fontFamily: "monospace" }),
  ["u", { textDecoration: "underline" }],
  ["s", { textDecoration: "line-through" }],
  ["mark", { backgroundColor: "yellow", color: "black" }],
  ["small", { fontSize: "smaller" }],
  ["big", { fontSize: "larger" }],
]);

/** Undefined for elements that are not known here. */
export function presetOf(type: string): Preset | undefined {
  return PRESETS.get(type);
}
