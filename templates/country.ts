// A country's page.

import type { City, Country } from "../routes/_atlas/types.ts";
import type { Page } from "./document.ts";
import { type Html, html, languageTag } from "./html.ts";

const number = new Intl.NumberFormat("en");
const list = new Intl.ListFormat("en");

export function countryPage(country: Country, cities: City[]): Page {
  const { id, name, officialName, nativeNames } = country;
  const natives = nativeNames.filter((native) => native.officialName !== officialName);
  return {
    title: `${name} · The Offprint Atlas`,
    description: `${officialName}: ${number.format(country.cityCount)} cities as a report, an image and data.`,
    image: `/og/${id}.png`,
    imageAlt: `${name}, with its flag and its name in its own languages`,
    body: html`
<article class="country">
  <header>
    <img class="flag" src="/flags/${id}.svg" alt="The flag of ${name}" width="180" height="120">
    <div>
      <p class="kicker">${country.region}</p>
      <h1>${name}</h1>
      <p class="lede">${officialName}${natives.map(
        (native) => html`<br><bdi lang="${languageTag(native.language)}">${native.officialName}</bdi>`,
      )}</p>
      <p class="actions"><a class="button" href="/reports/${id}.pdf">The report, as a PDF</a>
        <a href="/cities.csv?country=${id}">Its cities (CSV)</a> <a href="/countries/${id}.json">JSON</a></p>
    </div>
  </header>
  <div class="split">
    <h2>Facts</h2>
    <dl class="facts">${facts(country).map(
      ([term, value]) => html`
      <div><dt>${term}</dt><dd>${value}</dd></div>`,
    )}
    </dl>
  </div>${cities.length > 0 && chart(cities)}
  <figure class="plate">
    <img src="/og/${id}.png" width="1200" height="630" loading="lazy" alt="The social image of ${name}">
    <figcaption><code>/og/${id}.png</code>, and <a href="/og/${id}.jpg">JPEG</a>,
      <a href="/og/${id}.webp">WebP</a>, <a href="/og/${id}.avif">AVIF</a></figcaption>
  </figure>
</article>`,
  };
}

/** What is known of the country; what isn't is left out. */
function facts(country: Country): [term: string, value: string | Html[]][] {
  const { area, urbanPopulation } = country;
  const all: [string, string | Html[]][] = [
    ["Capital", list.format(country.capitals)],
    ["Region", country.subregion || country.region],
    ["Area", area === undefined ? "" : `${number.format(area)} km²`],
    ["Languages", list.format(country.languages)],
    ["Currency", list.format(country.currencies.map(({ name, code }) => `${name} (${code})`))],
    ["Cities listed", number.format(country.cityCount)],
    ["People in them", urbanPopulation > 0 ? number.format(urbanPopulation) : ""],
    [
      "Borders",
      country.borders.map(({ id, name }) => html`<a class="chip" href="/countries/${id}">${name}</a> `),
    ],
  ];
  return all.filter(([, value]) => value.length > 0);
}

/** @param cities one at least, the largest first */
function chart(cities: City[]): Html {
  const largest = Math.max(1, cities[0]!.population);
  return html`
  <div class="split">
    <h2>Largest cities</h2>
    <ol class="bars">${cities.map(
      ({ name, population, capital }) => html`
      <li><span class="label">${name}${capital && html` <small>capital</small>`}</span>
        <span class="bar"><span style="width:${((population / largest) * 100).toFixed(1)}%"></span></span>
        <span class="value">${number.format(population)}</span></li>`,
    )}
    </ol>
  </div>`;
}
