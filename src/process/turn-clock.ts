// The time of day, looked at once in each turn of the event loop.

let now = 0;
let isKnown = false;
const forget = () => void (isKnown = false);

/**
 * Milliseconds since 1970, as of the present turn of the event loop: up to as much behind `Date.now()` as the turn has
 * lasted. On some virtual machines two looks at the clock cost as much as all else that is done for a small answer.
 *
 * @example
 * const from = turnTime();
 * await load();
 * const ms = turnTime() - from; // 0 if nothing had to be waited for
 */
export function turnTime(): number {
  if (!isKnown) {
    isKnown = true;
    now = Date.now();
    // Not unreferenced: the loop would then sleep before it comes to it, and what is read then be that much behind.
    setImmediate(forget);
  }
  return now;
}
