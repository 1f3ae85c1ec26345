// Random templates: flex boxes, blocks, text, pictures, borders, gradients, opacity, positions.

import * as fc from "fast-check";

interface El {
  type: string;
  props: Record<string, unknown>;
}

const COLORS = [
  "#ffffff",
  "#111827",
  "#e11d48",
  "rgba(14,165,233,0.6)",
  "#fde047",
  "rgb(16 185 129)",
  "tomato",
];
const color = fc.constantFrom(...COLORS);
const px = (max: number) => fc.integer({ min: 0, max });
const length = fc.oneof(
  px(300),
  fc.integer({ min: 5, max: 100 }).map((n) => `${n}%`),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

const boxStyle = fc.record(
  {
    padding: fc.oneof(
      px(40),
      fc.tuple(px(30), px(40)).map(([a, b]) => `${a}px ${b}px`),
    ),
    margin: fc.oneof(px(20), fc.constant("auto")),
    marginTop: px(30),
    width: length,
    height: length,
    maxWidth: length,
    minHeight: px(120),
    flex: fc.constantFrom<unknown>(1, 2, "1 1 0", "none", "auto", "0 1 200px"),
    flexGrow: fc.integer({ min: 0, max: 2 }),
    flexShrink: fc.integer({ min: 0, max: 1 }),
    alignSelf: fc.constantFrom("center", "flex-end", "stretch", "auto"),
    background: fc.oneof(
      color,
      fc.constantFrom(
        "linear-gradient(90deg, #f97316, #7c3aed)",
        "radial-gradient(circle at 30% 40%, #fff, #0ea5e9)",
        "linear-gradient(to bottom right, rgba(255,0,0,0.4), transparent)",
      ),
    ),
    border: fc.tuple(fc.integer({ min: 1, max: 6 }), color).map(([w, c]) => `${w}px solid ${c}`),
    borderBottom: color.map((c) => `4px solid ${c}`),
    borderRadius: fc.oneof(px(60), fc.constantFrom("50%", "10px 30px", "999px")),
    opacity: fc.constantFrom(0.3, 0.75),
    overflow: fc.constant("hidden"),
    boxSizing: fc.constant("border-box"),
    position: fc.constant("relative"),
    top: fc.integer({ min: -20, max: 20 }),
    zIndex: fc.integer({ min: -1, max: 2 }),
  },
  { requiredKeys: [] },
);

/** Keeps each declaration with some chance, so that most boxes are plain. */
const sparse = fc
  .tuple(boxStyle, fc.array(fc.nat(), { minLength: 24, maxLength: 24 }))
  .map(([style, chances]) =>
    Object.fromEntries(Object.entries(style).filter((_, i) => (chances[i % 24] ?? 0) % 4 === 0)),
  );

const flexStyle = fc.record(
  {
    flexDirection: fc.constantFrom("row", "column", "row-reverse", "column-reverse"),
    justifyContent: fc.constantFrom("flex-start", "center", "space-between", "space-around", "flex-end"),
    alignItems: fc.constantFrom("flex-start", "center", "stretch", "flex-end", "baseline"),
    flexWrap: fc.constantFrom("wrap", "nowrap"),
    gap: px(30),
  },
  { requiredKeys: [] },
);

const textStyle = fc.record(
  {
    fontSize: fc.oneof(fc.integer({ min: 10, max: 80 }), fc.constantFrom("1.5em", "2rem")),
    fontWeight: fc.constantFrom(400, 600, 700),
    color,
    lineHeight: fc.constantFrom<unknown>(1, 1.2, 1.5, "40px", "1.3em"),
    letterSpacing: fc.constantFrom<unknown>(-1, 2, "0.05em"),
    textAlign: fc.constantFrom("left", "center", "right"),
    textTransform: fc.constantFrom("uppercase", "none"),
    whiteSpace: fc.constantFrom("pre-wrap", "normal"),
    wordBreak: fc.constantFrom("break-word", "normal"),
    textWrap: fc.constantFrom("balance", "wrap"),
    lineClamp: fc.integer({ min: 1, max: 3 }),
    textOverflow: fc.constant("ellipsis"),
  },
  { requiredKeys: [] },
);

const WORDS =
  "a I the quick brown fox jumps over lazy dogs extraordinarily incomprehensible e.g. 3,500.25 semi-detached (really) — “quoted” naïve façade AVAToVa fi ffl".split(
    " ",
  );
const sentence = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 14 }).map((w) => w.join(" "));

const PIXEL =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAKUlEQVR4nGP4z8DAAMb/GRgYGBgY/jMw/Gf4z8DA8J+BgYHhPwMDAwMAlHsGAyLP0iwAAAAASUVORK5CYII=";
const SVG = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#a855f7"/><circle cx="10" cy="10" r="8" fill="#fff"/></svg>`,
).toString("base64")}`;

const picture = fc
  .tuple(
    fc.constantFrom(SVG, PIXEL).filter((src) => src === SVG),
    fc.integer({ min: 8, max: 200 }),
    fc.integer({ min: 8, max: 160 }),
    px(80),
    fc.constantFrom("cover", "contain", "fill"),
  )
  .map(([src, width, height, borderRadius, objectFit]): El => ({
    type: "img",
    props: { src, width, height, style: { borderRadius, objectFit } },
  }));

const text = fc
  .tuple(sentence, textStyle, sparse, fc.constantFrom("div", "span", "p", "h2", "flex"))
  .map(([children, style, box, type]): El => ({
    type: type === "flex" ? "div" : type,
    props: { style: { ...box, ...style, ...(type === "flex" && { display: "flex" }) }, children },
  }));

const { tree } = fc.letrec<{ tree: El; node: El }>((tie) => ({
  node: fc.oneof({ depthSize: "small", withCrossShrink: true }, text, picture, tie("tree")),
  tree: fc
    .tuple(
      sparse,
      flexStyle,
      textStyle,
      fc.array(tie("node"), { minLength: 1, maxLength: 4 }),
      optional(fc.constantFrom("absolute", "block")),
    )
    .map(([box, flex, style, children, kind]): El => {
      delete style.lineClamp;
      const place =
        kind === "absolute"
          ? { position: "absolute", left: 30, bottom: 20 }
          : kind === "block"
            ? { display: "block" }
            : {};
      return {
        type: "div",
        props: {
          style: { display: "flex", ...box, ...flex, ...style, ...place },
          children:
            kind === "block" ? children.filter((c) => c.type !== "span" && c.type !== "img") : children,
        },
      };
    }),
}));

/** A whole template for a picture of 600×400. */
export const template: fc.Arbitrary<El> = tree.map((inside) => ({
  type: "div",
  props: {
    style: {
      display: "flex",
      width: "100%",
      height: "100%",
      background: "#f8fafc",
      position: "relative",
      fontSize: 24,
    },
    children: inside,
  },
}));
