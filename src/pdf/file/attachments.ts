// Files inside a document, and what it says about them.

import { createHash } from "node:crypto";
import { facturxAttachment, facturxXmp } from "./facturx.ts";
import type { PdfFile } from "./file.ts";
import type { DocumentOptions } from "../template/options.ts";
import { date, name, ref, text } from "./syntax.ts";

export interface Attached {
  /** The name tree's pairs. */
  names: string;
  catalog: string;
  xmp: string[];
}

/** Writes the attachments (ISO 32000-2 §7.11.4, associated files §14.13). */
export function writeAttachments(file: PdfFile, options: DocumentOptions): Attached {
  const { facturX, created } = options;
  const files = [...(options.attachments ?? []), ...(facturX ? [facturxAttachment(facturX)] : [])].sort(
    (a, b) => (a.name < b.name ? -1 : 1),
  );
  const specs = files.map(
    ({
      name: label,
      data,
      type = "application/octet-stream",
      description,
      relationship = "Unspecified",
      modified = created,
    }) => {
      if (!/^[^/\\\0]{1,255}$/.test(label))
        throw new Error(`An attachment cannot be named "${label.slice(0, 80)}".`);
      const bytes = typeof data === "string" ? Buffer.from(data) : data;
      const sum = createHash("md5").update(bytes).digest("hex");
      const params = file.add(
        `<</Size ${bytes.length}/CheckSum<${sum}>${modified ? `/ModDate${date(modified)}` : ""}>>`,
      );
      const stream = file.stream(`/Type/EmbeddedFile/Subtype${name(type)}/Params ${ref(params)}`, bytes);
      const said = description ? `/Desc${text(description)}` : "";
      const spec = file.add(
        `<</Type/Filespec/F${text(label)}/UF${text(label)}/AFRelationship/${relationship}${said}/EF<</F ${ref(stream)}/UF ${ref(stream)}>>>>`,
      );
      return { label, spec };
    },
  );
  if (!specs.length) return { names: "", catalog: "", xmp: [] };
  return {
    names: `/EmbeddedFiles<</Names[${specs.map(({ label, spec }) => `${text(label)}${ref(spec)}`).join("")}]>>`,
    catalog: `/AF[${specs.map(({ spec }) => ref(spec)).join(" ")}]`,
    xmp: facturX ? facturxXmp(facturX) : [],
  };
}
