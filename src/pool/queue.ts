// Admission control: a request takes a free place, or waits in line if it is expected to be served in time; the rest are
// turned away at once.

import { patientTimeout } from "../process/patience.ts";
import { createPace } from "./pace.ts";

/** A line of those who wait. */
export interface Lane<Place> {
  /** Gives a place, or undefined while there is none. */
  take(): Place | undefined;
  /** How many may wait here at the most. */
  maxWaiting: number;
  /** Milliseconds after which one who waits is turned away. */
  maxWait: number;
}

/**
 * Share of `maxWait` within which a newcomer must get a place at the present pace; others get 503 at once instead of a
 * wait in vain. Chosen, not measured: the 30 % are for a pace that drops while the newcomer waits. docs/limits.md names it.
 */
const IN_TIME = 0.7;

interface Waiter<Place> {
  give(place: Place): void;
}

/** Lines by strict priority: a later one is served only while the earlier ones are empty. */
export interface Queue<Place, Name extends string> {
  /**
   * Resolves with a place, or with undefined when the line is full or its `maxWait` has passed.
   * @throws the signal's reason when it aborts.
   */
  enter(lane: Name, signal: AbortSignal): Promise<Place | undefined>;
  /** To be called whenever a place may have become free. */
  offer(): void;
  /** How many wait in a line, or in all. */
  waiting(lane?: Name): number;
}

/**
 * @param lanes the lines, the most urgent first
 * @param lost milliseconds so far for which those who serve were held up by others, which is not counted as
 *   waiting
 */
export function createQueue<Place, Name extends string>(
  lanes: Record<Name, Lane<Place>>,
  lost: () => number = () => 0,
): Queue<Place, Name> {
  const names = Object.keys(lanes) as Name[];
  const lines = new Map(names.map((name) => [name, new Set<Waiter<Place>>()]));
  let clock = -Infinity;
  // `lost` grows in steps, so the difference may shrink; a clock must not go back.
  const now = () => (clock = Math.max(clock, performance.now() - lost()));
  const pace = createPace(Math.max(...names.map((name) => lanes[name].maxWait)), now);
  const waiting = (lane?: Name) =>
    lane === undefined ? names.reduce((sum, n) => sum + lines.get(n)!.size, 0) : lines.get(lane)!.size;
  const hasRoom = ({ maxWaiting, maxWait }: Lane<Place>, inLine: number) =>
    inLine < maxWaiting && pace.expected(waiting()) <= IN_TIME * maxWait;
  const noneBefore = (lane: Name) =>
    names.slice(0, names.indexOf(lane) + 1).every((n) => !lines.get(n)!.size);

  return {
    async enter(lane, signal) {
      signal.throwIfAborted();
      if (noneBefore(lane)) {
        const place = lanes[lane].take();
        if (place !== undefined) return place;
      }
      const line = lines.get(lane)!;
      if (!hasRoom(lanes[lane], line.size)) return undefined;
      return new Promise<Place | undefined>((resolve, reject) => {
        const leave = () => {
          line.delete(waiter);
          callOff();
          signal.removeEventListener("abort", onAbort);
        };
        const waiter = {
          give(place: Place) {
            leave();
            resolve(place);
          },
        };
        const onAbort = () => {
          leave();
          reject(signal.reason as Error);
        };
        const callOff = patientTimeout(lanes[lane].maxWait, lost, () => {
          leave();
          resolve(undefined);
        });
        signal.addEventListener("abort", onAbort, { once: true });
        line.add(waiter);
      });
    },
    offer() {
      for (const name of names)
        for (const waiter of lines.get(name)!) {
          const place = lanes[name].take();
          if (place === undefined) break;
          waiter.give(place);
          pace.gave(waiting() > 0);
        }
    },
    waiting,
  };
}
