// Timeouts that do not count the time for which the processor was given to others.

/**
 * Calls `expired` after `ms` milliseconds and as many more as were lost meanwhile.
 *
 * @param lost milliseconds lost so far, a clock that only goes forward
 * @returns the function that calls it off
 * @example
 * const callOff = patientTimeout(10_000, lostTime, () => child.kill("SIGKILL"));
 */
export function patientTimeout(ms: number, lost: () => number, expired: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (ms: number, before: number): void => {
    timer = setTimeout(() => {
      const now = lost();
      if (now - before >= 1) wait(now - before, now);
      else expired();
    }, ms);
  };
  wait(ms, lost());
  return () => clearTimeout(timer);
}
