// The rules of PDF/A-2 and -3 (ISO 19005-2, -3; levels b and u) and of PDF/UA-1 (ISO 14289-1) that a program can check,
// by clause: for what a document claims and for nothing else.
import { execFileSync } from "node:child_process";
import { type Dictionary, type Value } from "../objects.ts";
import { Document, readCMap, readContent, type Shown } from "./content.ts";
import { structureRules } from "./structure-rules.ts";

/** What the rules look at. */
export interface Judged {
  document: Document;
  shown: Shown;
  xmp: string;
}

type Rule = [clause: string, broken: (judged: Judged) => unknown];

const strings = ({ document }: Judged) =>
  JSON.stringify(document.listing.qpdf[1]).match(/"u:(?:[^"\\]|\\.)*"/g) ?? [];
const bytesOf = (value: string) => (/^[\x20-\x7e]*$/.test(value) ? value.length : 2 + 2 * value.length);
const fontsOf = ({ document, shown }: Judged) =>
  [...shown.codes].map(([reference, codes]) => {
    const descendant = document.at(reference, "/DescendantFonts", 0) as Dictionary | undefined;
    return { reference, codes, font: document.open(reference) as Dictionary, descendant };
  });
const annotations = ({ document }: Judged) =>
  document.listing.pages.flatMap((_, i) => document.annotations(i + 1));

/** Rules that both standards have. */
const COMMON: Rule[] = [
  ["dangling references", ({ document }) => document.dangling],
  [
    "6.2.11.4.1 / 7.21.4.1 fonts are embedded",
    (it) =>
      fontsOf(it).filter(({ descendant }) => {
        const descriptor = it.document.at(descendant, "/FontDescriptor") as Dictionary | undefined;
        return !descriptor || !(descriptor["/FontFile2"] ?? descriptor["/FontFile3"]);
      }),
  ],
  [
    "6.2.11.8 / 7.21.8 no .notdef",
    (it) =>
      fontsOf(it).flatMap(({ codes, descendant, reference }) => {
        const map = descendant?.["/CIDToGIDMap"];
        const glyphs = map === "/Identity" || map === undefined ? undefined : it.document.data(map);
        return [...codes]
          .filter((code) => (glyphs ? glyphs.readUInt16BE(2 * code) : code) === 0)
          .map((code) => [reference, code]);
      }),
  ],
  [
    "6.2.11.3.2 / 7.21.3.2 CIDToGIDMap",
    (it) =>
      fontsOf(it).filter(
        ({ descendant }) => descendant?.["/Subtype"] === "/CIDFontType2" && !descendant["/CIDToGIDMap"],
      ),
  ],
  [
    "6.2.11.7.2 / 7.21.7 every code has a text",
    (it) =>
      fontsOf(it).flatMap(({ font, codes, reference }) => {
        const map = readCMap(it.document.data(font["/ToUnicode"]).toString("latin1"));
        return [...codes]
          .filter((code) => !map.get(code) || /[\0\ufeff\ufffe]/.test(map.get(code)!))
          .map((code) => [reference, code]);
      }),
  ],
  [
    "XMP is well-formed",
    ({ xmp }) => {
      execFileSync("xmllint", ["--noout", "-"], { input: xmp });
    },
  ],
  [
    "XMP has each property once",
    ({ xmp }) =>
      [...xmp.matchAll(/<((?:dc|pdf|xmp|pdfaid|pdfuaid|fx):\w+|pdfaExtension:schemas)[ >]/g)]
        .map(([, name]) => name)
        .filter((name, i, all) => all.indexOf(name) !== i),
  ],
];

const PDFA: Rule[] = [
  [
    "6.1.3 file identifier",
    ({ document }) => !(document.listing.qpdf[1].trailer!.value as Dictionary)["/ID"] && "missing",
  ],
  [
    "6.1.13 strings of 32,767 bytes",
    (it) =>
      strings(it)
        .filter((each) => bytesOf(JSON.parse(each).slice(2)) > 32_767)
        .map((each) => each.slice(0, 40)),
  ],
  [
    "6.2.3 output intent",
    ({ document }) => document.at(document.catalog, "/OutputIntents", 0, "/DestOutputProfile", "/N") !== 3,
  ],
  [
    "6.2.4.3 no CMYK",
    ({ document, shown }) => [
      ...["k", "K"].filter((name) => shown.operators.has(name)),
      ...document.all.filter((each) => each["/ColorSpace"] === "/DeviceCMYK"),
    ],
  ],
  [
    "6.2.8 images",
    ({ document }) => document.all.filter((each) => each["/Interpolate"] === true || each["/Alternates"]),
  ],
  ["6.2.5 graphics states", ({ document }) => document.all.filter((each) => each["/TR"] || each["/HTP"])],
  [
    "6.3.2 annotations are printed",
    (it) => annotations(it).filter((each) => ((each["/F"] as number) & 0x67) !== 4),
  ],
  [
    "6.3.3 annotations have an appearance",
    (it) =>
      annotations(it).filter((each) => each["/Subtype"] !== "/Link" && !it.document.at(each["/AP"], "/N")),
  ],
  ["6.4.1 forms", ({ document }) => document.at(document.catalog, "/AcroForm", "/NeedAppearances")],
  [
    "6.5.1 actions",
    ({ document }) =>
      document.all.filter((each) =>
        ["/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData", "/ResetForm"].includes(
          String(each["/S"]),
        ),
      ),
  ],
  [
    "6.6.2.3 schemas are described",
    ({ xmp }) =>
      ["pdfuaid", "fx"].filter(
        (prefix) => xmp.includes(`<${prefix}:`) && !xmp.includes(`<pdfaSchema:prefix>${prefix}<`),
      ),
  ],
  [
    "6.8 embedded files",
    ({ document, xmp }) => {
      const specs = document.all.filter((each) => each["/Type"] === "/Filespec");
      if (xmp.includes("<pdfaid:part>2")) return specs;
      const listed = (document.at(document.catalog, "/AF") ?? []) as Value[];
      return specs.filter(
        (each) =>
          !each["/F"] ||
          !each["/UF"] ||
          !each["/AFRelationship"] ||
          listed.length !== specs.length ||
          !/^\/[\w.+-]+\/[\w.+-]+$/.test(String(document.at(each["/EF"], "/F", "/Subtype"))),
      );
    },
  ],
  [
    "7.9.6 of ISO 32000-1: names in order",
    ({ document }) =>
      ["/EmbeddedFiles", "/Dests"].filter((tree) => {
        const names = (document.at(document.catalog, "/Names", tree, "/Names") ?? []) as string[];
        const keys = names
          .filter((_, i) => i % 2 === 0)
          .map((each) => {
            const name = each.slice(2);
            return /^[\x20-\x7e]*$/.test(name)
              ? name
              : `\xfe\xff${Buffer.from(name, "utf16le").swap16().toString("latin1")}`;
          });
        return keys.some((key, i) => i > 0 && keys[i - 1]! >= key);
      }),
  ],
];

const UA: Rule[] = [
  ["7.1 marked", ({ document }) => document.at(document.catalog, "/MarkInfo", "/Marked") !== true],
  [
    "7.1 title",
    ({ document, xmp }) =>
      document.at(document.catalog, "/ViewerPreferences", "/DisplayDocTitle") !== true ||
      !/<dc:title><rdf:Alt><rdf:li [^>]*>[^<]/.test(xmp),
  ],
  ["7.1 all content is tagged or an artifact", ({ shown }) => shown.unmarked],
  [
    "7.2 languages",
    ({ document }) =>
      [document.open(document.catalog) as Dictionary, ...document.all]
        .map((each) => each["/Lang"])
        .filter(
          (lang, i) =>
            (i === 0 || lang !== undefined) && !/^u:[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$/.test(String(lang)),
        ),
  ],
  [
    "7.18.1 annotations have words",
    (it) => annotations(it).filter((each) => !each["/Contents"] && !each["/TU"]),
  ],
  [
    "7.18.3 order of tabs",
    ({ document }) =>
      document.listing.pages.filter(
        ({ object }) => document.at(object, "/Annots") && document.at(object, "/Tabs") !== "/S",
      ),
  ],
  ...structureRules,
];

/** What a document claims, and each rule of that which it breaks, with what broke it. */
export function judgeStandards(bytes: Uint8Array): { claims: string[]; broken: string[] } {
  const document = new Document(bytes);
  const reference = (document.open(document.catalog) as Dictionary)["/Metadata"];
  const xmp = document.data(reference).toString();
  const part = /<pdfaid:part>(\d)<\/pdfaid:part><pdfaid:conformance>(\w)/.exec(xmp);
  const ua = xmp.includes("<pdfuaid:part>1<");
  const judged = { document, shown: readContent(document), xmp };
  const rules = [...COMMON, ...(part ? PDFA : []), ...(ua ? UA : [])];
  const broken: string[] = [];
  for (const [clause, find] of rules) {
    try {
      const found = find(judged);
      if (Array.isArray(found) ? found.length : found)
        broken.push(`${clause}: ${JSON.stringify(found).slice(0, 300)}`);
    } catch (error) {
      broken.push(`${clause}: ${String(error).slice(0, 300)}`);
    }
  }
  return { claims: [...(part ? [`PDF/A-${part[1]}${part[2]}`] : []), ...(ua ? ["PDF/UA-1"] : [])], broken };
}
