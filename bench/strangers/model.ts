// What the bare app would answer to a request, known without running it, and how another answer differs from that.

import { behaviourOf, type Behaviour, type Read } from "./behaviour.ts";
import { cookieIn, fieldsText, isGood, type Seen } from "./handling.ts";

/** A request of one visitor. */
export interface Visit {
  method: "GET" | "HEAD";
  path: string;
  /** With its `?`, or `""`. */
  search: string;
  fields: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Got {
  status: number;
  seen: Seen | undefined;
  /** Undefined where nothing is known of it. */
  guardField: string | null | undefined;
  cookies: readonly string[];
  control: string | null;
  cacheStatus: string | null;
}

interface Expected {
  by: Seen["by"];
  told: string | null;
  /** Undefined for what is another value each time. */
  values: (string | null | undefined)[];
  reads: readonly Read[];
  statuses: readonly number[];
  /** Of the guard's own field. */
  guardField: string | null;
  cookies: readonly string[];
}

/** What differs each time that the handler runs. */
export const isFree = ({ what }: Read): boolean => what === "clock" || what === "uuid" || what === "dice";

function valueOf(read: Read, { search, fields }: Visit): string | null | undefined {
  switch (read.what) {
    case "field":
      return fields[read.name] ?? null;
    case "fields":
      return fieldsText(Object.entries(fields));
    case "address":
      return fields["x-forwarded-for"] ?? null;
    case "cookie":
      return cookieIn(fields.cookie, read.name) ?? null;
    case "parameter":
      return new URLSearchParams(search).get(read.name);
    case "search":
      return search;
    case "draft":
      return "false";
    case "connection":
      return null;
    default:
      return undefined;
  }
}

const NOBODY: Visit = { method: "GET", path: "", search: "", fields: {} };

export function expect(behaviour: Behaviour, visit: Visit): Expected {
  const { guard, reads, answer, policy, convention } = behaviour;
  const value = guard ? (valueOf(guard.reads[0]!, visit) ?? null) : null;
  const of = (which: Visit, list: readonly Read[]) => list.map((read) => valueOf(read, which));
  if (guard?.does === "refuse" && !isGood(value))
    return {
      by: "guard",
      told: null,
      values: of(visit, guard.reads),
      reads: guard.reads,
      statuses: [guard.status],
      guardField: null,
      cookies: [],
    };
  const elsewhere = guard?.does === "rewrite" && isGood(value);
  // `force-static` is shown nothing of the visitor; the module of the other URL says nothing of the kind.
  const isStatic = convention === "next" && policy === "static" && !elsewhere;
  const told = guard?.does === "tell" && !guard.isLate && !isStatic ? value : null;
  const encoded = encodeURIComponent(String(value));
  return {
    by: elsewhere ? "other" : "handler",
    told: told !== null && convention === "next" ? encodeURIComponent(told) : told,
    values: of(isStatic ? NOBODY : visit, reads),
    reads,
    statuses: [answer.form === "thrown error" ? 500 : answer.status, ...(answer.flaky ? [500] : [])],
    guardField: guard?.does === "field" ? encoded : null,
    cookies: guard?.does === "cookie" ? [`guard=${encoded}`] : [],
  };
}

const SHARING = /\bpublic\b|s-maxage|^max-age/;

/** Credentials, and what is as good as one: an answer that was made of them is its asker's own. */
const isCredential = ({ what, name }: Read): boolean =>
  what === "cookie" ||
  what === "address" ||
  (what === "field" && (name === "authorization" || name === "x-forwarded-for"));

/** Never kept, and never joined, whatever else is said; but `force-static` overrides `connection()`, as in Next.js. */
export function isDynamic({ policy, reads }: Behaviour, by: Seen["by"]): boolean {
  if (by === "guard" || (by === "handler" && policy === "static")) return false;
  return (policy === "dynamic" && by === "handler") || reads.some(({ what }) => what === "connection");
}

/** Whether the author says on the answer itself that others may keep it. */
export const isShared = ({ answer }: Behaviour): boolean => SHARING.test(answer.control ?? "");

/** Whether one answer may be given more than once: only where the author has said that it is fresh for a while. */
export function mayRepeat(behaviour: Behaviour, by: Seen["by"], status: number): boolean {
  const { answer, guard, reads, policy } = behaviour;
  if (by === "guard" || isDynamic(behaviour, by) || answer.cookie || guard?.does === "cookie") return false;
  if (answer.control !== undefined) return isShared(behaviour);
  if (status >= 400 || by === "other") return false;
  const personal = [...reads, ...(guard?.reads ?? [])].some(
    (read) => isCredential(read) || read.what === "fields",
  );
  if (policy === "static") return true;
  return !personal && (policy === "fresh" || policy === "revalidating" || policy === "varied");
}

/** What is wrong with an answer, or undefined. Values that are another each time are judged by who knows them all. */
export function faultOf(id: string, visit: Visit, got: Got): string | undefined {
  const behaviour = behaviourOf(id);
  const expected = expect(behaviour, visit);
  const { seen, status } = got;
  const { form } = behaviour.answer;
  if (!seen) {
    const silent =
      form === "thrown error" || (visit.method === "HEAD" && (form === "text" || form === "json"));
    if (expected.by !== "guard" && silent && expected.statuses.includes(status)) return undefined;
    // Another's cache tells those who only waited for a failure no more than that.
    if (
      status >= 500 &&
      expected.statuses.includes(status) &&
      /\bouter;.*collapsed/.test(got.cacheStatus ?? "")
    )
      return undefined;
    return `an answer that is none of the app's: ${status}`;
  }
  if (seen.id !== id) return "another URL's answer";
  const guards = guardFault(expected, got);
  if (guards) return guards;
  for (const [i, read] of expected.reads.entries()) {
    const value = expected.values[i];
    if (value === undefined || seen.values[i] === value) continue;
    return `another's ${read.what}${read.name && ` ${read.name}`}`;
  }
  if (!expected.statuses.includes(status))
    return `status ${status} in place of ${expected.statuses.join(" or ")}`;
  return cookieFault(behaviour, expected, got) ?? keptFault(behaviour, seen, got);
}

function guardFault(expected: Expected, { seen, guardField }: Got): string | undefined {
  if (!seen) return undefined;
  if (seen.by !== expected.by) {
    if (seen.by === "guard") return "another's refusal";
    return expected.by === "guard" ? "a guard is passed by" : "another's rewrite";
  }
  if (seen.told !== expected.told) return "what the guard told of another";
  return guardField === undefined || guardField === expected.guardField
    ? undefined
    : "a field that the guard has set for another";
}

function cookieFault(
  { answer }: Behaviour,
  expected: Expected,
  { cookies, seen, control }: Got,
): string | undefined {
  const own =
    answer.cookie && expected.by !== "guard" ? [`own=${encodeURIComponent(JSON.stringify(seen))}`] : [];
  const wanted = [...own, ...expected.cookies];
  if (wanted.length !== cookies.length) return "cookies lost, or given twice";
  if (!wanted.every((cookie) => cookies.includes(cookie))) return "another's cookie";
  if (wanted.length > 0 && answer.control === undefined && /public|s-maxage/.test(control ?? ""))
    return "a cookie in an answer that others may keep";
  return undefined;
}

function keptFault(behaviour: Behaviour, { by }: Seen, { cacheStatus }: Got): string | undefined {
  // Of ours alone: another's goes by what the author says on the answer itself.
  return isDynamic(behaviour, by) && /^offprint;[^,]*\b(?:hit|stored|collapsed)\b/.test(cacheStatus ?? "")
    ? "what is dynamic was kept, or joined"
    : undefined;
}
