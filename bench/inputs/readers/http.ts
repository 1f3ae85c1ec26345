// Readers of what a request says: target, fields, cookies, bodies.

import type { IncomingMessage } from "node:http";
import { parseCacheControl } from "../../../src/cache/rules/directives.ts";
import { parseTags } from "../../../src/cache/rules/fields.ts";
import { toTarget } from "../../../src/cache/rules/key.ts";
import { parseNoVarySearch, significantQuery } from "../../../src/cache/rules/no-vary-search.ts";
import { parseAge } from "../../../src/cache/rules/policy.ts";
import { parseDictionary } from "../../../src/cache/rules/structured-fields.ts";
import { parseTargeted } from "../../../src/cache/rules/targeted.ts";
import { isUnmodified } from "../../../src/cache/rules/validate.ts";
import { normalField, parseVary } from "../../../src/cache/rules/vary.ts";
import { parseCookieHeader, ResponseCookies } from "../../../src/compat/next/cookies.ts";
import { userAgentFromString } from "../../../src/compat/next/user-agent.ts";
import { createCookie } from "../../../src/compat/signed-cookie.ts";
import { parseEntityTags } from "../../../src/http/conditional.ts";
import { canonicalPath, refusePath } from "../../../src/http/canonical-path.ts";
import { RequestCookies } from "../../../src/http/cookies.ts";
import { contentDisposition } from "../../../src/http/disposition.ts";
import { negotiateCoding } from "../../../src/http/encoding.ts";
import { fieldList } from "../../../src/http/field-list.ts";
import { httpDate } from "../../../src/http/http-date.ts";
import { isPlainPath } from "../../../src/http/plain-path.ts";
import { ifRangeHolds, parseRange } from "../../../src/http/range.ts";
import { Reads } from "../../../src/http/reads.ts";
import { isCompressible, typeForAccept, typeForPath } from "../../../src/http/types.ts";
import { isHost, parseTarget } from "../../../src/port/admit.ts";
import { createMatcher, decodeParams } from "../../../src/routing/match.ts";
import { createClientReader } from "../../../src/port/proxy.ts";
import type { Route } from "../../../src/routing/route.ts";
import type { Reader } from "../growth.ts";

/** Pieces of any list of a field. */
const LIST = [" ", "\t", ",", ";", "=", '"', "\\", "a", "1", ".", "*", "/", "-", "W/", "é"];

const withFields = (fields: Record<string, string>) => {
  const headers = { get: (name: string) => fields[name] ?? null, has: (name: string) => name in fields };
  return { method: "GET", headers } as unknown as Request;
};
const asHeaders = (fields: Record<string, string>) => withFields(fields).headers;
const incoming = (fields: Record<string, string>, url = "/") =>
  ({
    url,
    method: "GET",
    headers: fields,
    socket: { remoteAddress: "127.0.0.1" },
  }) as unknown as IncomingMessage;

const client = createClientReader(["loopback"]);
const signed = createCookie("s", { secrets: ["secret"] });
const unsigned = createCookie("s");
const rule = parseNoVarySearch('params=("a" "b"), key-order');
const stored = asHeaders({ etag: '"abc"', "last-modified": "Sun, 06 Nov 1994 08:49:37 GMT" });
const q = (weight: string) => `text/html;q=${weight}`;
const match = createMatcher(
  ["/:a/:b", "/files/**:rest", "/r/:id.pdf", "/x/:n.:ext(png|jpg)"].map((pattern) => ({ pattern }) as Route),
);

/** Each `~` is another number, so that a list has no member twice. */
function numbered(text: string, before: string): string {
  let count = 0;
  return text.replaceAll("~", () => before + (++count).toString(36));
}

export const HTTP: Reader[] = [
  {
    name: "target",
    atoms: ["/", "a", "?", "#", "http://", "%", "%2e", ".", "//", "\\", ":", "@", "&="],
    read: (text) => parseTarget(incoming({}, text)),
  },
  {
    name: "absolute target",
    atoms: ["/", "a", "?", "#", "%", ".", ":", "@", "["],
    read: (text) => parseTarget(incoming({}, `http://${text}`)),
  },
  {
    name: "path",
    atoms: ["/", "a", ".", "~", "-", "%41", "é", "//", "%2e", "/.", "\\"],
    read: (text) => [isPlainPath(`/${text}`), refusePath(canonicalPath(`/${text}`))],
  },
  {
    name: "match",
    atoms: ["/", "a", ".", "%41", "%2F", "-", "b.pdf"],
    read: (text) => {
      const found = match(`/${text}`);
      return found?.params && decodeParams(found.params, "_");
    },
  },
  {
    name: "URL",
    atoms: ["/", "a", "?", "#", "&", "=", "%", "%41", ".", "..", "+", ";"],
    read: (text) => toTarget(new URL(text, "http://a.b/").href, true),
  },
  {
    name: "query by rule",
    atoms: ["a=1", "&", "=", "%", "+", "b", "c=2&", ";"],
    read: (text) => significantQuery(text, rule!),
  },
  { name: "Host", atoms: ["a", ".", "-", ":", "1", "[", "]", "_", "é"], read: (text) => isHost(text) },
  {
    name: "forwarded fields",
    atoms: ["127.0.0.1", ",", " ", "a", "::1", ".", ":", "https"],
    read: (text) =>
      client(incoming({ "x-forwarded-for": text, "x-forwarded-proto": text, "x-forwarded-host": text })),
  },
  {
    name: "Cookie",
    atoms: ["a=b", ";", "; ", "=", " ", "a", "%41", "%", '"', "\t", ","],
    read: (text) => new RequestCookies(withFields({ cookie: text }), new Reads()).getAll(),
  },
  {
    name: "Cookie as Next.js",
    atoms: ["a=b", ";", "; ", "=", " ", "a", "%41", "%", '"'],
    read: (text) => parseCookieHeader(text),
  },
  {
    name: "signed cookie",
    atoms: ["=", "a", ".", "%3D", " ", '"', "%", "e30"],
    read: (text) => signed.parse(`s=a.${text}`),
  },
  {
    name: "unsigned cookie",
    atoms: ["=", "a", "W10", "%3D", " ", '"', "%"],
    read: (text) => unsigned.parse(`s=${text}`),
  },
  {
    name: "Set-Cookie",
    atoms: ["a=b", ";", "; ", "=", " ", "Path", "\t", ","],
    read: (text) => new ResponseCookies({ getSetCookie: () => [text] } as Headers).getAll(),
  },
  {
    name: "Range",
    atoms: ["bytes=", " ", "1", "-", ",", "\t", "="],
    read: (text) => [parseRange(text, 1e6), parseRange(`bytes=${text}`, 1e6)],
  },
  {
    name: "If-Range",
    atoms: [...LIST, "Sun, 06 Nov 1994", " GMT"],
    read: (text) => ifRangeHolds(text, '"abc"', stored.get("last-modified")),
  },
  { name: "If-None-Match", atoms: [...LIST, '"a"'], read: (text) => parseEntityTags(text) },
  {
    name: "If-None-Match of the cache",
    atoms: [...LIST, '"a"', "w/"],
    read: (text) => isUnmodified(withFields({ "if-none-match": text }), stored),
  },
  {
    name: "Accept",
    atoms: [...LIST, "text/html", ";q=0.5", "*/*"],
    read: (text) => typeForAccept(["image/png", "image/webp"], text),
  },
  {
    name: "q of Accept",
    atoms: [" ", "1", ".", "q=", ";", "0", "\t"],
    read: (text) => typeForAccept(["text/html"], q(text)),
  },
  {
    name: "Accept as keyed",
    atoms: [...LIST, "text/html", ";q=0.5", "a/b", "*/*"],
    read: (text) => normalField("accept", text),
  },
  {
    name: "distinct Accept as keyed",
    atoms: ["~", ";q=0.~", ","],
    read: (text) => normalField("accept", numbered(text, "a/")),
  },
  { name: "Accept-Encoding", atoms: [...LIST, "gzip", ";q=0"], read: (text) => negotiateCoding(text) },
  {
    name: "q of Accept-Encoding",
    atoms: [" ", "1", ".", "q=", ";", "0"],
    read: (text) => negotiateCoding(`gzip;q=${text}`),
  },
  {
    name: "Accept-Encoding as keyed",
    atoms: [...LIST, "gzip", ";q=0"],
    read: (text) => normalField("accept-encoding", text),
  },
  {
    name: "Accept-Language as keyed",
    atoms: [...LIST, "de", ";q=0.5"],
    read: (text) => normalField("accept-language", text),
  },
  { name: "another field as keyed", atoms: LIST, read: (text) => normalField("x-a", text) },
  { name: "Vary", atoms: [...LIST, "accept"], read: (text) => parseVary(text) },
  { name: "distinct Vary", atoms: ["~", ","], read: (text) => parseVary(numbered(text, "")) },
  {
    name: "Cache-Control",
    atoms: [...LIST, "max-age=", "private=", "no-cache"],
    read: (text) => parseCacheControl(text),
  },
  {
    name: "CDN-Cache-Control",
    atoms: [...LIST, "max-age=", "(", ")", "?1", ":"],
    nests: [["(", ")"]],
    read: (text) => parseTargeted(text),
  },
  {
    name: "structured field",
    atoms: [...LIST, "(", ")", "?1", ":", "a=(", "1.5"],
    nests: [["(", ")"]],
    read: (text) => parseDictionary(text),
  },
  {
    name: "No-Vary-Search",
    atoms: [...LIST, 'params=("', "(", ")", "except"],
    read: (text) => parseNoVarySearch(text),
  },
  { name: "Age", atoms: [" ", "1", ",", ";", "\t", "a"], read: (text) => parseAge(text) },
  { name: "Cache-Tag", atoms: [",", "a", " ", "%41", "%"], read: (text) => parseTags(text) },
  {
    name: "HTTP-date",
    atoms: ["Sun, ", "06 ", "Nov ", "1994 ", "08:49:37", " GMT", " ", "1", "a"],
    read: (text) => httpDate(text),
  },
  {
    name: "User-Agent",
    atoms: [
      "iPhone",
      " OS ",
      "_",
      "1",
      "Version/",
      "1.",
      " Safari",
      "Android ",
      "; ",
      "Mozilla/5.0 ",
      "(",
      ")",
      " Mobile/",
      "CrOS ",
      " ",
      "rv:",
      "Edg",
      "Chrome/",
      "Mac OS X ",
    ],
    read: (text) => userAgentFromString(text),
  },
  {
    name: "Content-Type",
    atoms: ["application/", "+", "a", "json", "text/", ";", "xml", " ", "/"],
    read: (text) => [isCompressible(text), typeForPath([text, "image/png"], "/a.json")],
  },
  {
    name: "Content-Disposition",
    atoms: ["/", ".", "..", "\u200b", " ", "-", "é", "a", '"', "\\", "\u0301", "．", "％"],
    read: (text) => contentDisposition(text, "application/pdf", "inline"),
  },
  { name: "fields given", atoms: ["a", " ", "é", "!", "\n"], read: (text) => fieldList({ a: text }) },
];
