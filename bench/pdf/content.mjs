// The same pages for everyone: a heading, a paragraph, and a table of random words with wrapping cells.

/** A generator of numbers from 0 to 1 that gives the same sequence everywhere. */
export function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const LETTERS = "eeeeeeetttttaaaaaooooiiiinnnnssshhhrrrddlllucmwfgypbvk";

/** A word that no dictionary has: caches of words meet few of them twice. */
export function word(next) {
  let out = "";
  for (let left = 3 + Math.floor(next() * 7); left > 0; left--)
    out += LETTERS[Math.floor(next() * LETTERS.length)];
  return out;
}

const words = (next, count) => Array.from({ length: count }, () => word(next)).join(" ");

/** Rows for one page, about. */
export const ROWS_PER_PAGE = 25;

export function row(next, number) {
  return {
    number: String(number),
    name: words(next, 2),
    note: words(next, 6 + Math.floor(next() * 9)),
    amount: (next() * 100_000).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ","),
  };
}

/** What a document of about this many pages says. */
export function content(pages, seed = 1) {
  const next = random(seed);
  const count = Math.max(15, Math.round(pages * ROWS_PER_PAGE - 8));
  return {
    title: "Quarterly report",
    intro: words(next, 60),
    rows: Array.from({ length: count }, (_, i) => row(next, i + 1)),
  };
}

/** Where the table's columns begin and end, in points from the left margin. */
export const COLUMNS = [
  { key: "number", title: "No.", width: 50, align: "right" },
  { key: "name", title: "Name", width: 120, align: "left" },
  { key: "note", title: "Note", width: 233, align: "left" },
  { key: "amount", title: "Amount", width: 80, align: "right" },
];
export const PAGE = { width: 595.28, height: 841.89, margin: 56 };
