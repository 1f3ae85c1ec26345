// GET /manifest.webmanifest: what a browser shows of the site when it is installed.

import { type CachePolicy, manifest } from "offprint";
import { tokens } from "../templates/tokens.ts";

export const cache: CachePolicy = { maxAge: "1d" };

export const GET = () =>
  manifest({
    name: "The Offprint Atlas",
    short_name: "Atlas",
    description: "250 countries and 135,233 cities, printed on demand.",
    lang: "en",
    display: "minimal-ui",
    theme_color: tokens.color.paper,
    background_color: tokens.color.paper,
    icons: [
      { src: "/icon.svg", sizes: "any" },
      { src: "/icons/192.png", sizes: "192x192", purpose: "any maskable" },
      { src: "/icons/512.png", sizes: "512x512", purpose: "any maskable" },
    ],
    shortcuts: [{ name: "Journal", url: "/journal" }],
  });
