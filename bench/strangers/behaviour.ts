// A random small app: what its guard and its handler read of a request, and what they answer. All of it follows from
// an id, which is in the URL: the same modules of routes are every app, in each process.

export const CONVENTIONS = ["native", "next", "remix", "tanstack"] as const;
export type Convention = (typeof CONVENTIONS)[number];

/** Fields that a visitor may send. `x-forwarded-for` is the address, as the port sets it. */
export const FIELDS = [
  "accept-language",
  "authorization",
  "user-agent",
  "x-api-key",
  "x-auth-request-user",
  "x-forwarded-for",
  "x-tenant",
] as const;
export const COOKIES = ["session", "theme"] as const;
export const PARAMETERS = ["page", "q"] as const;

/** Places that a thing can be read at, and manners of reading it there: `way` is one of each. */
const WAYS = 6;
export const MANNERS = 6;

/** One thing that is read. `way` chooses among a convention's functions that read the same. */
export interface Read {
  what:
    | "field"
    | "fields"
    | "address"
    | "cookie"
    | "parameter"
    | "search"
    | "draft"
    | "connection"
    | "clock"
    | "uuid"
    | "dice";
  name: string;
  way: number;
}

export interface Guard {
  reads: Read[];
  /** It refuses, leads elsewhere, tells the handler, or adds a field or a cookie, by what it read first. */
  does: "refuse" | "rewrite" | "tell" | "field" | "cookie";
  /** Of a refusal. */
  status: number;
  /** It looks at the request when the handler has answered. */
  isLate: boolean;
}

export interface Answer {
  form: "text" | "json" | "response" | "stream" | "asset" | "http error" | "thrown response" | "thrown error";
  status: number;
  /** `Cache-Control` that the author wrote on this very answer. */
  control: string | undefined;
  vary: string | undefined;
  cookie: boolean;
  /** 500 as often as not. */
  flaky: boolean;
}

export interface Behaviour {
  id: string;
  convention: Convention;
  /** Below no guard, below that of a folder, or with one of the route's own. */
  place: "open" | "guarded" | "inner";
  /** What the route's module says of all its answers. */
  policy: string;
  guard: Guard | undefined;
  reads: Read[];
  answer: Answer;
  /** Turns of the event loop that the handler waits. */
  turns: number;
}

/** What a module may say, by convention: see the modules in `projects.ts`. */
export const POLICIES: Readonly<Record<Convention, readonly string[]>> = {
  native: ["plain", "fresh", "revalidating", "private", "nostore", "varied"],
  next: ["plain", "fresh", "dynamic", "static"],
  remix: ["plain"],
  tanstack: ["plain"],
};

/** mulberry32: the same numbers for the same seed, everywhere. */
export class Dice {
  #state: number;

  constructor(seed: string) {
    let hash = 2_166_136_261;
    for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 16_777_619);
    this.#state = hash;
  }

  int(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % count;
  }

  /** True once in so many times. */
  chance(one: number): boolean {
    return this.int(one) === 0;
  }

  one<T>(choices: readonly T[]): T {
    return choices[this.int(choices.length)]!;
  }
}

const WHAT: readonly Read["what"][] = [
  ...Array<Read["what"]>(6).fill("field"),
  ...Array<Read["what"]>(3).fill("cookie"),
  ...Array<Read["what"]>(3).fill("parameter"),
  "fields",
  "search",
  "clock",
  "uuid",
  "dice",
];

/** What conventions have beside what all have. Next.js has no address of the connection. */
const SPECIAL: Readonly<Record<Convention, readonly Read["what"][]>> = {
  native: ["address"],
  next: ["draft", "connection"],
  remix: ["address"],
  tanstack: ["address"],
};

function readOf(dice: Dice, convention: Convention): Read {
  const what = dice.one(dice.chance(12) ? SPECIAL[convention] : WHAT);
  const names = { field: FIELDS, cookie: COOKIES, parameter: PARAMETERS } as const;
  return {
    what,
    name: what in names ? dice.one<string>(names[what as keyof typeof names]) : "",
    way: dice.int(WAYS * MANNERS),
  };
}

/** What a guard reads: nothing that differs from one time to the next. */
function guardReads(dice: Dice, convention: Convention): Read[] {
  const read = readOf(dice, convention);
  const isOfRequest = ["field", "fields", "address", "cookie", "parameter", "search"].includes(read.what);
  return isOfRequest ? [read] : [{ what: "cookie", name: "session", way: read.way }];
}

const CONTROLS = [
  "public, max-age=60",
  "s-maxage=60",
  "public, max-age=60, stale-while-revalidate=60",
  "max-age=60",
  "no-cache",
  "private, max-age=60",
  "no-store",
];

function answerOf(dice: Dice, convention: Convention): Answer {
  const plain = convention === "native" || convention === "remix" ? (["text", "json"] as const) : [];
  const form = dice.one([
    ...plain,
    "response",
    "response",
    "response",
    "stream",
    "asset",
    "asset",
    "http error",
    "thrown response",
    "thrown error",
  ] as const);
  const isResponse = form === "response" || form === "stream" || form === "thrown response";
  return {
    form,
    status: isResponse || form === "http error" ? dice.one([200, 200, 200, 401, 404, 500, 302]) : 200,
    control: isResponse && dice.chance(2) ? dice.one(CONTROLS) : undefined,
    vary: isResponse && dice.chance(6) ? dice.one(FIELDS) : undefined,
    cookie: isResponse && dice.chance(6),
    flaky: dice.chance(10),
  };
}

const known = new Map<string, Behaviour>();

/** @param id its first letters are those of a convention */
export function behaviourOf(id: string): Behaviour {
  let behaviour = known.get(id);
  if (behaviour) return behaviour;
  const dice = new Dice(id);
  const convention = CONVENTIONS.find((name) => id.startsWith(name))!;
  const place = dice.one(
    convention === "next" ? (["open", "guarded"] as const) : (["open", "guarded", "inner"] as const),
  );
  const answer = answerOf(dice, convention);
  if (answer.form === "http error" && answer.status < 400) answer.status = 404;
  // There a guard is shown a fault as an answer, and the fault itself goes to the console.
  if (convention === "remix" && answer.form === "thrown error") answer.form = "thrown response";
  behaviour = {
    id,
    convention,
    place,
    policy: dice.one(POLICIES[convention]),
    guard:
      place !== "open" && !dice.chance(8)
        ? {
            reads: guardReads(dice, convention),
            does: dice.one(
              convention === "next"
                ? (["refuse", "refuse", "rewrite", "tell", "field", "cookie"] as const)
                : (["refuse", "refuse", "tell", "field", "cookie"] as const),
            ),
            status: dice.one([401, 403, 302]),
            // After a fault it does not look.
            isLate:
              convention !== "next" && !answer.flaky && !/error|thrown/.test(answer.form) && dice.chance(3),
          }
        : undefined,
    reads: Array.from({ length: dice.int(4) }, () => readOf(dice, convention)),
    answer,
    turns: dice.int(4),
  };
  if (known.size > 1_000) known.clear();
  known.set(id, behaviour);
  return behaviour;
}

export const pathOf = ({ place, policy, id }: Behaviour): string => `/${place}/${policy}/${id}`;
