// The report on a country: a cover, its facts, its largest cities, and every city there is.

import {
  chart,
  columns,
  document,
  heading,
  link,
  pageBreak,
  paragraph,
  place,
  rule,
  svg,
  table,
  text,
  type Block,
  type DocumentOptions,
} from "offprint";
import type { City, Country } from "../routes/_atlas/types.ts";
import { dotMap } from "./dot-map.ts";
import { tokens } from "./tokens.ts";

export interface CountryReport {
  country: Country;
  /** The flag's SVG source. */
  flag: string | undefined;
  /** The cities on the cover's map, the largest first. */
  map: readonly City[];
  largestCities: readonly City[];
  /** Every city, the largest first: taken from the database while pages are drawn. */
  cities: AsyncIterable<City>;
  /** Where the reports of other countries are. */
  origin: string;
}

const { paper: PAPER, ink: INK, muted: MUTED, line: LINE, accent: ACCENT, sea: SEA } = tokens.color;
const WIDTH = 595.28;
const HEIGHT = 841.89;
const LEFT = 56;

/** What the whole report is like; everything but its title is the same for every country. */
export const reportOptions = ({ name }: Country): DocumentOptions => ({
  title: `${name}: cities and facts`,
  author: "The Offprint Atlas",
  subject: `Every city of ${name} with 1,000 people or more`,
  lang: "en",
  margin: { top: 64, right: LEFT, bottom: 60, left: LEFT },
  theme: {
    text: INK,
    muted: MUTED,
    accent: SEA,
    line: LINE,
    tint: "#f3f7f6",
    headings: [25, 15, 12, 11, 10, 10],
  },
  header: ({ page }) => (page === 1 ? undefined : { left: name, right: "The Offprint Atlas" }),
  footer: ({ page, pages }) =>
    page === 1
      ? undefined
      : { left: "Source: GeoNames (CC BY 4.0), world-countries", right: ["page ", page, " of ", pages] },
});

/** Draws the report. */
export function* countryReport(report: CountryReport): Generator<Block | ReturnType<typeof document>> {
  const { country, largestCities, cities } = report;
  yield document(reportOptions(country));
  yield* cover(report);
  yield pageBreak();
  yield heading(1, "At a glance");
  yield facts(country, report.origin);
  if (largestCities.length > 0) {
    yield heading(2, "Largest cities", { before: 26 });
    yield chart(
      largestCities.map(({ name, population }) => ({ label: name, value: population })),
      { alt: largestCitiesInWords(largestCities), color: "accent", before: 4 },
    );
  }
  yield pageBreak();
  yield heading(1, "Every city");
  yield paragraph(
    `${count(country.cityCount)} cities, towns and villages of 1,000 people or more, the largest first. Together they have ${count(country.urbanPopulation)} inhabitants.`,
    { color: "muted", after: 10 },
  );
  yield cityTable(cities);
}

function* cover({ country, flag, map }: CountryReport): Generator<Block> {
  yield place({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, [], { background: PAPER });
  const label = { size: 9, weight: 600, letterSpacing: 1.6, color: SEA, lineHeight: 1.2 };
  yield place({ x: LEFT, y: 52, width: 300, height: 20 }, [paragraph("THE OFFPRINT ATLAS", label)]);
  yield place({ x: WIDTH - LEFT - 200, y: 52, width: 200, height: 20 }, [
    paragraph(country.code, { ...label, align: "right", color: MUTED }),
  ]);
  if (map.length > 0) {
    const source = dotMap(map, { width: WIDTH - 2 * LEFT, height: 356, dot: SEA, capital: ACCENT });
    yield place({ x: LEFT, y: 96, width: WIDTH - 2 * LEFT, height: 356 }, [
      svg(source, {
        alt: `A map of ${country.name}, drawn by its ${count(map.length)} largest cities`,
        width: WIDTH - 2 * LEFT,
      }),
    ]);
  }
  if (flag)
    yield place({ x: LEFT, y: 486, width: 150, height: 64 }, [
      svg(flag, { alt: `The flag of ${country.name}`, height: 46 }),
    ]);
  const large = country.name.length > 22 ? 34 : 46;
  const native = country.nativeNames.filter(({ name }) => name !== country.name);
  yield place({ x: LEFT, y: 548, width: WIDTH - 2 * LEFT, height: 220 }, [
    heading(1, country.name, { size: large, lineHeight: 1.1, before: 0, after: 6, weight: 700 }),
    ...native.slice(0, 5).map(({ name, language }) =>
      paragraph(name, {
        lang: language,
        size: native.length > 3 ? 13 : 19,
        lineHeight: 1.45,
        align: "left",
        after: 0,
        color: SEA,
      }),
    ),
    ...(native.length > 5
      ? [
          paragraph(`and ${native.length - 5} more names in languages of its own`, {
            size: 9,
            color: MUTED,
            before: 3,
          }),
        ]
      : []),
  ]);
  const foot = { size: 8.5, color: MUTED, lineHeight: 1.35, after: 0 };
  const figure = (title: string, value: string) => [
    paragraph(value, { size: value.length > 15 ? 11 : 15, weight: 600, lineHeight: 1.25, after: 1 }),
    paragraph(title, foot),
  ];
  yield place({ x: LEFT, y: 758, width: WIDTH - 2 * LEFT, height: 60 }, [
    rule({ color: LINE, thickness: 0.75, before: 0, after: 10 }),
    columns(
      [
        figure("Capital", country.capitals.join(", ") || "none"),
        figure("Area", country.area === undefined ? "unknown" : `${count(country.area)} km²`),
        figure("In cities", count(country.urbanPopulation)),
        figure("Cities", count(country.cityCount)),
      ],
      { widths: [1.3, 1.2, 1.1, 0.7] },
    ),
  ]);
}

function facts(country: Country, origin: string): Block {
  const { area } = country;
  const rows: [string, Parameters<typeof text>[0]][] = [
    ["Official name", country.officialName],
    ...country.nativeNames
      .slice(0, 6)
      .map(({ language, officialName }): [string, Parameters<typeof text>[0]] => [
        `In ${languageName(language)}`,
        text(officialName, { lang: language, direction: "auto" }),
      ]),
    ["Capital", country.capitals.join(", ") || "none"],
    ["Region", [country.region, country.subregion].filter(Boolean).join(", ")],
    ["Area", area === undefined ? "unknown" : `${count(area)} km²`],
    ["Languages", country.languages.join(", ") || "none"],
    ["Currencies", country.currencies.map(({ name, code }) => `${name} (${code})`).join(", ") || "none"],
    ["Coast", country.landlocked ? "none: landlocked" : "yes"],
    [
      "Neighbours",
      country.borders.length === 0
        ? "none by land"
        : country.borders.flatMap(({ id, name }, i) => [
            i ? ", " : "",
            link(name, `${origin}/reports/${id}.pdf`),
          ]),
    ],
  ];
  return table({
    columns: [
      { value: ([title]) => title, width: 110, color: "muted" },
      { value: ([, value]) => value, align: "left" },
    ],
    rows,
    zebra: false,
    size: 10,
    padding: 7,
    summary: `Facts about ${country.name}`,
  });
}

function cityTable(cities: AsyncIterable<City>): Block {
  return table<City>({
    columns: [
      {
        title: "Rank",
        value: ({ rank }) => count(rank),
        width: 48,
        align: "right",
        color: "muted",
        features: { tnum: true },
      },
      {
        title: "City",
        value: ({ name, capital }) =>
          capital ? [name, text("  capital", { color: ACCENT, size: 7.5, weight: 600 })] : name,
      },
      {
        title: "Population",
        value: ({ population }) => count(population),
        width: 84,
        align: "right",
        features: { tnum: true },
      },
      {
        title: "Latitude",
        value: ({ latitude }) => degrees(latitude, "N", "S"),
        width: 76,
        align: "right",
        features: { tnum: true },
      },
      {
        title: "Longitude",
        value: ({ longitude }) => degrees(longitude, "E", "W"),
        width: 80,
        align: "right",
        features: { tnum: true },
      },
    ],
    rows: cities,
    empty: "The atlas lists no city here.",
    size: 8.5,
    padding: 6,
    summary: "Every city with its rank, population and place",
  });
}

/** A number in groups of three digits. */
const count = (value: number): string => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");

const degrees = (value: number, positive: string, negative: string): string =>
  `${Math.abs(value).toFixed(3)}° ${value < 0 ? negative : positive}`;

const largestCitiesInWords = (cities: readonly City[]): string =>
  `A chart of the largest cities: ${cities.map(({ name, population }) => `${name} ${count(population)}`).join(", ")}`;

const names = new Intl.DisplayNames("en", { type: "language" });

function languageName(code: string): string {
  try {
    return names.of(new Intl.Locale(code).toString()) ?? code;
  } catch {
    return code;
  }
}
