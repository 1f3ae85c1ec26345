// A certificate: one page on its side, a border, a name.

import { document, heading, paragraph, place, svg, type Block } from "offprint";
import { longDate } from "./money.ts";

export interface Certificate {
  title: string;
  name: string;
  /** What for, in a sentence or two. */
  reason: string;
  /** ISO 8601. */
  date: string;
  place: string;
  signers: readonly { name: string; role: string }[];
  organisation: string;
  number: string;
}

const WIDTH = 841.89;
const HEIGHT = 595.28;
const INK = "#10222e";
const SEA = "#0c5772";
const ACCENT = "#bf3519";
const MUTED = "#4b5e68";

export function* certificate(data: Certificate): Generator<Block | ReturnType<typeof document>> {
  yield document({
    title: `${data.title}: ${data.name}`,
    author: data.organisation,
    lang: "en",
    size: "A4 landscape",
    margin: 40,
    created: new Date(`${data.date}T00:00:00Z`),
    theme: { text: INK, muted: MUTED, accent: SEA },
  });
  yield place({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, [], { background: "#fbfdfc" });
  yield place({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, [
    svg(frame(), { alt: "", width: WIDTH, after: 0 }),
  ]);
  const wide = { x: 110, width: WIDTH - 220, height: 60 };
  const middle = { align: "center", lineHeight: 1.3, after: 0 } as const;
  yield place({ ...wide, y: 92 }, [
    paragraph(data.organisation.toUpperCase(), {
      ...middle,
      size: 10,
      weight: 600,
      letterSpacing: 2.4,
      color: SEA,
    }),
  ]);
  yield place({ ...wide, y: 132 }, [heading(1, data.title, { ...middle, size: 40, weight: 700, before: 0 })]);
  yield place({ ...wide, y: 206 }, [
    paragraph("is awarded to", { ...middle, size: 12, italic: true, color: MUTED }),
  ]);
  yield place({ ...wide, y: 236 }, [
    paragraph(data.name, { ...middle, size: data.name.length > 26 ? 26 : 34, weight: 400, color: ACCENT }),
  ]);
  yield place({ x: 190, y: 302, width: WIDTH - 380, height: 80 }, [
    paragraph(data.reason, { ...middle, size: 12.5, lineHeight: 1.6 }),
  ]);
  yield place({ ...wide, y: 392 }, [
    paragraph(`${data.place}, ${longDate(data.date)}`, { ...middle, size: 11, color: MUTED }),
  ]);
  const room = 200;
  const gap = (WIDTH - 220 - room * data.signers.length) / Math.max(1, data.signers.length + 1);
  for (const [i, { name, role }] of data.signers.entries()) {
    const x = 110 + gap + i * (room + gap);
    yield place({ x, y: 462, width: room, height: 50 }, [
      svg(`<svg viewBox="0 0 200 1"><path d="M0 .5H200" stroke="${INK}" stroke-width=".75"/></svg>`, {
        alt: "",
        width: room,
        after: 6,
      }),
      paragraph(name, { ...middle, weight: 600 }),
      paragraph(role, { ...middle, size: 8.5, color: MUTED }),
    ]);
  }
  yield place({ ...wide, y: 528 }, [paragraph(`No. ${data.number}`, { ...middle, size: 7.5, color: MUTED })]);
}

/** Two lines around the page and a rosette of arcs in each corner. */
function frame(): string {
  const box = (inset: number, width: number, color: string) =>
    `<rect x="${inset}" y="${inset}" width="${WIDTH - 2 * inset}" height="${HEIGHT - 2 * inset}" fill="none" stroke="${color}" stroke-width="${width}"/>`;
  const arcs = Array.from(
    { length: 7 },
    (_, i) =>
      `<circle r="${14 + i * 7}" fill="none" stroke="${SEA}" stroke-width=".6" stroke-opacity="${0.75 - i * 0.09}"/>`,
  ).join("");
  const corner = (x: number, y: number, id: number) =>
    `<clipPath id="c${id}"><rect x="34" y="34" width="${WIDTH - 68}" height="${HEIGHT - 68}"/></clipPath><g clip-path="url(#c${id})"><g transform="translate(${x} ${y})">${arcs}</g></g>`;
  const corners = [
    [34, 34],
    [WIDTH - 34, 34],
    [34, HEIGHT - 34],
    [WIDTH - 34, HEIGHT - 34],
  ]
    .map(([x, y], i) => corner(x!, y!, i))
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}">${box(26, 2.2, SEA)}${box(34, 0.6, SEA)}${corners}</svg>`;
}
