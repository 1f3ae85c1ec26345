// Document metadata: the information dictionary, XMP and the output intent.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { PdfFile } from "./file.ts";
import type { Claims } from "./claims.ts";
import type { DocumentOptions } from "../template/options.ts";
import { FACTURX_SCHEMA, facturxXmp } from "./facturx.ts";
import { date, ref, text } from "./syntax.ts";
import { describe, printable, schemas, UA_SCHEMA, xml } from "./xmp.ts";

const PRODUCER = "Offprint";

export interface Facts extends DocumentOptions {
  title: string;
  lang: string;
  tagged: boolean;
  claims: Claims;
}

/** Writes the information dictionary. */
export function writeInfo(file: PdfFile, facts: Facts): number {
  const { title, author, subject, keywords, created } = facts;
  const said = (value: string) => text(printable(value));
  let out = `/Producer${text(PRODUCER)}`;
  if (title) out += `/Title${said(title)}`;
  if (author) out += `/Author${said(author)}`;
  if (subject) out += `/Subject${said(subject)}`;
  if (keywords?.length) out += `/Keywords${said(keywords.join(", "))}`;
  if (created) out += `/CreationDate${date(created)}/ModDate${date(created)}`;
  return file.add(`<<${out}>>`);
}

/** Writes the XMP packet (ISO 16684-1). */
export function writeXmp(file: PdfFile, facts: Facts): number {
  const { title, author, subject, keywords, created, lang, claims, facturX } = facts;
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
  if (claims.ua)
    rdf.push(describe('xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"', "<pdfuaid:part>1</pdfuaid:part>"));
  if (claims.pdfa) {
    const [part, level] = claims.pdfa;
    const body = `<pdfaid:part>${part}</pdfaid:part><pdfaid:conformance>${level!.toUpperCase()}</pdfaid:conformance>`;
    rdf.push(describe('xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"', body));
  }
  if (facturX) rdf.push(facturxXmp(facturX));
  const described = [...(claims.ua ? [UA_SCHEMA] : []), ...(facturX ? [FACTURX_SCHEMA] : [])];
  if ((claims.pdfa || facturX) && described.length) rdf.push(schemas(described));
  const packet =
    `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">` +
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n${rdf.join("\n")}\n</rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>`;
  return file.deflated("/Type/Metadata/Subtype/XML", Buffer.from(packet));
}

/** The colours are sRGB: PDF/A asks for it to be said. */
export function writeOutputIntent(file: PdfFile): string {
  const folder = dirname(createRequire(import.meta.url).resolve("pdfkit"));
  const profile = file.stream("/N 3", readFileSync(join(folder, "data", "sRGB_IEC61966_2_1.icc")));
  const label = "(sRGB IEC61966-2.1)";
  return `/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/Info${label}/OutputConditionIdentifier${label}/DestOutputProfile ${ref(profile)}>>]`;
}
