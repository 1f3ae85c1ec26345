// Declared params and query: any Standard Schema (valibot, zod, arktype).

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { HttpError } from "../error.ts";

/** True for anything that follows the Standard Schema. */
export function isSchema(value: unknown): value is StandardSchemaV1 {
  return (
    ((typeof value === "object" && value !== null) || typeof value === "function") && "~standard" in value
  );
}

/**
 * The value that a schema makes of the input.
 * @throws HttpError of `status`, naming the fields at fault.
 */
export async function validate(
  schema: StandardSchemaV1,
  input: unknown,
  status: 400 | 404,
): Promise<unknown> {
  const result = await schema["~standard"].validate(input);
  if (!result.issues) return result.value;
  const fields: Record<string, string[]> = {};
  for (const { message, path } of result.issues) {
    const name =
      (path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join(".") || "(all)";
    (fields[name] ??= []).push(message);
  }
  const what = status === 404 ? "path" : "query";
  throw new HttpError(status, {
    reason: `The ${what} has a value that is not accepted: ${Object.keys(fields).join(", ")}.`,
    fields,
  });
}

/** The names that an object schema knows, where its library tells them (valibot's `entries`, zod's `shape`). */
export function schemaKeys(schema: StandardSchemaV1): string[] | undefined {
  const { entries, shape } = schema as { entries?: unknown; shape?: unknown };
  const known = entries ?? shape;
  return typeof known === "object" && known !== null ? Object.keys(known).sort() : undefined;
}
