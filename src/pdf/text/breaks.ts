// Where a line may end: UAX #14, dictionaries for the scripts that write no spaces, and hyphenation.
import LineBreaker from "linebreak";

/** Text whose only break opportunities are its spaces: most of it, so it takes the short way. */
export const PLAIN = /^[A-Za-z0-9 .,;:'"()]*$/;
const NO_SPACES = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]/;
const RUN = /[\u0e00-\u0e7f]+|[\u0e80-\u0eff]+|[\u1000-\u109f]+|[\u1780-\u17ff]+/g;
const segmenters = new Map<string, Intl.Segmenter>();

/** Splits a word where it may be hyphenated: `hyphenation` gives `["hyphen", "ation"]`. */
export type Hyphenate = (word: string) => readonly string[];

/** The positions in a text without line ends after which a line may end, in order. */
export function breaksOf(text: string): number[] {
  const breaker = new LineBreaker(text);
  const positions: number[] = [];
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) positions.push(next.position);
  if (!NO_SPACES.test(text)) return positions;
  const all = new Set(positions);
  for (const match of text.matchAll(RUN)) {
    for (const { index } of segmenterFor(match[0]).segment(match[0])) if (index) all.add(match.index + index);
  }
  return [...all].sort((a, b) => a - b);
}

function segmenterFor(text: string): Intl.Segmenter {
  const code = text.charCodeAt(0);
  const language = code < 0xe80 ? "th" : code < 0xf00 ? "lo" : code < 0x1100 ? "my" : "km";
  let segmenter = segmenters.get(language);
  if (!segmenter)
    segmenters.set(language, (segmenter = new Intl.Segmenter(language, { granularity: "word" })));
  return segmenter;
}
