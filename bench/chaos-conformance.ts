// The public HTTP cache tests (cache-tests.fyi) against this cache, over real sockets.
//
//   npm ci --prefix bench && npm run chaos -- conformance [--json] [--id=TEST] [--defaults]
//
// The suite's own server is the origin; our cache stands before it as a proxy; the suite's own
// client asks. Tests that later revisions of the suite withdrew or turned round, because RFC 9111
// says otherwise, are listed by name with the reason, and run in their corrected form beside it.

import { createServer, request as ask, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { serve } from "../src/port/serve.ts";
import { cache } from "../src/cache/cache.ts";
import { corrected, overruled } from "./conformance/corrected.ts";
import type { Suite, Test } from "./conformance/suite.ts";

const flags = new Set(process.argv.slice(2));
const only = process.argv.find((flag) => flag.startsWith("--id="))?.slice(5);

/** The suite prints what is not asked for on the console; its figures come from its results. */
const log = console.log;
console.log = () => {};
console.error = () => {};

const root = "http-cache-tests";
const load = async (path: string) =>
  (await import(`./node_modules/${root}/${path}`)) as Record<string, unknown>;
type Handle = (segments: string[], request: IncomingMessage, response: ServerResponse) => void;
const config = (await load("server/handle-config.mjs")).default as Handle;
const state = (await load("server/handle-state.mjs")).default as Handle;
const test = (await load("server/handle-test.mjs")).default as Handle;
const suites = (await load("tests/index.mjs")).default as Suite[];
const { runTests, getResults } = (await load("client/runner.mjs")) as {
  runTests(suites: Suite[], fetch: unknown, browser: boolean, base: string, chunk?: number): Promise<void>;
  getResults(): Record<string, true | [kind: string, message: string]>;
};
const { makeCacheTest, testResults } = (await load("client/test.mjs")) as {
  makeCacheTest(test: Test): Promise<void>;
  testResults: Record<string, unknown>;
};
const fetch = (await import("./node_modules/node-fetch/lib/index.mjs" as string)).default as unknown;

const origin = createServer((request, response) => {
  const [, where = "", ...segments] = new URL(request.url ?? "/", "http://origin").pathname.split("/");
  const handle = { config, state, test }[where];
  if (handle) handle(segments, request, response);
  else response.writeHead(404).end();
});
await new Promise<void>((done) => void origin.listen(0, "127.0.0.1", done));
const { port } = origin.address() as AddressInfo;

/** Hands a request to the origin as it is and gives the answer as it came, field lines joined. */
function proxy(request: Request): Promise<Response> {
  return new Promise((resolve, reject) => {
    const url = new URL(request.url);
    const sent = ask(
      {
        port,
        host: "127.0.0.1",
        method: request.method,
        path: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        agent: false,
      },
      (answer) => {
        const headers = new Headers();
        for (let i = 0; i < answer.rawHeaders.length; i += 2) {
          const [name = "", value = ""] = answer.rawHeaders.slice(i, i + 2);
          headers.append(name, value);
        }
        const empty = request.method === "HEAD" || [204, 304].includes(answer.statusCode ?? 0);
        const body = empty ? null : (Readable.toWeb(answer) as ReadableStream<Uint8Array>);
        if (empty) answer.resume();
        const made = new Response(body, { status: 200, headers });
        // The suite uses a status that `Response` refuses; it goes through as it is.
        Object.defineProperty(made, "status", { value: answer.statusCode });
        resolve(made);
      },
    );
    sent.on("error", reject);
    request.arrayBuffer().then((body) => sent.end(Buffer.from(body)), reject);
  });
}

const shareCookies = !flags.has("--defaults");
// A client's `no-cache` is heeded each time here, as RFC 9111 §5.2.1.4 has it: by default at most once a second, so that
// a header cannot make the renderers work.
const cached = cache(proxy, { shareCookies, reloadInterval: 0 });
const server = await serve(
  async (request) => {
    try {
      return await cached(request);
    } catch {
      return new Response(null, { status: 502 });
    }
  },
  { port: 0, hostname: "127.0.0.1" },
);

const all = [...suites, corrected];
const chosen = all
  .map((suite) =>
    Object.assign(suite, { tests: suite.tests.filter(({ id }) => only === undefined || id === only) }),
  )
  .filter((suite) => suite.tests.length > 0);
if (only !== undefined) console.log = log;
await runTests(chosen, fetch, false, server.url, 40);
const counted = chosen.flatMap((suite) => suite.tests).filter((each: Test) => !each.browser_only);
// The suite's answers are fresh for two seconds, and forty tests run at once: on a busy machine some miss their moment.
// Those that failed run again alone, twice at most; what fails for a reason fails again.
const failing = () =>
  counted.filter(({ id, kind }) => (kind ?? "required") === "required" && getResults()[id] !== true);
const again = failing().length;
for (let tries = 0; tries < 2; tries++)
  for (const each of failing()) {
    delete testResults[each.id];
    await makeCacheTest(each);
  }
console.log = log;
const results = getResults();

const tally = (tests: Test[]) => ({
  passed: tests.filter(({ id }) => results[id] === true).length,
  of: tests.length,
});
const kind = (wanted: string) => counted.filter((each) => (each.kind ?? "required") === wanted);
const required = kind("required");
const published = required.filter(({ id }) => !id.startsWith("rfc"));
const inForce = required.filter(({ id }) => !(id in overruled));
const figures = {
  suite: "http-cache-tests 0.4.5",
  shareCookies,
  required: tally(published),
  "required, as RFC 9111 has it": tally(inForce),
  optional: tally(kind("optimal")),
  "questions answered yes": tally(kind("check")),
  "required ones that ran again alone": again,
};
const failed = counted
  .filter((each) => (each.kind ?? "required") !== "check" && results[each.id] !== true)
  .map(({ id, kind = "required" }) => ({ id, kind, result: results[id], overruled: overruled[id] }));
if (flags.has("--json")) log(JSON.stringify({ ...figures, failed }, null, 2));
else {
  for (const [name, value] of Object.entries(figures))
    log(`${name.padEnd(32)} ${typeof value === "object" ? `${value.passed} of ${value.of}` : value}`);
  for (const { id, kind, result, overruled } of failed)
    log(
      `  ${kind === "required" ? (overruled ? "overruled" : "FAILED   ") : "optional "} ${id}: ${overruled ?? String(result)}`,
    );
}
await server.close();
await cached.close();
origin.closeAllConnections();
origin.close();
process.exitCode = tally(inForce).passed === inForce.length ? 0 : 1;
