// An outcome applied to one of the requests that waited for it: a stored answer to be sent, or a response.

import { marked, type Told } from "./rules/cache-status.ts";
import type { Outcome } from "./flight.ts";
import { mayServeAfterFailure } from "./rules/judge.ts";
import type { View } from "./view.ts";

/** A request that waited for an outcome, and the stored answer that was to be validated for it. */
export interface Waiting {
  request: Request;
  /** The stored answer that was to be validated, and the key it is stored at. */
  view: View | undefined;
  at: string;
  /** There are stored answers at this URL, for other values of what it varies by. */
  otherVariants: boolean;
  /** It was collapsed into another client's request. */
  collapsed: boolean;
}

export interface Stored {
  view: View;
  /** The key it is stored at. */
  at: string;
  told: Told;
  /** Fields for the client whose request was sent, and no other. */
  own?: readonly (readonly [string, string])[];
}

export interface ConclusionOptions {
  /** The name in `Cache-Status`. */
  name: string;
  /** Seconds for which a stale answer may stand in for an origin that cannot be reached. */
  maxStaleUnreachable: number;
  viewOf(entry: View["entry"]): View;
}

/** @throws the origin's error, if no stored answer may be served instead. */
export function conclusionOf(
  outcome: Outcome,
  { request, view, at, otherVariants, collapsed }: Waiting,
  time: number,
  { name, maxStaleUnreachable, viewOf }: ConclusionOptions,
): Stored | Response {
  const fwd = view ? "stale" : otherVariants ? "vary-miss" : "uri-miss";
  switch (outcome.kind) {
    case "entry": {
      const validated = outcome.how === "validated";
      return {
        view: viewOf(outcome.entry),
        at: outcome.storedAt,
        told: { fwd, fwdStatus: validated ? 304 : undefined, stored: !validated && outcome.fits, collapsed },
        own: collapsed ? [] : outcome.own,
      };
    }
    case "unmodified": {
      const headers = outcome.headers as [string, string][];
      return marked(new Response(null, { status: 304, headers }), name, { fwd, collapsed });
    }
    case "private":
      return marked(outcome.response, name, { fwd });
    case "failed": {
      const { response, error } = outcome;
      if (view && mayServeAfterFailure(view, request, time, response ? 0 : maxStaleUnreachable)) {
        response?.body?.cancel().catch(() => {});
        const detail = response ? `origin-${response.status}` : "origin-unreachable";
        return { view, at, told: { hit: true, ttl: view.ttl(time), detail } };
      }
      // RFC 9111 §5.2.2.2: what must be validated and cannot be is a 504.
      if (!response && view) return marked(new Response(null, { status: 504 }), name, { fwd, collapsed });
      if (!response) throw error;
      return marked(response, name, { fwd, collapsed });
    }
  }
}
