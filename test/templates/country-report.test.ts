// The country report on invented rows, so that no database is needed.
import { describe, expect, it } from "vitest";
import { pdf } from "../../src/assets/pdf.ts";
import type { City, Country } from "../../routes/_atlas/types.ts";
import { countryReport } from "../../templates/country-report.ts";
import { bytesOf, check, context, has, pageCountOf, textOf } from "../pdf/read.ts";

const country: Country = {
  id: "JP",
  code: "JPN",
  name: "Japan",
  officialName: "Japan",
  capitals: ["Tokyo"],
  region: "Asia",
  subregion: "Eastern Asia",
  nativeNames: [
    { language: "jpn", name: "日本", officialName: "日本国" },
    { language: "ara", name: "اليابان", officialName: "اليابان" },
  ],
  area: 377930,
  latitude: 36,
  longitude: 138,
  landlocked: false,
  languages: ["Japanese"],
  currencies: [{ code: "JPY", name: "Japanese yen", symbol: "¥" }],
  borders: [{ id: "KR", name: "South Korea" }],
  emoji: "🇯🇵",
  cityCount: 3000,
  urbanPopulation: 98986499,
};

const city = (rank: number): City => ({
  country: "JP",
  rank,
  id: rank,
  name: `City ${rank}`,
  population: 1_000_000 - rank,
  capital: rank === 1,
  latitude: 30 + (rank % 100) / 10,
  longitude: 130 + (rank % 70) / 7,
});

async function* rows(count: number, seen = { rows: 0, closed: false }) {
  try {
    for (let rank = 1; rank <= count; rank++) {
      seen.rows = rank;
      yield city(rank);
    }
  } finally {
    seen.closed = true;
  }
}

const asset = (cities: AsyncIterable<City>) => {
  const map = Array.from({ length: 20 }, (_, i) => city(i + 1));
  const flag =
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><circle cx="1.5" cy="1" r=".6" fill="#bc002d"/></svg>';
  const data = {
    country,
    flag,
    map,
    largestCities: map.slice(0, 5),
    cities,
    origin: "https://atlas.example",
  };
  return pdf(countryReport, data, { version: "1" });
};

describe.skipIf(!has("qpdf") || !has("pdftotext"))("the country report", () => {
  it("has a cover, native names in their scripts, facts, links and every city", async () => {
    const bytes = await bytesOf(asset(rows(300)));
    check(bytes);
    const text = textOf(bytes);
    for (const part of [
      "日本",
      "اليابان",
      "Japanese yen (JPY)",
      "South Korea",
      "City 300",
      `page 3 of ${pageCountOf(bytes)}`,
    ])
      expect(text).toContain(part);
    expect(bytes.toString("latin1")).toContain("/Type/XRef");
  });
});

describe("reading the country report", () => {
  it("takes rows as they are read, and closes the cursor when reading stops", async () => {
    const seen = { rows: 0, closed: false };
    const body = (await asset(rows(100_000, seen)).render(await context())) as ReadableStream<Uint8Array>;
    const reader = body.getReader();
    for (let i = 0; i < 3; i++) await reader.read();
    // Until nothing moves any more.
    let stalled = -1;
    while (stalled !== seen.rows) {
      stalled = seen.rows;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    expect(stalled).toBeLessThanOrEqual(6000);
    await reader.cancel();
    await expect.poll(() => seen.closed).toBe(true);
  });
});
