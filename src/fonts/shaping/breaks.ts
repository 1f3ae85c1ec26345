// Break opportunities: UAX #14, dictionaries for scripts that are written without spaces, and hyphenation.
import { createRequire } from "node:module";
import type LineBreaker from "linebreak";

/** A word of ASCII, a lone dot or dash, or the placeholder of the number of pages (U+F0000), which most footers have. */
const WORD = String.raw`(?:\(?[A-Za-z0-9]+(?:[.,:'][A-Za-z0-9]+)*\)?[.,;:]?|[·–\u{f0000}])`;
/** Text that can break at its single spaces only: most text, which takes a fast path. */
export const PLAIN = new RegExp(`^(?:${WORD} )*${WORD}?$`, "u");
const NO_SPACES = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/;
/** Most characters that are segmented by dictionary at once. */
const WINDOW = 300;
const segmenters = new Map<string, Intl.Segmenter>();

/** Loaded on first use: unpacking its tables takes longer than a page. */
let Breaker: typeof LineBreaker | undefined;

/** Splits a word where it may be hyphenated: `hyphenation` gives `["hyphen", "ation"]`. */
export type Hyphenate = (word: string) => readonly string[];

/** A break opportunity, or a required break. */
export interface LineBreak {
  position: number;
  required?: boolean;
}

/** The breaks of UAX #14 alone, as in satori: Thai, Lao, Khmer and Burmese break at spaces only. */
export function* lineBreaks(text: string): Generator<LineBreak, undefined> {
  Breaker ??= createRequire(import.meta.url)("linebreak") as typeof LineBreaker;
  const breaker = new Breaker(text);
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) yield next;
  return undefined;
}

/** Break opportunities of a text without line ends: those of UAX #14, and those between words by dictionary. */
export function* breaksOf(text: string): Generator<number, undefined> {
  const spaced = !NO_SPACES.test(text);
  let last = 0;
  for (const { position } of lineBreaks(text)) {
    if (!spaced) yield* wordEnds(text, last, position);
    yield position;
    last = position;
  }
  return undefined;
}

/** Ends of words between two breaks, where a script writes none; long runs are read through a window. */
function* wordEnds(text: string, from: number, to: number): Generator<number> {
  for (let at = from; at < to;) {
    const run = /^[\u0e00-\u0e7f]+|^[\u0e80-\u0eff]+|^[\u1000-\u109f]+|^[\u1780-\u17ff]+/.exec(
      text.slice(at, Math.min(to, at + WINDOW)),
    )?.[0];
    if (!run) {
      at++;
      continue;
    }
    const ends = [...segmenterFor(run).segment(run)].map(({ index, segment }) => at + index + segment.length);
    // A word at the window's edge may be cut: the next window starts where the word starts.
    const cut = run.length === WINDOW && ends.length > 2;
    const whole = cut ? ends.slice(0, -2) : ends;
    for (const end of whole) if (end < to) yield end;
    at = whole.at(-1)!;
  }
}

function segmenterFor(text: string): Intl.Segmenter {
  const code = text.charCodeAt(0);
  const language = code < 0xe80 ? "th" : code < 0xf00 ? "lo" : code < 0x1100 ? "my" : "km";
  let segmenter = segmenters.get(language);
  if (!segmenter)
    segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: "word" })));
  return segmenter;
}
