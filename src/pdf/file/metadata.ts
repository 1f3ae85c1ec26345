// Document metadata: the information dictionary, XMP and the output intent.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PdfFile } from "./file.ts";
import type { DocumentOptions } from "../template/options.ts";
import { date, ref, text } from "./syntax.ts";

const PRODUCER = "Offprint";

export interface Facts extends DocumentOptions {
  title: string;
  lang: string;
  tagged: boolean;
}

/** Writes the information dictionary. */
export function writeInfo(file: PdfFile, facts: Facts): number {
  const { title, author, subject, keywords, created } = facts;
  let out = `/Producer${text(PRODUCER)}`;
  if (title) out += `/Title${text(title)}`;
  if (author) out += `/Author${text(author)}`;
  if (subject) out += `/Subject${text(subject)}`;
  if (keywords?.length) out += `/Keywords${text(keywords.join(", "))}`;
  if (created) out += `/CreationDate${date(created)}/ModDate${date(created)}`;
  return file.add(`<<${out}>>`);
}

/** Writes the XMP packet (ISO 16684-1); `extra` is more RDF, of an invoice for example. */
export function writeXmp(file: PdfFile, facts: Facts, extra: readonly string[]): number {
  const { title, author, subject, keywords, created, lang, tagged, pdfa } = facts;
  const rdf: string[] = [];
  let dc = `<dc:format>application/pdf</dc:format><dc:language><rdf:Bag><rdf:li>${xml(lang)}</rdf:li></rdf:Bag></dc:language>`;
  if (title)
    dc += `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xml(title)}</rdf:li></rdf:Alt></dc:title>`;
  if (author) dc += `<dc:creator><rdf:Seq><rdf:li>${xml(author)}</rdf:li></rdf:Seq></dc:creator>`;
  if (subject)
    dc += `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${xml(subject)}</rdf:li></rdf:Alt></dc:description>`;
  rdf.push(describe('xmlns:dc="http://purl.org/dc/elements/1.1/"', dc));
  const words = keywords?.length ? `<pdf:Keywords>${xml(keywords.join(", "))}</pdf:Keywords>` : "";
  rdf.push(
    describe('xmlns:pdf="http://ns.adobe.com/pdf/1.3/"', `<pdf:Producer>${PRODUCER}</pdf:Producer>${words}`),
  );
  if (created) {
    const at = created.toISOString().replace(/\.\d+Z$/, "Z");
    rdf.push(
      describe(
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
        `<xmp:CreateDate>${at}</xmp:CreateDate><xmp:ModifyDate>${at}</xmp:ModifyDate>`,
      ),
    );
  }
  if (tagged)
    rdf.push(describe('xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"', "<pdfuaid:part>1</pdfuaid:part>"));
  if (pdfa) {
    const parts = `<pdfaid:part>${pdfa[0]}</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>`;
    rdf.push(describe('xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"', parts));
    if (tagged) rdf.push(UA_SCHEMA);
  }
  const packet =
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">` +
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n${[...rdf, ...extra].join("\n")}\n</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>`;
  return file.deflated("/Type/Metadata/Subtype/XML", Buffer.from(packet));
}

/** The colours are sRGB: PDF/A asks for it to be said. */
export function writeOutputIntent(file: PdfFile): string {
  const folder = dirname(createRequire(import.meta.url).resolve("pdfkit"));
  const profile = file.stream("/N 3", readFileSync(join(folder, "data", "sRGB_IEC61966_2_1.icc")));
  const label = "(sRGB IEC61966-2.1)";
  return `/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/Info${label}/OutputConditionIdentifier${label}/DestOutputProfile ${ref(profile)}>>]`;
}

export const describe = (namespace: string, body: string): string =>
  `<rdf:Description rdf:about="" ${namespace}>${body}</rdf:Description>`;

export const xml = (value: string): string =>
  value.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? "&quot;");

/** One property of a schema that PDF/A does not know (ISO 19005-2 §6.6.2.3.3). */
export const property = (name: string, type: string, description: string): string =>
  `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>${type}</pdfaProperty:valueType>` +
  `<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${description}</pdfaProperty:description></rdf:li>`;

/** Describes a schema that PDF/A does not know. */
export const schema = (title: string, uri: string, prefix: string, properties: readonly string[]): string =>
  describe(
    'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"',
    `<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>${title}</pdfaSchema:schema>` +
      `<pdfaSchema:namespaceURI>${uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>${prefix}</pdfaSchema:prefix>` +
      `<pdfaSchema:property><rdf:Seq>${properties.join("")}</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>`,
  );

const UA_SCHEMA = schema("PDF/UA identification schema", "http://www.aiim.org/pdfua/ns/id/", "pdfuaid", [
  property("part", "Integer", "Part of ISO 14289"),
]);
