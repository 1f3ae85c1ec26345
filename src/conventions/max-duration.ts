// The `maxDuration` that a module exports, in every convention.

import { durationFault } from "../routing/duration.ts";

/** Seconds; undefined if it is missing or, which is reported to `mistake`, invalid. */
export function maxDurationOf(
  { maxDuration }: Record<string, unknown>,
  mistake: (message: string) => void,
): number | undefined {
  if (maxDuration === undefined) return undefined;
  const wrong = durationFault(maxDuration);
  if (wrong) mistake(wrong);
  return wrong ? undefined : (maxDuration as number);
}
