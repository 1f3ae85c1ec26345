// May a stored answer be used for this request without asking (RFC 9111 §4, §5.2.1)?

import { hasField, takesAsItIs } from "../../http/sent.ts";
import { cacheControl, type Directives } from "./directives.ts";
import type { PurgeMode } from "../purges/purge-log.ts";
import type { View } from "../view.ts";

/**
 * - `fresh`: as it is
 * - `stale`: as it is, while a new copy is fetched
 * - `validate`: only after the origin has confirmed it
 * - `none`: there is nothing to use
 */
export type Use = "fresh" | "stale" | "validate" | "none";

const NOTHING = cacheControl("");

/** Directives of the client for caches. `Pragma: no-cache` counts where there is no `Cache-Control` (§5.4). */
function askedOf(request: Request): Directives {
  if (!hasField(request, "cache-control") && !hasField(request, "pragma")) return NOTHING;
  const control = request.headers.get("cache-control");
  if (control !== null) return cacheControl(control);
  const pragma = request.headers.get("pragma");
  return pragma !== null && /(^|[\s,])no-cache/i.test(pragma) ? cacheControl("no-cache") : NOTHING;
}

/**
 * @param purged what a purge since it was made asks for
 * @param reloadInterval milliseconds for which a client cannot have an answer validated again that is fresh
 */
export function judge(
  view: View,
  request: Request,
  now: number,
  purged: PurgeMode | undefined,
  reloadInterval = 0,
): Use {
  const { policy } = view;
  if (policy.validate || purged === "validate") return "validate";
  // RFC 9111 §3.5: what was made for one set of credentials is not for another, unless it says so.
  if (!policy.shared && hasField(request, "authorization")) return "validate";
  const age = view.age(now);
  if (age === Infinity) return "validate";
  const validated = now - view.entry.meta.received;
  const isRecent = !purged && validated < reloadInterval && age < policy.lifetime;
  const asked = isRecent || takesAsItIs(request) ? NOTHING : askedOf(request);
  if (asked.noCache || age > (asked.maxAge ?? Infinity)) return "validate";
  const left = purged === "stale" ? Math.min(0, policy.lifetime - age) : policy.lifetime - age;
  if (left > 0 && left >= (asked.minFresh ?? 0)) return "fresh";
  if (asked.minFresh !== undefined) return "validate";
  if (-left <= policy.staleWhileRevalidate && policy.staleWhileRevalidate > 0) return "stale";
  if (policy.strict) return "validate";
  if (asked.maxStale !== undefined && left <= 0 && -left <= asked.maxStale && !purged) return "fresh";
  return "validate";
}

/**
 * Whether a stale answer is better than the origin's failure (RFC 5861 §4, RFC 9111 §4.2.4).
 *
 * @param unreachable seconds of staleness allowed without anyone's word, because there was no answer at all
 */
export function mayServeAfterFailure(
  view: View,
  request: Request,
  now: number,
  unreachable: number,
): boolean {
  const { policy } = view;
  if (!policy.shared && hasField(request, "authorization")) return false;
  const own = Math.max(policy.staleIfError, policy.staleWhileRevalidate);
  const others = policy.strict ? 0 : Math.max(askedOf(request).staleIfError ?? 0, unreachable);
  const allowed = Math.max(own, others);
  return allowed > 0 && view.age(now) - policy.lifetime <= allowed;
}
