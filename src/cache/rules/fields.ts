// Which header fields are kept with a stored answer, and which a 304 may change (RFC 9111 §3.1, §3.2).

import { HOP_BY_HOP } from "../../http/hop-by-hop.ts";
import type { Meta } from "../store.ts";
import { TARGETS } from "./policy.ts";

export type Fields = readonly (readonly [name: string, value: string])[];

/** Of the one time that the answer was made: a stored copy must not claim them. */
const OF_THE_MOMENT = new Set(["server-timing"]);

/** Tied to the stored bytes: a 304 cannot change them. */
const OF_THE_BYTES = new Set(["content-encoding", "content-length", "content-md5", "content-range", "etag"]);

/** Fields that the answer's own `Connection` field names, besides the known ones. */
function connectionFields(headers: Headers): Set<string> {
  const names = (headers.get("connection") ?? "").split(",").map((name) => name.trim().toLowerCase());
  return new Set(names);
}

/** The fields to store, `Date` included: a cache must add one where the origin gave none (RFC 9110 §6.6.1). */
export function storedFields(headers: Headers, omit: readonly string[], received: number): Fields {
  const named = connectionFields(headers);
  const kept = [...headers].filter(
    ([name]) => !HOP_BY_HOP.has(name) && !OF_THE_MOMENT.has(name) && !named.has(name) && !omit.includes(name),
  );
  if (!headers.has("date")) kept.push(["date", new Date(received).toUTCString()]);
  return kept;
}

/** The fields of the moment, for the one whose request made the answer. */
export function momentFields(headers: Headers): Fields {
  return [...headers].filter(([name]) => OF_THE_MOMENT.has(name));
}

/** Stored fields after a 304 or a HEAD has told newer ones (RFC 9111 §3.2). */
export function freshenedFields(stored: Fields, told: Fields): Fields {
  const changed = told.filter(([name]) => !OF_THE_BYTES.has(name));
  const names = new Set(changed.map(([name]) => name));
  // Targeted fields stand in for Cache-Control: an answer that says only the latter has none of them any more.
  if (names.has("cache-control")) for (const name of TARGETS) names.add(name);
  // The old age belonged to the old answer.
  return [...stored.filter(([name]) => !names.has(name) && name !== "age"), ...changed];
}

/** A tag as its author wrote it: in the field it is percent-encoded where it is not ASCII. */
function decodeTag(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Tags of `Cache-Tag`: names separated by commas. */
export function parseTags(text: string | null): string[] {
  if (text === null) return [];
  return [
    ...new Set(
      text
        .split(",")
        .map((tag) => decodeTag(tag.trim()))
        .filter(Boolean),
    ),
  ];
}

/** The metadata that is stored with the bytes of an answer. */
export function toMeta(
  status: number,
  fields: Fields,
  from: { path: string; requested: number; received: number; position: number },
): Meta {
  const tags = fields.find(([name]) => name === "cache-tag")?.[1] ?? null;
  return { status, headers: fields, tags: parseTags(tags), ...from };
}
