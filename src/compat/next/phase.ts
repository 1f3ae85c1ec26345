// The declarations of a Next.js route (`dynamic`, …), checked against what its handler does.

import { Reads } from "../../http/reads.ts";
import type { Site } from "./request.ts";
import { remembered, type Ambient } from "../ambient.ts";

/** Whether what a route fetches is kept where the call does not say. */
export type FetchCache =
  | "auto"
  | "default-cache"
  | "only-cache"
  | "force-cache"
  | "force-no-store"
  | "default-no-store"
  | "only-no-store";

/** How a request is answered. */
export interface Phase {
  /** `export const dynamic` of the route. */
  dynamic: "auto" | "force-dynamic" | "error" | "force-static";
  /** `export const fetchCache` of the route. */
  fetchCache?: FetchCache | undefined;
  /** The tag by which `revalidatePath()` knows the route's file. */
  tag?: string | undefined;
  /** How the project lays out its addresses. */
  site?: Site;
  /** True once something was read that differs between visitors. */
  personal: boolean;
  /** True once the handler has answered. */
  answered: boolean;
  /** Callbacks to run then. */
  waiting: (() => void)[] | undefined;
}

const PHASE = Symbol.for("offprint.next.phase");

export function phaseOf(current: Ambient): Phase {
  return remembered(current, PHASE, (): Phase => ({
    dynamic: "auto",
    personal: false,
    answered: false,
    waiting: undefined,
  }));
}

/** Runs `work` once the handler has answered. */
export function whenAnswered(phase: Phase, work: () => void): void {
  if (phase.answered) work();
  else (phase.waiting ??= []).push(work);
}

/** To be called when the handler has answered, or failed. */
export function markAnswered(phase: Phase): void {
  phase.answered = true;
  phase.waiting?.forEach((work) => work());
}

/** Puts a phase in before the handler runs. */
export function enterPhase(current: Ambient, phase: Phase): void {
  current.state.set(PHASE, phase);
}

/**
 * Notes that the answer depends on who asks.
 * @throws Error where the route has said that it never does.
 */
export function markPersonal(current: Ambient, what: string): void {
  Reads.guard?.(what);
  const phase = phaseOf(current);
  if (phase.dynamic === "error")
    throw new Error(
      `This route has \`dynamic = "error"\`, so it must not depend on the request, and it used ${what}.`,
    );
  if (phase.dynamic !== "force-static") phase.personal = true;
}

/** The headers that a handler may see: none where the route is the same for everyone by its own word. */
export function requestHeaders(current: Ambient): Headers {
  return phaseOf(current).dynamic === "force-static" ? new Headers() : current.event.request.headers;
}
