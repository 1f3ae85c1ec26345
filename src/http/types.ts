// Media types: by extension, by what an asset can be, and which are worth compressing.

const BY_EXTENSION: Record<string, string> = {
  atom: "application/atom+xml; charset=utf-8",
  avif: "image/avif",
  bin: "application/octet-stream",
  css: "text/css; charset=utf-8",
  csv: "text/csv; charset=utf-8",
  epub: "application/epub+zip",
  geojson: "application/geo+json",
  gif: "image/gif",
  gpx: "application/gpx+xml",
  gz: "application/gzip",
  html: "text/html; charset=utf-8",
  ico: "image/x-icon",
  ics: "text/calendar; charset=utf-8",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  js: "text/javascript; charset=utf-8",
  json: "application/json",
  jsonl: "application/jsonl",
  kml: "application/vnd.google-earth.kml+xml",
  md: "text/markdown; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  ndjson: "application/x-ndjson",
  opml: "text/x-opml; charset=utf-8",
  otf: "font/otf",
  pdf: "application/pdf",
  pkpass: "application/vnd.apple.pkpass",
  png: "image/png",
  rss: "application/rss+xml; charset=utf-8",
  svg: "image/svg+xml",
  tar: "application/x-tar",
  tsv: "text/tab-separated-values; charset=utf-8",
  ttf: "font/ttf",
  txt: "text/plain; charset=utf-8",
  vcf: "text/vcard; charset=utf-8",
  vtt: "text/vtt; charset=utf-8",
  wasm: "application/wasm",
  webmanifest: "application/manifest+json",
  webp: "image/webp",
  woff: "font/woff",
  woff2: "font/woff2",
  xhtml: "application/xhtml+xml",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  xml: "application/xml; charset=utf-8",
  yaml: "application/yaml",
  yml: "application/yaml",
  zip: "application/zip",
};

const EXTENSION_BY_ESSENCE = new Map(
  Object.entries(BY_EXTENSION)
    .toReversed()
    .map(([extension, type]) => [essenceOf(type), extension]),
).set("image/jpeg", "jpg");

/** The extension of a path's last segment, in lower case, or `""`. */
export function extensionOf(path: string): string {
  // Most paths have none, and looking from the front is what engines are fast at.
  if (!path.includes(".")) return "";
  const dot = path.lastIndexOf(".");
  return dot < 0 || dot < path.lastIndexOf("/") ? "" : path.slice(dot + 1).toLowerCase();
}

/** The media type of an extension (without its dot), or undefined. */
export function typeOfExtension(extension: string): string | undefined {
  if (extension === "") return undefined;
  return Object.hasOwn(BY_EXTENSION, extension) ? BY_EXTENSION[extension] : undefined;
}

/** The usual extension of a media type, or undefined. */
export function extensionOfType(type: string): string | undefined {
  return EXTENSION_BY_ESSENCE.get(essenceOf(type));
}

/** A media type without its parameters, in lower case. */
export function essenceOf(type: string): string {
  const semicolon = type.indexOf(";");
  return (semicolon < 0 ? type : type.slice(0, semicolon)).trim().toLowerCase();
}

/**
 * Which of an asset's types a URL asks for: the one of its extension; else, for an extension that
 * names a family (`.xml`, `.json`), the member that the file's name mentions (`atom.xml`), or the
 * first. Undefined when the extension fits none of them.
 */
export function typeForPath(types: readonly string[], path: string): string | undefined {
  const extension = extensionOf(path);
  const wanted = typeOfExtension(extension);
  if (wanted === undefined) return types[0];
  const exact = types.find((type) => essenceOf(type) === essenceOf(wanted));
  if (exact) return exact;
  const family = types.filter((type) => /[+/](\w+)$/.exec(essenceOf(type))?.[1] === extension);
  const words = wordsOf(path.slice(0, -extension.length - 1));
  return family.find((type) => words.some((word) => isNamed(type, word))) ?? family[0];
}

/**
 * The type that a name without an extension stands for as a whole: `/atom`, `/feed/json`, `/rss-feed`.
 * Undefined for any other name.
 */
export function typeNamed(types: readonly string[], path: string): string | undefined {
  const words = wordsOf(path).filter((word) => word !== "feed");
  return words.length === 1 ? types.find((type) => isNamed(type, words[0]!)) : undefined;
}

/** Words of a path's last segment, in lower case: `posts.atom` has `posts` and `atom`. */
function wordsOf(path: string): string[] {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return name
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== "");
}

/** Whether a media type has this word in its subtype: `atom` is in `application/atom+xml`. */
function isNamed(type: string, word: string): boolean {
  const essence = essenceOf(type);
  return essence
    .slice(essence.indexOf("/") + 1)
    .split(/[^a-z\d]+/)
    .includes(word);
}

/** Text, for which compression pays. Images, web fonts and PDF are compressed already. */
export function isCompressible(type: string): boolean {
  const essence = essenceOf(type);
  return (
    (essence.startsWith("text/") && essence !== "text/event-stream") ||
    /^application\/(?:.*\+)?(?:json|xml|yaml|javascript|jsonl|x-ndjson|wasm)$/.test(essence) ||
    essence === "image/svg+xml" ||
    essence === "font/ttf" ||
    essence === "font/otf"
  );
}

/**
 * The type that `Accept` prefers (RFC 9110 §12.5.1): by quality, then named types before ranges,
 * then the asset's own order. The first type when nothing fits: an answer helps more than 406.
 */
export function typeForAccept(types: readonly string[], accept: string | null): string {
  const ranges = parseAccept(accept ?? "*/*");
  let best = types[0]!;
  let bestScore = 0;
  for (const [index, type] of types.entries()) {
    const essence = essenceOf(type);
    const exact = ranges.get(essence);
    const q = exact ?? ranges.get(`${essence.slice(0, essence.indexOf("/"))}/*`) ?? ranges.get("*/*") ?? 0;
    // A client that lists image/avif says more than one that takes image/*.
    const score = q === 0 ? 0 : q * 1000 + (exact ? 100 : 0) - index;
    if (score > bestScore) [best, bestScore] = [type, score];
  }
  return best;
}

function parseAccept(accept: string): Map<string, number> {
  const ranges = new Map<string, number>();
  for (const part of accept.toLowerCase().split(",")) {
    const [range = "", ...parameters] = part.split(";");
    const q = parameters.map((p) => /^\s*q\s*=\s*([\d.]+)\s*$/.exec(p)?.[1]).find((v) => v !== undefined);
    if (range.trim() !== "") ranges.set(range.trim(), q === undefined ? 1 : Math.min(1, Number(q) || 0));
  }
  return ranges;
}
