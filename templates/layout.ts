// What every page of the site has around it.

import { type Html, html, raw } from "./html.ts";

export interface PageHead {
  title: string;
  description: string;
  /** Path of the social image. */
  image: string;
  imageAlt: string;
  type?: "website" | "article";
}

const FEEDS = [
  ["/rss.xml", "application/rss+xml", "RSS"],
  ["/atom.xml", "application/atom+xml", "Atom"],
  ["/feed.json", "application/feed+json", "JSON Feed"],
] as const;

/** @param url the page's absolute URL */
export function layout(page: PageHead & { body: Html }, url: string): Html {
  const { origin } = new URL(url);
  return html`${raw("<!doctype html>")}
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${page.title}</title>
    <meta name="description" content="${page.description}">
    <link rel="canonical" href="${url}">
    <meta property="og:site_name" content="The Offprint Atlas">
    <meta property="og:type" content="${page.type ?? "website"}">
    <meta property="og:title" content="${page.title}">
    <meta property="og:description" content="${page.description}">
    <meta property="og:url" content="${url}">
    <meta property="og:image" content="${origin + page.image}">
    <meta property="og:image:width" content="1200">
    <meta property="og:image:height" content="630">
    <meta property="og:image:alt" content="${page.imageAlt}">
    <meta name="twitter:card" content="summary_large_image">
    ${FEEDS.map(
      ([href, type, name]) =>
        html`<link rel="alternate" type="${type}" title="The Offprint Journal (${name})" href="${href}">\n    `,
    )}<link rel="icon" href="/icon.svg" type="image/svg+xml">
    <link rel="apple-touch-icon" href="/icons/192.png">
    <link rel="manifest" href="/manifest.webmanifest">
    <link rel="preload" href="/fonts/Inter-700.woff2" as="font" type="font/woff2" crossorigin>
    <link rel="stylesheet" href="/theme.css">
    <link rel="stylesheet" href="/site.css">
  </head>
  <body>
    <a class="skip" href="#main">To the content</a>
    <header class="masthead">
      <a class="brand" href="/"><img src="/icon.svg" alt="" width="30" height="30"> The Offprint Atlas</a>
      <nav aria-label="Site">
        <a href="/#countries">Countries</a> <a href="/journal">Journal</a> <a href="/rss.xml">RSS</a>
      </nav>
    </header>
    <main id="main">
${page.body}
    </main>
    <footer class="foot">
      <p>An <em>offprint</em> is one article printed apart from the journal that it appeared in.
        This site is the example that comes with Offprint.</p>
      <nav aria-label="Formats">
        ${FEEDS.map(([href, , name]) => html`<a href="${href}">${name}</a> `)}
        <a href="/cities.csv">All cities (CSV)</a> <a href="/sitemap.xml">Sitemap</a>
      </nav>
      <p class="fine">Countries: <a href="https://github.com/mledoze/countries">world-countries</a>, ODbL.
        Cities: <a href="https://www.geonames.org/">GeoNames</a>, CC BY 4.0.</p>
    </footer>
  </body>
</html>
`;
}
