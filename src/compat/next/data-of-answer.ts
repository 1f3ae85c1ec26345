// The kept data that an answer was made from: what revalidates the data revalidates the answer, too.

import type { RouteEvent } from "../../routing/route.ts";
import { ambientIfAny } from "../ambient.ts";
import { phaseOf } from "./phase.ts";

/** Tags of an answer beyond this are not told: a header field holds no more. */
const MAX_TAGS = 128;

interface DataOfAnswer {
  tags: Set<string>;
  /** Seconds for which the data that changes first is good. */
  revalidate: number;
}

const used = new WeakMap<RouteEvent, DataOfAnswer>();

/** Notes data that is used for the present request. */
export function noteData(tags: Iterable<string>, revalidate: number): void {
  const event = ambientIfAny()?.event;
  if (!event) return;
  const known = used.get(event) ?? { tags: new Set<string>(), revalidate: Infinity };
  for (const tag of tags) if (known.tags.size < MAX_TAGS) known.tags.add(tag);
  known.revalidate = Math.min(known.revalidate, revalidate);
  used.set(event, known);
}

/** The data that the answer to a request was made from; undefined for none. */
export function dataOf(event: object): DataOfAnswer | undefined {
  return used.get(event as RouteEvent);
}

/** The present request, by which `revalidatePath()` reaches the data that it uses; undefined outside of any. */
export function visitOfData(): { path: string | undefined; tag: string | undefined } | undefined {
  const current = ambientIfAny();
  if (!current) return undefined;
  // The event's own path: its `url` would count as handed out to the handler.
  const { path } = current.event as RouteEvent & { path?: string };
  return { path, tag: phaseOf(current).tag };
}
