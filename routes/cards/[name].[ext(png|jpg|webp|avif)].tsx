// The cards that come as templates, with their examples: /cards/article.png?example=1&theme=dark

import { image, notFound, type RouteEvent } from "offprint";
import { cards } from "../../templates/cards/all.ts";

export const cache = { maxAge: "1h", staleWhileRevalidate: "7d" };

export const examples = Object.keys(cards).map((name) => ({ name, ext: "png" }));

export function GET({ params, query }: RouteEvent<{ name: string }>) {
  const card = Object.hasOwn(cards, params.name) ? cards[params.name] : undefined;
  const example = Number(query.example ?? 0);
  if (!card || !Number.isInteger(example) || example < 0 || example >= card.examples)
    throw notFound("There is no such card.");
  return image(card.draw(example, { theme: query.theme === "dark" ? "dark" : "light" }));
}
