// The journal: Markdown files with front matter, read once a process.

import { readdir, readFile } from "node:fs/promises";
import { marked } from "marked";
import type { Feed } from "offprint";
import { parse } from "yaml";

const FOLDER = new URL("articles/", import.meta.url);

/** Words that a reader takes in a minute. */
const READING_SPEED = 230;

export interface Article {
  slug: string;
  title: string;
  /** One or two sentences. */
  summary: string;
  published: Date;
  updated: Date;
  categories: string[];
  html: string;
  /** Minutes that reading it takes. */
  minutes: number;
}

let read: Promise<Article[]> | undefined;

/** Every article, newest first. */
export function articles(): Promise<Article[]> {
  read ??= readArticles();
  return read;
}

/** The journal as a feed: `rss.xml`, `atom.xml` and `feed.json` share it. */
export async function journal(): Promise<Feed> {
  const list = await articles();
  return {
    title: "The Offprint Journal",
    description: "Notes on making the assets that surround a web app: fast, streamed, and right.",
    link: "/journal",
    language: "en",
    authors: [{ name: "The Offprint authors", url: "/" }],
    icon: "/icon.svg",
    items: list.map(({ slug, title, summary, published, updated, categories, html }) => ({
      url: `/journal/${slug}`,
      title,
      summary,
      published,
      updated,
      categories,
      html,
    })),
  };
}

async function readArticles(): Promise<Article[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".md"));
  const list = await Promise.all(
    files.map(async (name) => toArticle(name.slice(0, -3), await readFile(new URL(name, FOLDER), "utf8"))),
  );
  return list.sort((a, b) => b.published.getTime() - a.published.getTime() || (a.slug < b.slug ? -1 : 1));
}

function toArticle(slug: string, text: string): Article {
  const [, matter, markdown] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  if (matter === undefined || markdown === undefined) throw new Error(`${slug}.md has no front matter.`);
  const { title, summary, published, updated, categories } = parse(matter) as Record<string, unknown>;
  if (typeof title !== "string" || typeof summary !== "string" || typeof published !== "string")
    throw new Error(`${slug}.md: its front matter needs title, summary and published.`);
  return {
    slug,
    title,
    summary,
    published: new Date(published),
    updated: new Date(typeof updated === "string" ? updated : published),
    categories: Array.isArray(categories) ? categories.map(String) : [],
    html: marked.parse(markdown, { async: false }),
    minutes: Math.max(1, Math.round(markdown.split(/\s+/).length / READING_SPEED)),
  };
}
