// Readers of texts: feeds, XML, JSON, forms, webhooks, and what breaks text into lines and letters.

import { sitemapText, robotsText } from "../../../src/conventions/next-text.ts";
import { absoluteHtml } from "../../../src/assets/feed/absolute-html.ts";
import { TreeBudget } from "../../../src/images/limits.ts";
import { levelsOf, splitByDirection } from "../../../src/images/retained/layout/text/bidi.ts";
import { cleanText, splitText } from "../../../src/images/retained/layout/text/breaking.ts";
import { piecesOf } from "../../../src/images/retained/layout/text/words.ts";
import { resolvePath } from "../../../src/compat/react-router-paths.ts";
import { watchBody } from "../../../src/http/request-body.ts";
import { isRtl, levelsOf as levelsOfLine } from "../../../src/fonts/shaping/bidi.ts";
import { breaksOf, PLAIN } from "../../../src/fonts/shaping/breaks.ts";
import { isEmoji } from "../../../src/fonts/shaping/emoji.ts";
import { graphemesOf } from "../../../src/fonts/shaping/graphemes.ts";
import { finishXml, guardText } from "../../../src/assets/text/xml.ts";
import { verifyGithub } from "../../../src/webhooks/github.ts";
import { verifyStandard } from "../../../src/webhooks/standard.ts";
import { verifyStripe } from "../../../src/webhooks/stripe.ts";
import type { Reader } from "../growth.ts";

const LETTERS = ["a", " ", "\n", "\t", "\u0301", "\u05d0", "\u0627", "字", "👩", "\u200d", "🇩", "\ufe0f", "\u0e01", "\u1780", "\u00ad", ".", "1", "(", "\u202e", "-", "\u200b"]; // prettier-ignore
const HTML = ["<", ">", "a", " ", "=", '"', "'", "href=", "srcset=", 'srcset="', ",", "<a ", "<!--", "/", "1x", " src", "\n", "http:"]; // prettier-ignore
const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/** An image has no more text than this, and no longer words: what is left of the runtime's quadratic time there is 0.13 s. */
const within = (text: string) => {
  new TreeBudget().text(text);
  return text;
};
const post = (headers: Record<string, string>, body: string) =>
  new Request("http://a/", { method: "POST", headers, body });

export const TEXT: Reader[] = [
  {
    name: "feed HTML",
    atoms: HTML,
    nests: [["<a>", "</a>"]],
    read: (text) => absoluteHtml(text, "https://a.b/c"),
  },
  {
    name: "feed srcset",
    atoms: [",", " ", "a", "1x", "\n", "/", ".", "data:", "(", ")"],
    read: (text) => absoluteHtml(`<img srcset="${text}">`, "https://a.b/c"),
  },
  { name: "feed tag", atoms: HTML, read: (text) => absoluteHtml(`<a ${text}>`, "https://a.b/c") },
  {
    name: "XML text",
    atoms: ["&apos;", "&", "<", "]]>", "<![CDATA[", "\r", "\n", "\0", "\ud800", " ", "a"],
    read: (text) => finishXml(guardText(text)),
  },
  {
    name: "sitemap",
    atoms: ["&", "&#1", ";", "<", "a", "&amp;", "http://", " "],
    read: (text) => sitemapText([{ url: `http://a/${text}` }], "http://a", "x"),
  },
  {
    name: "robots",
    atoms: ["\r", "\n", " ", "a", "/"],
    read: (text) => robotsText({ rules: { allow: text } }, "x"),
  },
  {
    name: "redirect",
    atoms: ["/", ".", "..", "?", "#", "a", "//", "\\"],
    read: (text) => resolvePath(text, `/${text}`),
  },
  {
    name: "JSON",
    atoms: ["{", "}", "[", "]", '"', ":", ",", '"a":', "1", "\\", "\\u0041", " "],
    nests: [
      ["[", "]"],
      ['{"a":', "1}"],
    ],
    read: (text) => watchBody(post({ "content-type": "application/json" }, text)).json(),
    tries: 400,
  },
  {
    name: "urlencoded",
    atoms: ["a", "=", "&", "%", "%41", "+", ";"],
    read: (text) => watchBody(post({ "content-type": "application/x-www-form-urlencoded" }, text)).formData(),
    tries: 400,
  },
  {
    name: "multipart",
    atoms: [
      "--b\r\n",
      "--b--",
      "\r\n",
      'Content-Disposition: form-data; name="a"\r\n\r\n',
      "a",
      "-",
      "\r",
      "\n",
      ";",
      '"',
      "filename=",
      " ",
    ],
    read: (text) => watchBody(post({ "content-type": "multipart/form-data; boundary=b" }, text)).formData(),
    tries: 400,
  },
  {
    name: "Content-Type of a form",
    atoms: ["multipart/form-data", ";", "boundary=", '"', "a", " ", "=", "\\", "+", "application/"],
    read: (text) => watchBody(post({ "content-type": text }, "x")).formData(),
    tries: 400,
  },
  {
    name: "Stripe-Signature",
    atoms: ["t=1", ",", "v1=", "=", " ", "a", "0".repeat(64)],
    read: (text) =>
      verifyStripe(post({ "stripe-signature": `t=1,${text}` }, "{}"), { secret, now: () => 1000 }),
    tries: 400,
  },
  {
    name: "webhook-signature",
    atoms: ["v1,", " ", "a", "=", ","],
    read: (text) =>
      verifyStandard(post({ "webhook-id": "a", "webhook-timestamp": "1", "webhook-signature": text }, "{}"), {
        secret,
        now: () => 1000,
      }),
    tries: 400,
  },
  {
    name: "X-Hub-Signature-256",
    atoms: ["sha256=", "a", " ", "0"],
    read: (text) => verifyGithub(post({ "x-hub-signature-256": text }, "{}"), { secret }),
    tries: 300,
  },
  {
    name: "graphemes",
    atoms: LETTERS,
    read: (text) => [...graphemesOf(text)].filter(isEmoji),
    tries: 500,
    most: 4_096,
  },
  {
    name: "plain text",
    atoms: ["a", " ", ".", ",", "'", "(", ")", "1", ":", "·", "\u{f0000}", ";"],
    read: (text) => PLAIN.test(text),
  },
  { name: "line breaks of a document", atoms: LETTERS, read: (text) => [...breaksOf(text)], tries: 500 },
  {
    name: "line breaks of an image",
    atoms: LETTERS,
    read: (text) => [
      splitText(text, "normal"),
      splitText(text, "break-word"),
      cleanText(text, { whiteSpace: "normal" } as never),
    ],
    tries: 500,
  },
  {
    name: "words of an image",
    atoms: LETTERS,
    read: (text) => piecesOf(within(text)),
    tries: 500,
    most: 4_096,
  },
  {
    name: "bidi of a document",
    atoms: LETTERS,
    read: (text) => isRtl(text, "auto") && levelsOfLine(text, "auto"),
    tries: 400,
  },
  {
    name: "bidi of an image",
    atoms: LETTERS,
    read: (text) => levelsOf(splitByDirection(within(text)), 0),
    tries: 400,
  },
];
