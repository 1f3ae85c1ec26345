// Fresh data for every picture: a vocabulary of made-up words and authors, drawn by a seeded generator.

/** A generator of numbers below `n`, the same for the same seed. */
export type Random = (n: number) => number;

/** mulberry32. */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

const ONSETS = "b br c ch cl d dr f fl g gr h j k l m n p pr qu r s sh st t th tr v w z".split(" ");
const NUCLEI = "a e i o u ai ea io ou ee".split(" ");
const CODAS = ["", "", "n", "r", "s", "t", "l", "m", "nd", "rt", "st", "ck"];

function wordsOf(count: number, seed: number, least: number, most: number): string[] {
  const random = randomOf(seed);
  const words = new Set<string>();
  while (words.size < count) {
    let word = "";
    for (let i = least + random(most - least + 1); i > 0; i--)
      word +=
        ONSETS[random(ONSETS.length)]! +
        NUCLEI[random(NUCLEI.length)]! +
        (i === 1 ? CODAS[random(CODAS.length)]! : "");
    words.add(word);
  }
  return [...words];
}

/** At least five thousand words. */
export const VOCABULARY: readonly string[] = wordsOf(6000, 11, 1, 3);

const capital = (word: string) => word[0]!.toUpperCase() + word.slice(1);
const GIVEN = wordsOf(240, 21, 1, 2).map(capital);
const FAMILY = wordsOf(300, 31, 2, 3).map(capital);

/** At least two thousand authors. */
export const AUTHORS: readonly string[] = Array.from(
  { length: 2400 },
  (_, i) => `${GIVEN[i % 240]!} ${FAMILY[(i * 7) % 300]!}`,
);

export interface Data {
  title: string;
  /** A sentence or two. */
  text: string;
  author: string;
  tags: [string, string, string];
  numbers: number[];
  date: string;
}

const MONTHS = "January February March April May June July August September October November December".split(
  " ",
);

/** One picture's data. */
export function dataOf(random: Random): Data {
  const phrase = (least: number, more: number) =>
    Array.from({ length: least + random(more) }, () => VOCABULARY[random(VOCABULARY.length)]!).join(" ");
  return {
    title: capital(phrase(5, 6)),
    text: `${capital(phrase(9, 8))}. ${capital(phrase(6, 8))}.`,
    author: AUTHORS[random(AUTHORS.length)]!,
    tags: [phrase(1, 1), phrase(1, 1), phrase(1, 1)],
    numbers: Array.from({ length: 8 }, () => random(10_000)),
    date: `${1 + random(28)} ${MONTHS[random(12)]!} ${2015 + random(12)}`,
  };
}
