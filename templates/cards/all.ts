// Every card with its examples, by name.

import { ArticleCard, examples as articles } from "./article.tsx";
import { ChartCard, examples as charts } from "./chart.tsx";
import { CodeCard, examples as codes } from "./code.tsx";
import { EventCard, examples as events } from "./event.tsx";
import { MapCard, examples as maps } from "./map.tsx";
import type { CardLook } from "./parts.tsx";
import { ProductCard, examples as products } from "./product.tsx";
import { QuoteCard, examples as quotes } from "./quote.tsx";
import { ReleaseCard, examples as releases } from "./release.tsx";

/** A template with data to show it by. */
export interface Card {
  examples: number;
  /** The card of one of its examples. */
  draw(example: number, look: CardLook): unknown;
}

function card<Props extends CardLook>(type: (props: Props) => unknown, examples: readonly Props[]): Card {
  return {
    examples: examples.length,
    draw: (example, look) => ({ type, props: { ...examples[example], ...look } }),
  };
}

export const cards: Readonly<Record<string, Card>> = {
  article: card(ArticleCard, articles),
  chart: card(ChartCard, charts),
  code: card(CodeCard, codes),
  event: card(EventCard, events),
  map: card(MapCard, maps),
  product: card(ProductCard, products),
  quote: card(QuoteCard, quotes),
  release: card(ReleaseCard, releases),
};
