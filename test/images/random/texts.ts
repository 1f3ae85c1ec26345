// Random texts, in many scripts, and how they are set.

import { choose, type Choices, type Dice } from "./dice.ts";
import { color, length, type Style } from "./styles.ts";

const LATIN =
  "a I the quick brown fox jumps over lazy dogs extraordinarily incomprehensible e.g. 3,500.25 semi-detached (really) — “quoted” naïve façade AVAToVa fi ffl don't #1 50% A/B x=1; foo_bar https://example.com/a/very/long/path?q=1&r=2 Übergrößenträger Ǆ ½ №".split(
    " ",
  );
const OTHERS = [
  "我能吞下玻璃而不伤身体，敏捷的棕色狐狸",
  "いろはにほへと ちりぬるを。「速い」",
  "다람쥐 헌 쳇바퀴에",
  "Съешь же ещё этих мягких булок",
  "Ξεσκεπάζω την ψυχοφθόρα",
  "Tiếng Việt có rất nhiều dấu",
  "نص حكيم له سر 2026 قاطع",
  "דג סקרן שט (בים) מאוכזב",
  "ऋषियों को सताने वाले",
  "เป็นมนุษย์สุดประเสริฐ",
  "🚀 day 👩‍💻 for 🇯🇵",
  "1️⃣ ❤️ ☂ ✓ → ©",
];

export function text(dice: Dice): string {
  if (dice.chance(60))
    return dice.one(["", " ", "\n", "0", "…", "a\u00a0b", "soft\u00adhyphen", "zero\u200bwidth", "e\u0301"]);
  let words = dice.many(1, 12, () => dice.one(dice.rare("script") ? OTHERS : LATIN));
  if (dice.chance(40))
    words = [dice.one(["Donaudampfschifffahrtsgesellschaft".repeat(2), "x".repeat(60)]), ...words];
  const gap = dice.chance(12) ? dice.one(["  ", "\n", "\t", " \n ", "\u00a0", " - "]) : " ";
  const padded = dice.chance(24) ? dice.one([" ", "\n", "  "]) : "";
  return padded + words.join(gap) + padded;
}

const FAMILIES = ["Inter", "JetBrains Mono", "'JetBrains Mono', monospace", "Inter, sans-serif"];

const TEXT: Choices = {
  fontSize: [2, (dice) => dice.one<unknown>([dice.int(10, 60), "1.5em", "2rem", 17.5, "22px", "120%", 33.3])],
  fontWeight: [4, (dice) => dice.one<unknown>([400, 600, 700, "bold", "600"])],
  fontStyle: [0, () => "italic"],
  fontFamily: [12, (dice) => dice.one(FAMILIES)],
  color: [4, (dice) => color(dice)],
  lineHeight: [4, (dice) => dice.one<unknown>([1, 1.2, 1.5, "40px", "1.3em", "normal", "150%", 0.8, "1.1"])],
  letterSpacing: [7, (dice) => dice.one<unknown>([-1, 2, "0.05em", "-0.02em", 0.5, "normal"])],
  textAlign: [
    5,
    (dice) =>
      dice.one([
        "left",
        "center",
        "right",
        "center",
        dice.rare("justify") ? "justify" : "left",
        "start",
        "end",
      ]),
  ],
  textTransform: [
    12,
    (dice) =>
      dice.one(["uppercase", "lowercase", dice.rare("capitalize") ? "capitalize" : "uppercase", "none"]),
  ],
  whiteSpace: [8, (dice) => dice.one(["pre", "nowrap", "pre-wrap", "pre-line", "normal"])],
  wordBreak: [12, (dice) => dice.one(["break-word", "break-all", "normal"])],
  overflowWrap: [16, (dice) => dice.one(["break-word", "anywhere", "normal"])],
  textWrap: [16, (dice) => dice.one(["balance", "wrap", dice.rare("pretty") ? "pretty" : "balance"])],
  textDecoration: [0, (dice) => dice.one(["underline", "line-through", "underline dotted red", "none"])],
  textShadow: [
    40,
    (dice) =>
      dice.one([
        "1px 1px 0 #000",
        "0 2px 4px rgba(0,0,0,.5)",
        "0 6px 30px #f0a",
        "-2px 1px 9px #123, 0 0 2px red",
      ]),
  ],
  textIndent: [0, (dice) => length(dice, 30)],
  tabSize: [0, (dice) => dice.one([2, 4])],
  wordSpacing: [0, (dice) => length(dice, 10)],
  WebkitTextStroke: [0, () => "1px tomato"],
};

/** What a text, or all texts below, are set in. */
export const textStyle = (dice: Dice): Style => choose(dice, TEXT);

/** Text that is cut at its end. */
export function clampStyle(dice: Dice): Style {
  if (dice.chance(2))
    return { display: "block", lineClamp: dice.rare("more") ? '2 "… more"' : dice.int(1, 3) };
  return {
    overflow: "hidden",
    textOverflow: "ellipsis",
    whiteSpace: dice.one(["nowrap", "nowrap", "pre", "normal"]),
  };
}
