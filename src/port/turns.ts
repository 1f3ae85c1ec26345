// Long answers take turns: however many of them could be sent on at once, others are answered in between.

import { contained } from "../process/contain.ts";

const line: (() => void)[] = [];
let taken = false;

/**
 * Does a piece of work now if it is the first in this turn of the event loop, else in one of the next
 * turns: a thousand readers that are ready for more at the same moment must not hold up a short
 * answer for as long as it takes to copy something to each of them.
 *
 * @param work must not throw: it may run in an event of another connection
 */
export function takeTurn(work: () => void): void {
  if (taken) return void line.push(work);
  taken = true;
  setImmediate(turn);
  work();
}

function next(): void {
  const work = line.shift();
  if (!work) {
    taken = false;
    return;
  }
  setImmediate(turn);
  work();
}

const turn = contained(next, () => void setImmediate(turn));
