// Files inside a document, and what it says about them.

import { createHash } from "node:crypto";
import { facturxAttachment } from "./facturx.ts";
import type { PdfFile } from "./file.ts";
import type { DocumentOptions } from "../template/options.ts";
import { byName, date, name, ref, text } from "./syntax.ts";

/** No path, and no control characters. */
const NAME = /^[^/\\\p{Cc}\p{Cs}]{1,255}$/u;
/** A media type without parameters (RFC 6838 §4.2). */
const MEDIA_TYPE = /^[A-Za-z0-9][\w!#$&^.+-]*\/[A-Za-z0-9][\w!#$&^.+-]*$/;
/** Bytes of a PDF name (ISO 32000-1 table C.1). */
const LONGEST_TYPE = 127;

export interface Attached {
  /** The name tree's pairs. */
  names: string;
  catalog: string;
}

/** Writes the attachments (ISO 32000-2 §7.11.4, associated files §14.13). */
export function writeAttachments(file: PdfFile, options: DocumentOptions): Attached {
  const { facturX, created } = options;
  const files = [...(options.attachments ?? []), ...(facturX ? [facturxAttachment(facturX)] : [])].sort(
    (a, b) => byName(a.name, b.name),
  );
  for (const [i, each] of files.entries())
    if (each.name === files[i + 1]?.name)
      throw new Error(`Two attachments have the name "${each.name}": give each a name of its own.`);
  const specs = files.map(
    ({
      name: label,
      data,
      type = "application/octet-stream",
      description,
      relationship = "Unspecified",
      modified = created,
    }) => {
      if (!NAME.test(label)) throw new Error(`An attachment cannot be named "${label.slice(0, 80)}".`);
      if (!MEDIA_TYPE.test(type) || type.length > LONGEST_TYPE)
        throw new Error(
          `The attachment "${label}" has the type ${JSON.stringify(type.slice(0, 80))}: it takes a media type such as text/csv.`,
        );
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
  if (!specs.length) return { names: "", catalog: "" };
  return {
    names: `/EmbeddedFiles<</Names[${specs.map(({ label, spec }) => `${text(label)}${ref(spec)}`).join("")}]>>`,
    catalog: `/AF[${specs.map(({ spec }) => ref(spec)).join(" ")}]`,
  };
}
