// Several files of TanStack Router for the same URLs: its ranking of them.

import { HttpError } from "../error.ts";
import type { Middleware, Route, RouteEvent } from "../routing/route.ts";
import { shapeOf } from "./pattern.ts";
import type { TanstackPath, Variant } from "./tanstack-path.ts";

/** A route by one pattern of a file. */
export interface Candidate {
  /** Undefined for a page: where it is ranked above the others, its URL is the framework's. */
  route: Route | undefined;
  variant: Variant;
  around: TanstackPath["around"];
}

/** One route for each URL; where nothing ranks one above another, both, which is a mistake to tell of. */
export function ranked(candidates: readonly Candidate[]): Route[] {
  return [...grouped(candidates).values()].flatMap((same) => {
    const whole = same.filter(({ around }) => !around);
    const best = whole.toSorted((a, b) => compare(a.variant, b.variant))[0];
    const kept = best ? whole.filter(({ variant }) => compare(best.variant, variant) === 0) : [];
    const affixed = same.filter(({ around }) => around);
    const isClear = kept.length < 2 && new Set(affixed.map(textOf)).size === affixed.length;
    if (affixed.length === 0 || same.length === 1 || !isClear)
      return [...kept, ...affixed].flatMap(({ route }) => route ?? []);
    return byText(affixed, kept[0]) ?? [];
  });
}

function grouped(candidates: readonly Candidate[]): Map<string, Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const shape = shapeOf(candidate.variant.pattern);
    groups.set(shape, [...(groups.get(shape) ?? []), candidate]);
  }
  for (const candidate of candidates) {
    const base = withoutRest(candidate);
    const same = base && groups.get(shapeOf(base.variant.pattern));
    if (same) same.push(base);
  }
  return groups;
}

/** The URL that a bare splat has without a rest, `/a` of `/a/$`: it is ranked among the others for it. */
function withoutRest({ route, variant, around }: Candidate): Candidate | undefined {
  const pattern = variant.pattern.replace(/\/:splat\*$/, "") || "/";
  if (around || pattern === variant.pattern) return undefined;
  return {
    route: route && { ...route, pattern },
    variant: { ...variant, pattern, withoutRest: true },
    around,
  };
}

/**
 * As its `isFrameMoreSpecific` has it: text before parameters, those before optional ones; an index of text alone wins
 * outright, and else the deeper of equals, what its URL leaves out counted too, and the one with more text around an
 * optional parameter.
 */
function compare(a: Variant, b: Variant): number {
  const isPlainIndex = ({ isIndex, dynamics, optionals, depth, statics }: Variant) =>
    isIndex && dynamics + optionals === 0 && depth === statics;
  return (
    Number(isPlainIndex(b)) - Number(isPlainIndex(a)) ||
    b.statics - a.statics ||
    b.dynamics - a.dynamics ||
    b.optionals - a.optionals ||
    Number(b.isIndex) - Number(a.isIndex) ||
    b.depth - a.depth ||
    Number(a.withoutRest ?? false) - Number(b.withoutRest ?? false) ||
    b.before - a.before ||
    b.after - a.after
  );
}

const textOf = ({ around }: Candidate): string =>
  JSON.stringify([around!.before, around!.after]).toLowerCase();

/** A splat with text around it takes the URLs that have the text, the longest text first; the bare one takes the rest. */
function byText(affixed: readonly Candidate[], bare: Candidate | undefined): Route | undefined {
  const order = affixed.toSorted(
    (a, b) =>
      b.around!.before.length - a.around!.before.length || b.around!.after.length - a.around!.after.length,
  );
  const routes = [bare, ...order].flatMap((one) => one?.route ?? []);
  if (routes.length === 0) return undefined;
  const choose: Middleware = (event, next) => {
    const rest = splatOf(event);
    const chosen = (order.find(({ around }) => hasText(rest, around!)) ?? bare)?.route;
    if (!chosen) throw new HttpError(404);
    return next({ to: { route: chosen, params: event.params as Record<string, string> } });
  };
  return {
    ...routes[0]!,
    methods: {},
    any: { handler: () => undefined, middleware: [] },
    middleware: [choose],
    maxDuration: Math.max(...routes.map(({ maxDuration = 0 }) => maxDuration)) || undefined,
  };
}

const splatOf = ({ params }: RouteEvent): string =>
  [(params as { splat?: string | string[] }).splat ?? ""].flat().join("/");

/** Whether a splat has the text that is to be around it, in capital or small letters. */
export function hasText(rest: string, { before, after }: NonNullable<TanstackPath["around"]>): boolean {
  const small = rest.toLowerCase();
  return (
    small.startsWith(before.toLowerCase()) &&
    small.endsWith(after.toLowerCase()) &&
    rest.length >= before.length + after.length
  );
}
