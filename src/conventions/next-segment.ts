// Segment config of a Next.js route: what it means here, and a note where it means nothing.

import type { CachePolicy } from "../http/cache-control.ts";
import type { FetchCache, Phase } from "../compat/next/phase.ts";
import { maxDurationOf } from "./max-duration.ts";

/** Route segment config: a module's `dynamic`, `revalidate`, `maxDuration` … exports, parsed. */
export interface Segment {
  dynamic: Phase["dynamic"];
  fetchCache: FetchCache | undefined;
  /** False: only the params of `generateStaticParams` exist. */
  dynamicParams: boolean;
  /** Undefined: answers are not kept, only validated. */
  cache: CachePolicy | undefined;
  /** Seconds after which the request is given up. */
  maxDuration: number | undefined;
}

const YEAR = 365 * 24 * 3600;

const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  dynamic: ["auto", "force-dynamic", "error", "force-static"],
  dynamicParams: [true, false],
  fetchCache: [
    "auto",
    "default-cache",
    "only-cache",
    "force-cache",
    "force-no-store",
    "default-no-store",
    "only-no-store",
  ],
  runtime: ["nodejs", "edge", "experimental-edge"],
};

/** Config that changes nothing here, and why. */
const WITHOUT_MEANING: Readonly<Record<string, string>> = {
  preferredRegion: "a server runs where it is started",
  runtime: "everything runs on Node.js",
  experimental_ppr: "routes have no page to prerender in part",
};

/**
 * @param mistake told of values that Next.js does not know.
 * @param note told of config that is read and has no effect.
 */
export function toSegment(
  module: Record<string, unknown>,
  mistake: (message: string) => void,
  note: (message: string) => void,
): Segment {
  for (const [name, choices] of Object.entries(CHOICES))
    if (module[name] !== undefined && !choices.includes(module[name]))
      mistake(
        `\`${name}\` must be ${choices.map((choice) => JSON.stringify(choice)).join(" or ")}, not ${JSON.stringify(module[name])}.`,
      );
  for (const [name, reason] of Object.entries(WITHOUT_MEANING)) {
    const usual = module[name] === undefined || module[name] === "auto" || module[name] === "nodejs";
    if (!usual) note(`\`${name}\` has no effect: ${reason}.`);
  }
  const { revalidate } = module;
  if (revalidate !== undefined && revalidate !== false && !isSeconds(revalidate))
    mistake(`\`revalidate\` must be a number of seconds or false, not ${JSON.stringify(revalidate)}.`);
  const dynamic = (module.dynamic ?? "auto") as Phase["dynamic"];
  return {
    dynamic: revalidate === 0 && dynamic === "auto" ? "force-dynamic" : dynamic,
    fetchCache: module.fetchCache as FetchCache | undefined,
    dynamicParams: module.dynamicParams !== false,
    cache: toPolicy(dynamic, revalidate),
    maxDuration: maxDurationOf(module, mistake),
  };
}

function isSeconds(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value >= 0;
}

function toPolicy(dynamic: Phase["dynamic"], revalidate: unknown): CachePolicy | undefined {
  if (dynamic === "force-dynamic" || revalidate === 0) return undefined;
  const seconds = isSeconds(revalidate)
    ? revalidate
    : dynamic === "force-static" || dynamic === "error"
      ? YEAR
      : undefined;
  return seconds === undefined ? undefined : { sharedMaxAge: seconds, staleWhileRevalidate: YEAR };
}
