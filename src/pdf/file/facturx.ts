// Electronic invoices inside a PDF (Factur-X 1.0.07, ZUGFeRD 2.3): the attachment and what is said of it.

import type * as Saxes from "saxes";
import { require } from "../../require.ts";
import { describe, property, schema, xml } from "./xmp.ts";
import type { Attachment, FacturX } from "../template/options.ts";

const URI = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";
/** Profiles with the names of their files: XRechnung has one of its own (ZUGFeRD 2.3, §6.2.2). */
const FILES: Record<FacturX["profile"], string> = {
  MINIMUM: "factur-x.xml",
  "BASIC WL": "factur-x.xml",
  BASIC: "factur-x.xml",
  "EN 16931": "factur-x.xml",
  EXTENDED: "factur-x.xml",
  XRECHNUNG: "xrechnung.xml",
};
/** The root of the one syntax that Factur-X has. */
const ROOT = "CrossIndustryInvoice";

/**
 * Checks an invoice before anything is written.
 *
 * @throws Error for a profile that there is not, and for XML that is not well-formed or of another kind.
 */
export function checkFacturx({ xml: source, profile }: FacturX): void {
  if (!Object.hasOwn(FILES, profile))
    throw new Error(
      `There is no profile ${JSON.stringify(profile)} of Factur-X: use ${Object.keys(FILES).join(", ")}.`,
    );
  const { SaxesParser } = require("saxes") as typeof Saxes;
  const parser = new SaxesParser({ xmlns: true });
  let root = "";
  parser.on("opentag", ({ local }) => (root ||= local));
  parser.on("error", (error) => {
    throw new Error(`The XML of \`facturX\` is not well-formed: ${error.message}`);
  });
  parser.write(source).close();
  if (root !== ROOT) throw new Error(`The XML of \`facturX\` is a <${root}>, not a ${ROOT}.`);
}

/** The invoice as an attachment. */
export const facturxAttachment = ({ xml: source, profile }: FacturX): Attachment => ({
  name: FILES[profile],
  data: source,
  type: "text/xml",
  description: "Factur-X invoice",
  // The two smallest profiles hold less than the invoice does; the others can stand in its place.
  relationship: profile === "MINIMUM" || profile === "BASIC WL" ? "Data" : "Alternative",
});

/** The schema of {@link facturxXmp}. */
export const FACTURX_SCHEMA = schema("Factur-X PDFA Extension Schema", URI, "fx", [
  property("DocumentFileName", "Text", "The name of the embedded XML document"),
  property("DocumentType", "Text", "The type of the hybrid document in capital letters"),
  property("Version", "Text", "The actual version of the standard applying to the embedded XML document"),
  property("ConformanceLevel", "Text", "The conformance level of the embedded XML document"),
]);

/** The metadata that tells a reader that the attachment is the invoice. */
export const facturxXmp = ({ profile }: FacturX): string =>
  describe(
    `xmlns:fx="${URI}"`,
    `<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>${FILES[profile]}</fx:DocumentFileName>` +
      `<fx:Version>1.0</fx:Version><fx:ConformanceLevel>${xml(profile)}</fx:ConformanceLevel>`,
  );
