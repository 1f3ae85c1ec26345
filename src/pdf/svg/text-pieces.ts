// The pieces of a `<text>`: what is between places that are given and changes of style.
import { refuse } from "../../svg/limits.ts";
import type { Frame } from "./frame.ts";
import type { Element } from "../../svg/read.ts";

export interface TextPiece {
  text: string;
  frame: Frame;
  /** Its absolute position, if it has one. */
  x: number | undefined;
  y: number | undefined;
  /** How far it is moved, and all that follows. */
  dx: number;
  dy: number;
}

/** Characters of one text. */
const MAX_TEXT = 100_000;
/** Elements of text in text. */
const SPANS = new Set(["tspan", "a", "textPath"]);

/** The lists of an element, and how many of its characters have been seen. */
interface Lists {
  x: number[];
  y: number[];
  dx: number[];
  dy: number[];
  seen: number;
}

export function textPieces(element: Element, frame: Frame): TextPiece[] {
  const pieces: TextPiece[] = [];
  let length = 0;
  let space = true;
  const read = (node: Element, inner: Frame, above: readonly Lists[], kept: boolean) => {
    const lists = [...above, listsOf(node, inner)];
    const keep =
      node.attributes["xml:space"] === undefined ? kept : node.attributes["xml:space"] === "preserve";
    let begun = false;
    for (const part of node.content) {
      if (typeof part !== "string") {
        if (!SPANS.has(part.name) || part.attributes.display === "none") continue;
        read(
          part,
          spanFrame(inner, part),
          lists,
          keep || (part.attributes["white-space"] ?? "").startsWith("pre"),
        );
        begun = false;
        continue;
      }
      let text = keep ? part.replace(/[\t\n\r]/g, " ") : part.replace(/[\t\n\r ]+/g, " ");
      if (!keep && space && text.startsWith(" ")) text = text.slice(1);
      if (!text) continue;
      space = !keep && text.endsWith(" ");
      if ((length += text.length) > MAX_TEXT)
        throw refuse(`The SVG has a text of more than ${MAX_TEXT} characters.`);
      for (const character of text) {
        const at = next(lists);
        const placed = at.x !== undefined || at.y !== undefined || at.dx || at.dy;
        if (placed || !begun) pieces.push({ text: character, frame: inner, ...at });
        else pieces.at(-1)!.text += character;
        begun = true;
      }
    }
  };
  read(element, spanFrame(frame, element), [], (element.attributes["white-space"] ?? "").startsWith("pre"));
  const last = pieces.at(-1);
  if (last && space) last.text = last.text.trimEnd();
  // A text that says nothing of its place begins at the origin.
  if (pieces[0]) pieces[0] = { ...pieces[0], x: pieces[0].x ?? 0, y: pieces[0].y ?? 0 };
  return pieces;
}

/** A frame that carries what a text has for itself, though it is not inherited. */
function spanFrame(frame: Frame, { attributes }: Element): Frame {
  const inner = frame.styled(attributes);
  const decoration = attributes["text-decoration"] ?? attributes["text-decoration-line"];
  const baseline = attributes["alignment-baseline"];
  if (!decoration && !baseline) return inner;
  const more = {
    ...(decoration && { "text-decoration": decoration }),
    ...(baseline && { "dominant-baseline": baseline }),
  };
  return inner.with(more);
}

function listsOf({ attributes }: Element, frame: Frame): Lists {
  const list = (key: string, of: (value: string) => number) =>
    attributes[key]?.trim()
      ? attributes[key]
          .trim()
          .split(/[\s,]+/)
          .map(of)
      : [];
  const em = (value: string) => frame.length(value, 0);
  return {
    x: list("x", (value) => frame.x(value, 0)),
    y: list("y", (value) => frame.y(value, 0)),
    dx: list("dx", em),
    dy: list("dy", em),
    seen: 0,
  };
}

/** The value of an attribute for the next character: of the innermost element that has one. */
function next(all: readonly Lists[]): Pick<TextPiece, "x" | "y" | "dx" | "dy"> {
  const at = (key: "x" | "y" | "dx" | "dy") => {
    const lists = all.findLast((each) => each[key][each.seen] !== undefined);
    return lists?.[key][lists.seen];
  };
  const place = { x: at("x"), y: at("y"), dx: at("dx") ?? 0, dy: at("dy") ?? 0 };
  for (const lists of all) lists.seen++;
  return place;
}
