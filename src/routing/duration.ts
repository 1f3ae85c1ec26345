// The number of seconds that a route may take to begin its answer, as its author gives it.

/** Seconds for routes that say nothing. */
export const MAX_DURATION = 60;

/** The most seconds, a day: well within the 24 days of a timer. */
const LONGEST = 86_400;

/**
 * Checks a number of seconds from a route or a configuration.
 *
 * @returns what is wrong with it, in words; undefined when nothing is
 */
export function durationFault(value: unknown): string | undefined {
  if (typeof value === "number" && value > 0 && value <= LONGEST) return undefined;
  return `\`maxDuration\` must be a number of seconds above 0 and up to ${LONGEST}, not ${JSON.stringify(value)}.`;
}
