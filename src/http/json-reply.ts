// Fast path for JSON replies that need no check by the platform's Response.

import { fieldList } from "./field-list.ts";
import { HeaderMap } from "./header-map.ts";
import { isNullBody } from "./reply.ts";
import type { Reply } from "./raw-reply.ts";

/**
 * Undefined for data that has no JSON form, and for a status or fields that only the platform's Response can check.
 *
 * @param type the content type, where the fields name none
 */
export function jsonReply(data: unknown, init: ResponseInit | undefined, type: string): Reply | undefined {
  if (init === undefined) {
    const body = JSON.stringify(data) as string | undefined;
    if (body === undefined) return undefined;
    return { status: 200, headers: new HeaderMap(undefined, ["content-type", type]), body };
  }
  const { status = 200, statusText, headers } = init;
  if (statusText || !Number.isInteger(status) || status < 200 || status > 599 || isNullBody(status))
    return undefined;
  const flat = headers ? fieldList(headers) : [];
  const body = flat && (JSON.stringify(data) as string | undefined);
  if (body === undefined) return undefined;
  const fields = new HeaderMap(undefined, flat);
  if (!fields.has("content-type")) fields.set("content-type", type);
  return { status, headers: fields, body };
}
