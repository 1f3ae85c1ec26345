// One random app behind one layer: visitors ask for it, at once and one after another, and each answer is judged.

import type { Fetch } from "../../src/routing/route.ts";
import { COOKIES, FIELDS, PARAMETERS, behaviourOf, pathOf, type Dice } from "./behaviour.ts";
import type { Seen } from "./handling.ts";
import { expect, faultOf, isDynamic, isFree, isShared, mayRepeat, type Got, type Visit } from "./model.ts";

/** An answer that the bare app would not have given to that very request. */
export interface Fault {
  what: string;
  id: string;
  visit: Visit;
  /** The request that the answer was made for, where that is known. */
  donor: Visit | undefined;
  got: Got;
  /** Everything that was asked before, and at the same time: rounds of visits. */
  rounds: readonly (readonly Visit[])[];
}

/** Milliseconds by which a clock may be behind where simultaneous requests may share one asset, or one failure. */
const JOINED_MS = 5_000;

/** Milliseconds after which an answer is taken never to come. */
const SILENCE_MS = 60_000;

const VALUES = [undefined, undefined, "good", "good2", "plain", "other"];

function visitorOf(dice: Dice, index: number): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const name of FIELDS) {
    const value = dice.chance(3) ? `v${index}` : dice.one(VALUES);
    if (value !== undefined) fields[name] = name === "authorization" ? `Bearer ${value}` : value;
  }
  // Everybody has an address.
  fields["x-forwarded-for"] ??= "other";
  const cookies = COOKIES.map((name) => [name, dice.chance(3) ? `v${index}` : dice.one(VALUES)] as const);
  const text = cookies.filter(([, value]) => value !== undefined).map(([name, value]) => `${name}=${value}`);
  if (text.length > 0) fields.cookie = text.join("; ");
  // Of what it names nothing may be lost on the way to the app: the answer would be kept under what came.
  if (dice.chance(6)) fields.connection = `keep-alive, ${dice.one([...FIELDS, "cookie"])}`;
  return fields;
}

/** Somebody who is like another in all but one field. */
function likeness(dice: Dice, visitor: Record<string, string>): Record<string, string> {
  const name = dice.one(FIELDS);
  const value = dice.one(["good", "plain", `v${dice.int(100)}`]);
  return { ...visitor, [name]: name === "authorization" ? `Bearer ${value}` : value };
}

function searchOf(dice: Dice): string {
  const pairs = [...PARAMETERS.filter(() => dice.chance(3)), ...(dice.chance(4) ? ["utm_source"] : [])].map(
    (name) => `${name}=${dice.one(["good", "1", "2"])}`,
  );
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}

/** The rounds of a trial: what is asked at once, one list after another. */
export function plan(id: string, dice: Dice): Visit[][] {
  const path = pathOf(behaviourOf(id));
  const apart = Array.from({ length: 1 + dice.int(4) }, (_, index) => visitorOf(dice, index));
  const visitors = [...apart, ...apart.map((visitor) => likeness(dice, visitor))];
  const searches = [searchOf(dice), searchOf(dice), ""];
  return Array.from({ length: 3 + dice.int(5) }, () =>
    Array.from({ length: 1 + dice.int(8) }, () => ({
      method: dice.chance(15) ? "HEAD" : "GET",
      path,
      search: dice.one(searches),
      fields: dice.one(visitors),
    })),
  );
}

/** Values that may be given to one request only, and to whom they were given: of one layer. */
export class Trial {
  readonly #fetch: Fetch;
  readonly #origin: string;
  /** Who was given a value, until the app changes. */
  readonly #given = new Map<string, Visit>();
  /** What was answered with a tag, for those who ask whether it is still right. */
  readonly #tagged = new Map<string, Got>();
  readonly #faults: Fault[] = [];
  asked = 0;
  turnedAway = 0;

  constructor(fetch: Fetch, origin: string) {
    this.#fetch = fetch;
    this.#origin = origin;
  }

  /** @returns faults */
  async run(id: string, rounds: readonly (readonly Visit[])[], dice: Dice): Promise<Fault[]> {
    this.#given.clear();
    this.#tagged.clear();
    this.#faults.length = 0;
    for (const [index, round] of rounds.entries()) {
      const past = rounds.slice(0, index + 1);
      const pauses = round.map(() => (dice.chance(3) ? dice.int(6) : 0));
      await Promise.all(round.map((visit, i) => this.#visit(id, visit, pauses[i]!, past, dice)));
    }
    return [...this.#faults];
  }

  async #visit(id: string, visit: Visit, pause: number, rounds: Fault["rounds"], dice: Dice): Promise<void> {
    for (let turn = 0; turn < pause; turn++) await new Promise((resolve) => setImmediate(resolve));
    this.asked++;
    const tags = [...this.#tagged.keys()];
    const tag = tags.length > 0 && dice.chance(6) ? dice.one(tags) : undefined;
    const headers = new Headers(visit.fields);
    if (tag) headers.set("if-none-match", tag);
    const started = Date.now();
    const request = new Request(this.#origin + visit.path + visit.search, { method: visit.method, headers });
    const answered = await inTime(this.#fetch(request));
    if (!answered)
      return void this.#faults.push({ what: "no answer", id, visit, donor: undefined, got: NOTHING, rounds });
    const { response, got } = answered;
    const fault = (what: string, donor?: Visit) => this.#faults.push({ what, id, visit, donor, got, rounds });
    const etag = response.headers.get("etag");
    const known = got.status === 304 ? this.#tagged.get(etag ?? tag ?? "") : undefined;
    if (got.status === 304) {
      // It says that what the client has is what it would be given now.
      if (!tag || !known) return void fault("304 to nobody's question");
      got.seen = known.seen;
      got.status = known.status;
      // It need not repeat a field; and what this client has is, here only, another's answer with the same tag.
      got.guardField ??= undefined;
    } else if (etag && got.seen && visit.method === "GET") this.#tagged.set(etag, { ...got });
    // There was no room: nothing has been answered.
    else if (got.status === 503 && response.headers.has("retry-after")) return void this.turnedAway++;
    const what = faultOf(id, visit, got);
    if (what) return void fault(known ? `304 for ${what}` : what, this.#donorOf(id, got, rounds));
    if (got.seen) this.#judgeFree(id, visit, got.seen, got, started, fault);
  }

  /** What is another value each time must be: no two requests are given the same, and no old time. */
  #judgeFree(
    id: string,
    visit: Visit,
    seen: Seen,
    { status, cacheStatus }: Got,
    started: number,
    fault: (what: string, donor?: Visit) => void,
  ): void {
    const behaviour = behaviourOf(id);
    // Another's cache keeps what an author's own word lets it keep, of a dynamic route too.
    const isOutside = isShared(behaviour) && /\bouter;/.test(cacheStatus ?? "");
    if (seen.by === "guard" || mayRepeat(behaviour, seen.by, status) || isOutside) return;
    const mayWait = (behaviour.answer.form === "asset" || status >= 500) && !isDynamic(behaviour, seen.by);
    for (const [i, read] of behaviour.reads.entries()) {
      if (!isFree(read)) continue;
      const value = seen.values[i]!;
      if (read.what === "clock") {
        if (Number(value) < started - (mayWait ? JOINED_MS : 0)) fault("an old time");
        continue;
      }
      const donor = this.#given.get(value);
      if (donor) fault(`one ${read.what} for two`, donor);
      this.#given.set(value, visit);
    }
  }

  /** Whose answer it is: one for whom it would have been right. */
  #donorOf(id: string, got: Got, rounds: Fault["rounds"]): Visit | undefined {
    const { seen } = got;
    if (!seen) return undefined;
    return rounds.flat().find((visit) => {
      const { by, told, values } = expect(behaviourOf(id), visit);
      return (
        by === seen.by &&
        told === seen.told &&
        values.every((value, i) => value === undefined || value === seen.values[i])
      );
    });
  }
}

const NOTHING: Got = {
  status: 0,
  seen: undefined,
  guardField: null,
  cookies: [],
  control: null,
  cacheStatus: null,
};

/** An answer that has been read, or undefined where it does not come. */
async function inTime(
  answer: Response | Promise<Response>,
): Promise<{ response: Response; got: Got } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  // A promise that nobody settles would end the process without a word: this keeps it.
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, SILENCE_MS, undefined)));
  const whole = async () => {
    const response = await answer;
    return { response, got: await read(response) };
  };
  const first = await Promise.race([whole(), late]);
  clearTimeout(timer);
  return first;
}

async function read(response: Response): Promise<Got> {
  const { status, headers } = response;
  const text = await response.text().catch(() => "");
  const written = headers.get("x-seen");
  return {
    status,
    seen: written !== null ? (JSON.parse(decodeURIComponent(written)) as Seen) : seenIn(text),
    guardField: headers.get("x-guard"),
    cookies: headers.getSetCookie().map((cookie) => cookie.split("; ")[0]!),
    control: headers.get("cache-control"),
    cacheStatus: headers.get("cache-status"),
  };
}

function seenIn(text: string): Seen | undefined {
  if (!text.startsWith('{"id":')) return undefined;
  return JSON.parse(text) as Seen;
}
