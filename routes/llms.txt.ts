// GET /llms.txt: what of the site a language model can read.

import { type CachePolicy, llms } from "offprint";

export const cache: CachePolicy = { maxAge: "1d" };

export const GET = () =>
  llms({
    title: "Atlas",
    summary: "250 countries and 135,233 cities, as JSON, CSV, images and documents.",
    sections: {
      Data: [
        { title: "A country", url: "/countries/JP.json", note: "one for each code of ISO 3166-1" },
        { title: "Cities", url: "/cities.csv", note: "all of them; ?country=JP for those of one country" },
      ],
      Optional: [{ title: "Journal", url: "/feed.json" }],
    },
  });
