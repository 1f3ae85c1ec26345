// Pieces of an XMP packet (ISO 16684-1), and the schemas that PDF/A asks to be described.

/** Properties of one namespace. */
export const describe = (namespace: string, body: string): string =>
  `<rdf:Description rdf:about="" ${namespace}>${body}</rdf:Description>`;

/** Characters that XML 1.0 cannot hold (§2.2). */
const NOT_XML = /[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g;

/** Text without what XML cannot hold; lone surrogates become U+FFFD. */
export const printable = (value: string): string => value.toWellFormed().replace(NOT_XML, "");

/** Printable text as XML content or as the value of an attribute. */
export const xml = (value: string): string =>
  printable(value).replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? "&quot;");

/** One property of a schema that PDF/A does not know (ISO 19005-2 §6.6.2.3.3). */
export const property = (name: string, type: string, description: string): string =>
  `<rdf:li rdf:parseType="Resource"><pdfaProperty:name>${name}</pdfaProperty:name><pdfaProperty:valueType>${type}</pdfaProperty:valueType>` +
  `<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>${description}</pdfaProperty:description></rdf:li>`;

/** Describes a schema that PDF/A does not know: an item for {@link schemas}. */
export const schema = (title: string, uri: string, prefix: string, properties: readonly string[]): string =>
  `<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>${title}</pdfaSchema:schema>` +
  `<pdfaSchema:namespaceURI>${uri}</pdfaSchema:namespaceURI><pdfaSchema:prefix>${prefix}</pdfaSchema:prefix>` +
  `<pdfaSchema:property><rdf:Seq>${properties.join("")}</rdf:Seq></pdfaSchema:property></rdf:li>`;

/** The bag of all schemas: a packet has one, since a property can be given once. */
export const schemas = (items: readonly string[]): string =>
  describe(
    'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"',
    `<pdfaExtension:schemas><rdf:Bag>${items.join("")}</rdf:Bag></pdfaExtension:schemas>`,
  );

/** The schema of PDF/UA's identification. */
export const UA_SCHEMA = schema(
  "PDF/UA identification schema",
  "http://www.aiim.org/pdfua/ns/id/",
  "pdfuaid",
  [property("part", "Integer", "Part of ISO 14289")],
);
