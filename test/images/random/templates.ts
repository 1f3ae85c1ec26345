// Random templates: what an author may write, nested, and the same template with other data.

import type * as fc from "fast-check";
import { rolled, type Dice } from "./dice.ts";
import { element, isElement, type El } from "./element.ts";
import { drawing, picture } from "./pictures.ts";
import { boxStyle, flexStyle, type Style } from "./styles.ts";
import { clampStyle, text, textStyle } from "./texts.ts";

const FRAGMENT = Symbol.for("react.fragment");
const BLOCKS = ["div", "div", "div", "p", "h1", "h2", "h3", "section", "header", "footer"];
const INLINES = ["span", "span", "b", "strong", "em", "i", "a", "code", "small", "u"];
const CLASSES = [
  "flex p-4 bg-white",
  "text-3xl font-bold text-slate-900",
  "flex flex-col items-center justify-between rounded-lg border",
  "w-full h-8 bg-sky-500",
  "mt-2 text-sm text-gray-500 leading-tight",
];

function paragraph(dice: Dice): El {
  const style: Style = { ...(dice.chance(2) && boxStyle(dice)), ...textStyle(dice) };
  if (dice.chance(8)) Object.assign(style, clampStyle(dice));
  if (dice.chance(4)) style.display = dice.one(["flex", "flex", "block"]);
  const made = element(dice.one([...BLOCKS, "span", "span"]), style, text(dice));
  if (dice.chance(20)) made.props.children = [text(dice), dice.int(0, 99), text(dice)];
  if (dice.rare("tw")) made.props.tw = dice.one(CLASSES);
  return made;
}

/** A paragraph with parts that are set in other ways. */
function mixed(dice: Dice): El {
  const children = dice.many(1, 4, () =>
    dice.chance(2) ? text(dice) : element(dice.one(INLINES), textStyle(dice), text(dice)),
  );
  if (dice.chance(8)) children.push(element("br"), text(dice));
  return element(dice.one(BLOCKS), { ...(dice.chance(3) && boxStyle(dice)), ...textStyle(dice) }, children);
}

function child(dice: Dice, depth: number): unknown {
  const kind = dice.int(0, 27);
  if (kind < 9 || (depth > 3 && kind < 22)) return paragraph(dice);
  if (kind < 20) return container(dice, depth + 1);
  if (kind < 23) return picture(dice);
  if (kind === 23) return drawing(dice);
  if (kind === 24) return dice.one<unknown>([null, undefined, false, true, 0, 42, "", text(dice)]);
  if (kind === 25)
    return element(
      FRAGMENT,
      undefined,
      dice.many(1, 3, () => paragraph(dice)),
    );
  if (kind === 26) {
    const inside = container(dice, depth + 1);
    return element(() => inside);
  }
  return dice.rare("mixed") ? mixed(dice) : element("div", boxStyle(dice));
}

function container(dice: Dice, depth: number): El {
  const style = { ...boxStyle(dice), ...(dice.chance(3) && textStyle(dice)) };
  if (!dice.chance(6)) Object.assign(style, flexStyle(dice));
  const children = dice.many(0, depth > 2 ? 2 : 4, () => child(dice, depth));
  return element(dice.one(BLOCKS), style, children.length === 1 ? children[0] : children);
}

/** A whole template, for a picture of `width` × `height`. */
export function template({ width, height }: { width: number; height: number }): fc.Arbitrary<El> {
  return rolled((dice) => {
    const style: Style = {
      ...flexStyle(dice),
      width: "100%",
      height: "100%",
      fontSize: 24,
      ...textStyle(dice),
    };
    if (!dice.chance(6))
      style.background = dice.one([
        "#f8fafc",
        "#fff",
        "linear-gradient(135deg, #0f172a, #1e3a8a)",
        "#0f172a",
      ]);
    if (dice.chance(3)) style.padding = dice.int(8, 48);
    if (dice.chance(3)) style.boxSizing = "border-box";
    if (dice.chance(3)) style.position = "relative";
    if (dice.chance(6)) style.overflow = "hidden";
    if (dice.chance(8)) Object.assign(style, { width, height });
    return element(
      "div",
      style,
      dice.many(1, 4, () => child(dice, 0)),
    );
  });
}

const DATA = [
  "Lorem ipsum dolor",
  "A",
  "Sit amet, consectetur adipiscing elit — sed do eiusmod tempor",
  "2,048",
  "日本",
  "Naïve façade AVATo",
];

/** The same template with other texts and a few other numbers: what the next request draws. */
export function withOtherData(node: unknown, turn: number): unknown {
  if (Array.isArray(node)) return node.map((one) => withOtherData(one, turn));
  if (typeof node === "string") {
    const place = node.length + turn;
    return node.trim() && place % 3
      ? `${DATA[place % DATA.length]!} ${Array.from(node)
          .slice(0, 10 + (place % 20))
          .join("")}`
      : node;
  }
  if (typeof node === "number") return node + turn;
  if (!isElement(node)) return node;
  const { style, children, ...props } = node.props;
  const other = { ...style };
  for (const name of ["width", "height", "left", "fontSize"])
    if (typeof other[name] === "number" && turn % 2) other[name] = Math.max(1, other[name] + turn);
  return element(
    node.type,
    style && other,
    node.type === "svg" ? children : withOtherData(children, turn),
    props,
  );
}
