// What may be sent to bookmarks, and the answer when it is something else.

import { badRequest } from "offprint";
import * as v from "valibot";
import { atlas } from "../_atlas/atlas.ts";

const fields = {
  country: v.pipe(
    v.string("is a country's code, such as JP"),
    v.regex(/^[A-Z]{2}$/, "is not two capital letters"),
  ),
  note: v.pipe(v.string("is a text"), v.trim(), v.maxLength(500, "has more than 500 characters")),
};

/** What is wrong with the object itself, or with which fields it has. */
function shape({ expected }: { expected: string | null }): string {
  if (expected === "Object") return "is not an object";
  return expected === "never" ? "is not known" : "is missing";
}

export const NewBookmark = v.strictObject({ ...fields, note: v.optional(fields.note, "") }, shape);
export const BookmarkChange = v.strictObject(
  { country: v.optional(fields.country), note: v.optional(fields.note) },
  shape,
);

/**
 * A request's JSON by a schema.
 * @throws HttpError 400 with each field at fault and what is wrong with it.
 */
export async function readBody<S extends typeof NewBookmark | typeof BookmarkChange>(
  request: Request,
  schema: S,
): Promise<v.InferOutput<S>> {
  const result = v.safeParse(schema, await request.json());
  const faults: Record<string, string[]> = {};
  for (const { path, message } of result.issues ?? []) {
    const name = path?.map(({ key }) => String(key)).join(".") ?? "(body)";
    (faults[name] ??= []).push(message);
  }
  const { country } = (result.output ?? {}) as { country?: unknown };
  if (typeof country === "string" && !faults["country"] && !(await (await atlas()).country(country)))
    faults["country"] = ["is no country's code"];
  if (Object.keys(faults).length > 0)
    throw badRequest(`Not accepted: ${Object.keys(faults).join(", ")}.`, faults);
  return result.output as v.InferOutput<S>;
}
