// The journal's pages.

import type { Article } from "../routes/_journal/journal.ts";
import type { Page } from "./document.ts";
import { type Html, html, raw } from "./html.ts";

const date = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
const head = { image: "/og/JP.png", imageAlt: "A card of the Offprint Atlas" };

export function journalPage(articles: Article[]): Page {
  return {
    ...head,
    title: "The Offprint Journal",
    description: "Notes on making the assets that surround a web app: fast, streamed, and right.",
    body: html`
<section class="reading">
  <p class="kicker">Journal</p>
  <h1>Notes on making assets</h1>
  <p class="lede">How Offprint does what it does, and what was measured on the way. Subscribe by
    <a href="/rss.xml">RSS</a>, <a href="/atom.xml">Atom</a> or <a href="/feed.json">JSON Feed</a>.</p>
  ${articleList(articles)}
</section>`,
  };
}

export function articlePage(article: Article, next: Article): Page {
  const { title, summary, published, minutes } = article;
  return {
    ...head,
    title,
    description: summary,
    type: "article",
    body: html`
<article class="reading">
  <p class="kicker"><a href="/journal">Journal</a></p>
  <h1>${title}</h1>
  <p class="byline">${time(published)} · ${minutes} ${minutes === 1 ? "minute" : "minutes"}</p>
  <div class="prose">${raw(article.html)}</div>
  <p class="next">Read next: <a href="/journal/${next.slug}">${next.title}</a></p>
</article>`,
  };
}

export function articleList(articles: Article[]): Html {
  return html`<ul class="articles">${articles.map(
    ({ slug, title, summary, published }) => html`
    <li><a href="/journal/${slug}">${title}</a>
      <p>${summary}</p>
      <p class="byline">${time(published)}</p></li>`,
  )}
    </ul>`;
}

function time(value: Date): Html {
  return html`<time datetime="${value.toISOString().slice(0, 10)}">${date.format(value)}</time>`;
}
