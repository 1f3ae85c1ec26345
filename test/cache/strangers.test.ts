// Nobody gets another's answer. The same random apps by the million: `npm run chaos -- strangers`.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Layer } from "../../bench/strangers/layers.ts";
import { strangers } from "../../bench/strangers/strangers.ts";
import type { Fetch } from "../../src/routing/route.ts";

const SEED = 11;

/** What was wrong, by how often; and the first of it. */
async function faultsOf(
  layer: Layer,
  count: number,
  around?: () => (fetch: Fetch) => Fetch,
): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "offprint-strangers-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const faults: Record<string, unknown> = {};
  await strangers({
    folder,
    count,
    seed: SEED,
    layers: [layer],
    together: 10,
    around: around?.(),
    onFault(fault) {
      faults[fault.what] ??= JSON.stringify({ ...fault, rounds: undefined });
    },
  });
  return faults;
}

test("the model answers as the bare apps do", async () => {
  expect(await faultsOf("bare", 500)).toEqual({});
});

test.each(["cache", "two"] as const)(
  "no answer that the bare app would not have given: %s",
  async (layer) => {
    expect(await faultsOf(layer, 1_000)).toEqual({});
  },
);

/** Keeps a copy, to be given to several. */
async function kept(answer: Response): Promise<() => Response> {
  const { status } = answer;
  const headers = [...answer.headers];
  const body = await answer.arrayBuffer();
  return () => new Response(status === 304 || body.byteLength === 0 ? null : body, { status, headers });
}

const keyOf = ({ method, url, headers }: Request) => `${method} ${url} ${headers.get("if-none-match")}`;

/** Wrong in one way each: what the judge must find. */
const WRONG: Readonly<Record<string, () => (fetch: Fetch) => Fetch>> = {
  "keeps all by its URL": () => (fetch) => {
    const store = new Map<string, Promise<() => Response>>();
    return async (request) => {
      const key = keyOf(request);
      if (!store.has(key)) store.set(key, Promise.resolve(fetch(request)).then(kept));
      return (await store.get(key)!)();
    };
  },
  "joins all who ask for a URL at once": () => (fetch) => {
    const running = new Map<string, Promise<() => Response>>();
    return async (request) => {
      const key = keyOf(request);
      let flight = running.get(key);
      if (!flight) {
        flight = Promise.resolve(fetch(request)).then(kept);
        running.set(key, flight);
        void flight.finally(() => running.delete(key));
      }
      return (await flight)();
    };
  },
  "goes by Cookie and Authorization alone": () => (fetch) => {
    const store = new Map<string, Promise<() => Response>>();
    return async (request) => {
      const { headers } = request;
      const key = `${keyOf(request)} ${headers.get("cookie")} ${headers.get("authorization")}`;
      if (!store.has(key)) store.set(key, Promise.resolve(fetch(request)).then(kept));
      return (await store.get(key)!)();
    };
  },
};

const OF_ALL = [
  "a guard is passed by",
  "another's refusal",
  "what the guard told of another",
  "another's address",
  "one uuid for two",
  "one dice for two",
];
const OF_FIELDS = [
  "x-api-key",
  "x-auth-request-user",
  "accept-language",
  "user-agent",
  "x-forwarded-for",
  "x-tenant",
].map((name) => `another's field ${name}`);
const OF_CREDENTIALS = ["another's cookie session", "another's field authorization", "another's rewrite"];

test.each([
  ["keeps all by its URL", [...OF_ALL, ...OF_FIELDS, ...OF_CREDENTIALS, "an old time"]],
  ["joins all who ask for a URL at once", [...OF_ALL, ...OF_FIELDS, ...OF_CREDENTIALS]],
  [
    "goes by Cookie and Authorization alone",
    ["an old time", "another's field x-api-key", "another's field x-tenant"],
  ],
] as const)("the judge finds what is wrong with a cache that %s", async (name, wanted) => {
  const found = await faultsOf("bare", 2_800, WRONG[name]);
  expect(Object.keys(found)).toEqual(expect.arrayContaining([...wanted]));
});
