// The bytes that a data URI carries (RFC 2397).

import { HttpError } from "../error.ts";

/**
 * Bytes in base64, or escaped with `%`; a `%` that escapes nothing stands for itself.
 *
 * @throws HttpError 422 for escapes that are no UTF-8.
 */
export function dataUriBytes(uri: string): Uint8Array {
  const comma = uri.indexOf(",");
  const body = uri.slice(comma + 1);
  if (uri.slice(0, comma).trimEnd().toLowerCase().endsWith(";base64")) return Buffer.from(body, "base64");
  try {
    return Buffer.from(decodeURIComponent(body.replace(/%(?![\da-f]{2})/gi, "%25")));
  } catch (cause) {
    throw new HttpError(422, { reason: "A data URL of a picture is malformed.", cause });
  }
}
