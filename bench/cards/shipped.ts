// The templates that the project ships, with fresh data for every picture.

import { ArticleCard } from "../../templates/cards/article.tsx";
import { ChartCard } from "../../templates/cards/chart.tsx";
import { CodeCard } from "../../templates/cards/code.tsx";
import { EventCard } from "../../templates/cards/event.tsx";
import { examples as maps, MapCard } from "../../templates/cards/map.tsx";
import { examples as products, ProductCard } from "../../templates/cards/product.tsx";
import { QuoteCard } from "../../templates/cards/quote.tsx";
import { ReleaseCard } from "../../templates/cards/release.tsx";
import type { Data } from "./words.ts";

function use<Props>(
  type: (props: Props) => unknown,
  propsOf: (data: Data) => Props,
): (data: Data) => unknown {
  // Components are called here, once: not every peer calls them.
  return (data) => ({ type, props: propsOf(data), key: null });
}

const KINDS = ["added", "changed", "fixed", "removed"] as const;

/** Each shipped card by its name; the first is the article card. */
export const SHIPPED: Record<string, (data: Data) => unknown> = {
  article: use(ArticleCard, ({ title, author, date, tags, numbers }) => ({
    title,
    author,
    date,
    section: tags[0],
    minutes: 1 + (numbers[0]! % 30),
  })),
  quote: use(QuoteCard, ({ text, author, tags }) => ({
    quote: text,
    name: author,
    role: `${tags[0]}, ${tags[1]}`,
  })),
  release: use(ReleaseCard, ({ title, tags, date, numbers, text }) => ({
    product: tags[0],
    version: `${numbers[0]! % 20}.${numbers[1]! % 30}`,
    title,
    date,
    changes: KINDS.map((kind, i) => ({
      kind,
      text: text
        .split(" ")
        .slice(2 * i, 2 * i + 5)
        .join(" "),
    })),
  })),
  event: use(EventCard, ({ title, author, tags, numbers }) => ({
    title,
    month: tags[0],
    day: String(1 + (numbers[0]! % 28)),
    time: `${tags[1]}, ${numbers[1]! % 24}:00`,
    place: tags[2],
    speakers: [{ name: author }, { name: `${tags[0]} ${tags[2]}` }],
  })),
  product: use(ProductCard, ({ title, text, numbers }) => ({
    ...products[0]!,
    name: title.split(" ").slice(0, 4).join(" "),
    description: text,
    price: numbers[0]! % 900,
    before: 900 + (numbers[1]! % 90),
    rating: (numbers[2]! % 10) / 2,
  })),
  chart: use(ChartCard, ({ title, tags, numbers }) => ({
    title,
    value: String(numbers[0]),
    change: (numbers[1]! - 5000) / 10_000,
    labels: numbers.map((_, i) => `${tags[i % 3]!.slice(0, 3)}${i}`),
    values: numbers,
    source: tags.join(" "),
  })),
  map: use(MapCard, ({ title, text, numbers, tags }) => ({
    title,
    subtitle: text.split(".")[0]!,
    route: true,
    places: maps[0]!.places.map((place, i) => ({
      name: `${tags[i % 3]} ${i}`,
      latitude: place.latitude + (numbers[i % 8]! - 5000) / 10_000,
      longitude: place.longitude,
    })),
  })),
  code: use(CodeCard, ({ title, tags, numbers }) => ({
    title,
    file: `routes/${tags[0]}.ts`,
    code: `import { ${tags[0]} } from "${tags[1]}";\n\n// ${title}\nexport function ${tags[2]}(n: number) {\n  const all = [${numbers.slice(0, 4).join(", ")}];\n  for (const one of all) if (one > n) return "${tags[1]}";\n  return ${tags[0]}(n * ${numbers[5]});\n}`,
  })),
};
