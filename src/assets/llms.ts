// The `llms` kind: a site's contents for language models (llmstxt.org), as Markdown.

import type { Asset } from "../asset.ts";
import { present, type Members, type Nullable } from "./text/input.ts";

/** A page that is worth reading. */
export interface LlmsLink {
  title: string;
  /** Path or URL, of Markdown where there is some. */
  url: string;
  /** What it is about, in a sentence of plain text. */
  note?: string;
}

/** The content of an llms.txt. */
export interface Llms {
  /** The site's or the project's name. */
  title: string;
  /** A sentence or two of plain text. */
  summary?: string;
  /** More about it, as Markdown without headings. */
  details?: string;
  /** Lists of pages under a heading each. One called `Optional` may be skipped by readers that are short of room. */
  sections?: Readonly<Record<string, readonly Nullable<LlmsLink>[]>>;
}

const LLMS: Members<Llms> = { title: true, summary: true, details: true, sections: true };
const LINK: Members<LlmsLink> = { title: true, url: true, note: true };

/**
 * An `llms.txt`. URLs may be paths: they are resolved against the configured origin.
 *
 * @throws TypeError for a member that is not known, a title that is missing, a URL that is none, and details
 *   with a heading, which would end the list that it stands before.
 *
 * @example
 * // routes/llms.txt.ts
 * export const GET = () => llms({ title: "Atlas", sections: { Docs: [{ title: "API", url: "/api.md" }] } });
 */
export function llms(value: Nullable<Llms>): Asset {
  const { title, summary, details, sections = {} } = present<Llms>("llms()", value, LLMS);
  if (details !== undefined && /^ {0,3}(?:#{1,6}(?:\s|$)|(?:=+|-+)\s*$)/m.test(details))
    throw new TypeError("llms(): `details` has a heading, which belongs to `sections`.");
  const lists = Object.entries(sections).map(([heading, links]) => ({
    heading: lineOf(heading, "a section's name"),
    links: links.map((link) => {
      const one = present<LlmsLink>(`llms(): a link of ${heading}`, link, LINK);
      return {
        title: lineOf(one.title, "the title of a link"),
        url: one.url,
        note: one.note === undefined ? undefined : lineOf(one.note, "the note of a link"),
      };
    }),
  }));
  const head = [
    `# ${lineOf(title, "`title`")}\n`,
    ...(summary === undefined ? [] : [`> ${lineOf(summary, "`summary`")}\n`]),
    ...(details === undefined ? [] : [`${details.toWellFormed().trim()}\n`]),
  ];
  return {
    types: ["text/plain; charset=utf-8", "text/markdown; charset=utf-8"],
    key: { kind: "llms", head, lists },
    exact: true,
    render({ url }) {
      const written = lists.map(({ heading, links }) => {
        const items = links.map(
          (link) =>
            `- [${link.title}](${absolute(link.url, url)})${link.note === undefined ? "" : `: ${link.note}`}\n`,
        );
        return `## ${heading}\n\n${items.join("")}`;
      });
      return [...head, ...written].join("\n");
    },
  };
}

/** Plain text on one line, with what Markdown would take for a link or markup escaped (CommonMark §2.4). */
function lineOf(text: string, what: string): string {
  if (typeof text !== "string" || text.trim() === "")
    throw new TypeError(`llms(): ${what} is missing or empty.`);
  return text
    .toWellFormed()
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim()
    .replaceAll(/[\\`*[\]<>]|^[#>+-]/g, "\\$&");
}

function absolute(path: string, base: string): string {
  const url = typeof path === "string" && URL.canParse(path, base) ? new URL(path, base) : undefined;
  if (url?.protocol !== "https:" && url?.protocol !== "http:")
    throw new TypeError(`llms(): ${JSON.stringify(path)} is not a path or an http(s) URL.`);
  return url.href.replaceAll("(", "%28").replaceAll(")", "%29");
}
