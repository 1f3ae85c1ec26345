// sitemap.ts, robots.ts and manifest.ts of Next.js: their objects as text.

type Loose = Record<string, unknown>;

const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];

/** Text for XML, escaped once: what the author has escaped already stays as it is. */
function xml(value: unknown): string {
  return (
    String(value)
      // XML 1.0 §2.2 has no way to write these.
      .replace(
        /[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
        "",
      )
      .replace(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/"/g, "&quot;")
  );
}

const element = (name: string, value: unknown, attributes = ""): string =>
  value === undefined || value === null || value === ""
    ? ""
    : `<${name}${attributes}>${xml(value)}</${name}>\n`;

/** An address in full: relative ones start at the origin. */
function absolute(url: unknown, origin: string): string {
  const text = String(url);
  return /^[a-z][a-z\d+.-]*:/i.test(text) ? text : new URL(text, origin).href;
}

const date = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);

/**
 * Serializes the entries of `sitemap()` as XML (sitemaps.org 0.9, with images, videos and languages).
 * @throws TypeError for anything but an array, and for an entry without `url`.
 */
export function sitemapText(entries: unknown, origin: string, file: string): string {
  if (!Array.isArray(entries)) throw new TypeError(`${file}: sitemap() must give an array of { url, … }.`);
  const items = entries as Loose[];
  const has = (test: (item: Loose) => unknown) => items.some((item) => Boolean(test(item)));
  const spaces = [
    ' xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"',
    has((item) => list(item.images).length) &&
      ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"',
    has((item) => list(item.videos).length) &&
      ' xmlns:video="http://www.google.com/schemas/sitemap-video/1.1"',
    has((item) => item.alternates) && ' xmlns:xhtml="http://www.w3.org/1999/xhtml"',
  ].filter(Boolean);
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>\n', `<urlset${spaces.join("")}>\n`];
  for (const item of items) {
    if (item?.url === undefined) throw new TypeError(`${file}: an entry of sitemap() has no \`url\`.`);
    parts.push("<url>\n", element("loc", absolute(item.url, origin)));
    for (const [language, url] of Object.entries(
      (item.alternates as { languages?: Loose } | undefined)?.languages ?? {},
    ))
      parts.push(
        `<xhtml:link rel="alternate" hreflang="${xml(language)}" href="${xml(absolute(url, origin))}" />\n`,
      );
    for (const image of list(item.images))
      parts.push(`<image:image>\n${element("image:loc", absolute(image, origin))}</image:image>\n`);
    for (const video of list(item.videos)) parts.push(videoText(video as Loose));
    parts.push(element("lastmod", date(item.lastModified)), element("changefreq", item.changeFrequency));
    if (typeof item.priority === "number") parts.push(element("priority", item.priority));
    parts.push("</url>\n");
  }
  parts.push("</urlset>\n");
  return parts.join("");
}

/** In the order of Google's schema. */
const VIDEO_FIELDS = [
  "title",
  "thumbnail_loc",
  "description",
  "content_loc",
  "player_loc",
  "duration",
  "view_count",
  "tag",
  "rating",
  "expiration_date",
  "publication_date",
  "family_friendly",
  "requires_subscription",
  "live",
];

function videoText(video: Loose): string {
  const fields = VIDEO_FIELDS.flatMap((name) =>
    list(video[name]).map((value) => element(`video:${name}`, date(value))),
  );
  for (const name of ["restriction", "platform"]) {
    const value = video[name] as { relationship?: unknown; content?: unknown } | undefined;
    if (value)
      fields.push(element(`video:${name}`, value.content, ` relationship="${xml(value.relationship)}"`));
  }
  const uploader = video.uploader as { info?: unknown; content?: unknown } | undefined;
  if (uploader)
    fields.push(
      element("video:uploader", uploader.content, uploader.info ? ` info="${xml(uploader.info)}"` : ""),
    );
  return `<video:video>\n${fields.join("")}</video:video>\n`;
}

/** An index of the sitemaps that `generateSitemaps()` names. */
export function sitemapIndexText(urls: readonly string[]): string {
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' +
    urls.map((url) => `<sitemap>\n${element("loc", url)}</sitemap>\n`).join("") +
    "</sitemapindex>\n"
  );
}

/** One line of robots.txt. Line breaks in the value become spaces, so that it cannot add rules. */
const line = (name: string, value: unknown): string => `${name}: ${String(value).replace(/[\r\n]+/g, " ")}\n`;

/** Serializes the object of `robots()` as robots.txt (RFC 9309). */
export function robotsText(data: unknown, file: string): string {
  if (typeof data !== "object" || data === null)
    throw new TypeError(`${file}: robots() must give an object with \`rules\`.`);
  const { rules, host, sitemap } = data as Loose;
  const groups = (list(rules) as Loose[]).map((rule) => {
    const agents = list(rule.userAgent);
    return [
      ...(agents.length > 0 ? agents : ["*"]).map((agent) => line("User-Agent", agent)),
      ...list(rule.allow).map((path) => line("Allow", path)),
      ...list(rule.disallow).map((path) => line("Disallow", path)),
      ...(rule.crawlDelay ? [line("Crawl-delay", rule.crawlDelay)] : []),
      ...Object.entries((rule.other as Loose | undefined) ?? {}).flatMap(([name, value]) =>
        list(value).map((one) => line(name, one)),
      ),
      "\n",
    ].join("");
  });
  return [
    ...groups,
    ...(host ? [line("Host", host)] : []),
    ...list(sitemap).map((url) => line("Sitemap", url)),
  ].join("");
}
