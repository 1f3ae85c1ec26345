// Electronic invoices inside a PDF (Factur-X 1.0.07, ZUGFeRD 2.3): the attachment and what is said of it.

import { describe, property, schema, xml } from "./xmp.ts";
import type { Attachment, FacturX } from "../template/options.ts";

const URI = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";
const FILE = "factur-x.xml";

/** The invoice as an attachment. */
export const facturxAttachment = ({ xml: source, profile }: FacturX): Attachment => ({
  name: FILE,
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
    `<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>${FILE}</fx:DocumentFileName>` +
      `<fx:Version>1.0</fx:Version><fx:ConformanceLevel>${xml(profile)}</fx:ConformanceLevel>`,
  );
