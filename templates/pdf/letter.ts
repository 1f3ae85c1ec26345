// A letter in the form of DIN 5008 B: its address shows through the window of an envelope.

import { document, paragraph, place, rule, type Block } from "offprint";
import { longDate } from "./money.ts";

export interface Letter {
  from: { name: string; street: string; city: string; contact: readonly string[] };
  /** Lines of the address, at most six. */
  to: readonly string[];
  place: string;
  /** ISO 8601. */
  date: string;
  subject: string;
  /** Paragraphs. */
  body: readonly string[];
  closing: string;
  signature: string;
  enclosures?: readonly string[];
  /** BCP 47. Default `en`. */
  lang?: string;
}

/** Points in a millimetre. */
const MM = 72 / 25.4;
const MUTED = "#4b5e68";
const SEA = "#0c5772";

export function* letter(data: Letter): Generator<Block | ReturnType<typeof document>> {
  const { from, to, lang = "en" } = data;
  yield document({
    title: data.subject,
    author: from.name,
    lang,
    created: new Date(`${data.date}T00:00:00Z`),
    margin: { top: 100 * MM, right: 22 * MM, bottom: 28 * MM, left: 25 * MM },
    theme: { size: 10.5, lineHeight: 1.5, text: "#10222e", muted: MUTED, accent: SEA, line: "#c8d5d5" },
    footer: ({ page, pages }) => ({ center: page === 1 ? undefined : ["Page ", page, " of ", pages] }),
  });
  yield place({ x: 25 * MM, y: 18 * MM, width: 100 * MM, height: 20 * MM }, [
    paragraph(from.name, { size: 16, weight: 700, color: SEA, lineHeight: 1.2, after: 0 }),
  ]);
  yield place({ x: 125 * MM, y: 18 * MM, width: 63 * MM, height: 40 * MM }, [
    paragraph([from.street, from.city, ...from.contact].join("\n"), {
      size: 8.5,
      color: MUTED,
      align: "right",
      lineHeight: 1.5,
    }),
  ]);
  // The window of a DL envelope: 45 mm from the top, 20 mm from the left.
  yield place({ x: 25 * MM, y: 47 * MM, width: 80 * MM, height: 40 * MM }, [
    paragraph(`${from.name}, ${from.street}, ${from.city}`, { size: 6.5, color: MUTED, after: 1 }),
    rule({ before: 0, after: 7, thickness: 0.5 }),
    paragraph(to.slice(0, 6).join("\n"), { lineHeight: 1.4 }),
  ]);
  // Where the sheet is folded.
  for (const y of [105, 210])
    yield place({ x: 4 * MM, y: y * MM, width: 4 * MM, height: 1 }, [
      rule({ before: 0, after: 0, thickness: 0.5 }),
    ]);
  yield paragraph(`${data.place}, ${longDate(data.date, lang === "en" ? "en-GB" : lang)}`, {
    align: "right",
    color: MUTED,
    after: 16,
  });
  yield paragraph(data.subject, { weight: 700, size: 11.5, after: 16 });
  for (const part of data.body) yield paragraph(part, { after: 9 });
  yield paragraph(data.closing, { before: 10, after: 44 });
  yield paragraph(data.signature, { weight: 600, after: 18 });
  if (data.enclosures?.length)
    yield paragraph(`Enclosures: ${data.enclosures.join(", ")}`, { size: 8.5, color: MUTED });
}
