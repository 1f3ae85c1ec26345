// The front page.

import type { Country } from "../routes/_atlas/types.ts";
import type { Article } from "../routes/_journal/journal.ts";
import type { Page } from "./document.ts";
import { type Html, html, languageTag, raw } from "./html.ts";
import { articleList } from "./journal.ts";

const number = new Intl.NumberFormat("en");

/** Countries whose names show what the images can set. */
const SHOWN = ["EG", "IN", "TH", "GR"];

/** Templates that come with Offprint: cards for any site, and documents. */
const CARDS = ["article", "quote", "chart", "code"];
const DOCUMENTS = ["report", "invoice", "letter", "certificate", "labels"];

/** What the page links to, and what makes it. */
const CONTENTS = [
  ["/reports/JP.pdf", "A report of every city", "PDF, streamed while the rows are read"],
  ["/og/JP.png", "A social image", "PNG, JPEG, WebP or AVIF by its extension"],
  ["/rss.xml", "The journal", "RSS, Atom and JSON Feed of one value"],
  ["/theme.css", "The colours of this page", "CSS from typed tokens, light and dark"],
  ["/cities.csv", "Every city there is", "CSV, as fast as you read it"],
  ["/countries/JP.json", "A country as data", "JSON with an entity tag"],
  ["/countries.xlsx", "The same as a workbook", "XLSX of two sheets, streamed"],
  ["/countries/JP.zip", "All of it in one archive", "ZIP of other routes, streamed"],
  ["/contact.vcf", "Whom to write to", "A vCard for address books"],
  ["/share/JP", "A link for ten minutes", "Signed, and 403 when it has expired or been changed"],
  ["/sitemap.xml", "Every page", "XML for crawlers, with images"],
] as const;

/** Filters the list while one types; without it, the form asks the server. */
const SCRIPT = `
const field = document.querySelector("#q");
const rows = [...document.querySelectorAll("[data-names]")];
const regions = [...document.querySelectorAll(".region")];
if (!field.value) {
  field.form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", () => {
    const text = field.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.dataset.names.includes(text);
    for (const region of regions) region.hidden = !region.querySelector("[data-names]:not([hidden])");
    document.querySelector(".nothing").hidden = rows.some((row) => !row.hidden);
  });
}
`;

/** @param q what was searched for, or `""` */
export function homePage(countries: Country[], articles: Article[], q: string): Page {
  const found = countries.filter((country) => names(country).includes(q.toLowerCase()));
  const cities = countries.reduce((sum, country) => sum + country.cityCount, 0);
  const languages = new Set(countries.flatMap((country) => country.languages)).size;
  return {
    title: "The Offprint Atlas",
    description: `${countries.length} countries and ${number.format(cities)} cities, printed on demand: reports, images, feeds and data from one database.`,
    image: "/og/JP.png",
    imageAlt: "Japan, 日本: a card of the atlas",
    body: html`
<section class="hero">
  <div>
    <p class="kicker">An atlas, printed on demand</p>
    <h1>Every country, the&nbsp;moment you&nbsp;ask.</h1>
    <p class="lede">Nothing on this site is a file that somebody made beforehand. Its reports, its images, its
      feeds and its stylesheet are written from one small database while they are on their way to you.</p>
    <p class="actions"><a class="button" href="/reports/JP.pdf">Japan as a PDF</a> <a href="/og/JP.png">or as an image</a></p>
  </div>
  <figure class="plate">
    <a href="/countries/JP"><img src="/og/JP.png" width="1200" height="630" fetchpriority="high" alt="The social image of Japan, with its name in Japanese"></a>
    <figcaption>Plate 1. <code>/og/JP.png</code></figcaption>
  </figure>
</section>
<dl class="figures">
  <div><dt>countries and territories</dt><dd>${number.format(countries.length)}</dd></div>
  <div><dt>cities of 1,000 people and more</dt><dd>${number.format(cities)}</dd></div>
  <div><dt>languages</dt><dd>${number.format(languages)}</dd></div>
  <div><dt>images and reports made beforehand</dt><dd>0</dd></div>
</dl>
<section class="split" aria-labelledby="contents">
  <h2 id="contents">Contents</h2>
  <ol class="contents">${CONTENTS.map(
    ([path, what, how]) => html`
    <li><a href="${path}"><span class="what">${what}</span> <span class="how">${how}</span> <code>${path}</code></a></li>`,
  )}
  </ol>
</section>
<section aria-labelledby="scripts">
  <h2 id="scripts">In their own scripts</h2>
  <div class="plates">${SHOWN.map((id) => plate(countries.find((country) => country.id === id)))}
  </div>
</section>
<section aria-labelledby="templates">
  <h2 id="templates">Templates to begin with</h2>
  <div class="plates">${CARDS.map(
    (name) => html`
    <figure>
      <a href="/cards/${name}.png"><img src="/cards/${name}.webp" width="1200" height="630" loading="lazy" alt="The card “${name}”"></a>
      <figcaption>${capital(name)} <code>/cards/${name}.png</code></figcaption>
    </figure>`,
  )}
  </div>
  <p class="more">And documents: ${DOCUMENTS.map(
    (name, index) => html`${index > 0 && ", "}<a href="/samples/${name}.pdf">${name}</a>`,
  )}.</p>
</section>
<section class="split" aria-labelledby="journal">
  <h2 id="journal">Journal</h2>
  <div>
    ${articleList(articles.slice(0, 3))}
    <p class="more"><a href="/journal">All ${articles.length} articles</a></p>
  </div>
</section>
<section aria-labelledby="countries">
  <div class="searchbar">
    <h2 id="countries">Countries</h2>
    <form action="/#countries" role="search">
      <label class="hide" for="q">Find a country</label>
      <input id="q" name="q" type="search" value="${q}" placeholder="Find a country" autocomplete="off" maxlength="60">
      <button>Find</button>
    </form>
  </div>${byRegion(found)}
  <p class="nothing"${found.length > 0 && raw(" hidden")}>No country has that in its name.</p>${
    q !== "" && html`\n  <p class="more"><a href="/#countries">Show all ${countries.length}</a></p>`
  }
</section>
<script type="module">${raw(SCRIPT)}</script>`,
  };
}

function byRegion(countries: Country[]): Html[] {
  const regions = [...new Set(countries.map((country) => country.region))].sort();
  return regions.map((region) => {
    const own = countries.filter((country) => country.region === region);
    return html`
  <section class="region">
    <h3>${region} <span>${own.length}</span></h3>
    <ul>${own.map(row)}
    </ul>
  </section>`;
  });
}

function row(country: Country): Html {
  const { id, name } = country;
  const native = nativeName(country);
  return html`
      <li data-names="${names(country)}"><img src="/flags/${id}.svg" alt="" width="36" height="24" loading="lazy">
        <a class="name" href="/countries/${id}">${name}${native && html` <bdi lang="${native.lang}">${native.name}</bdi>`}</a>
        <a class="tag" href="/reports/${id}.pdf" aria-label="${name}: report as PDF">PDF</a>
        <a class="tag" href="/og/${id}.png" aria-label="${name}: image">PNG</a></li>`;
}

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);

function plate(country: Country | undefined): Html | undefined {
  return (
    country &&
    html`
    <figure>
      <a href="/countries/${country.id}"><img src="/og/${country.id}.webp" width="1200" height="630" loading="lazy" alt="The social image of ${country.name}"></a>
      <figcaption><a href="/countries/${country.id}">${country.name}</a> <a class="tag" href="/reports/${country.id}.pdf">PDF</a></figcaption>
    </figure>`
  );
}

/** The country's name in its first language, where that is not the English one. */
function nativeName(country: Country): { lang: string; name: string } | undefined {
  const native = country.nativeNames.find(({ name }) => name !== country.name);
  return native && { lang: languageTag(native.language), name: native.name };
}

/** What a search looks into. */
function names(country: Country): string {
  return [country.name, country.officialName, country.id, ...country.nativeNames.map(({ name }) => name)]
    .join(" ")
    .toLowerCase();
}
