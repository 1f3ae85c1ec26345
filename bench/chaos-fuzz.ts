// Requests that nobody should send, from a seed, at the atlas: the real routes, cache, pool and port.
//
//   npm run chaos -- fuzz [--requests 100000] [--seed 1] [--seconds 600] [--json]
//
// Passes when the process lives, no answer is a 5xx that is not a deliberate one (501, 505, 504 to only-if-cached, and 503
// with Retry-After), and no error tells of paths, stacks or modules.

import fc from "fast-check";
import { connect } from "node:net";
import { count, get, mib, option, report, round, startServer } from "./chaos/harness.ts";

const requests = option("requests", 100_000);
const seed = option("seed", 1);
const seconds = option("seconds", 600);
/** Connections at a time. */
const LANES = 16;
/** What must never be in an error's body. */
const INSIDE =
  /node_modules|\bat .+:\d+:\d+|\/(?:work|home|root|usr|tmp)\/|\.tsx?\b|TypeError|ReferenceError|SQLITE|ECONN/;

const PATHS = [
  "/", "/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/theme.css",
  "/health", "/countries/JP.json", "/countries/JP", "/og/JP.png", "/og/LI.webp", "/reports/LI.pdf", "/bookmarks",
  "/bookmarks/1", "/icon.svg", "/healthz", "/readyz", "/metrics", "/cities.csv", "/journal/", "/flags/JP.svg",
]; // prettier-ignore
const METHODS = [
  "GET",
  "GET",
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
  "PROPFIND",
  "TRACE",
  "get",
];

const odd = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "..",
    "%2e%2e",
    "%00",
    "%",
    "%zz",
    "//",
    "\\",
    ";",
    "%2F",
    "%C3%28",
    "[object Object]",
    "__proto__",
  ),
  fc.integer().map(String),
  fc.nat(9).map((n) => "a".repeat(n ** 4)),
);
/** Latin-1 without what ends a line. */
const line = (text: string) =>
  Buffer.from(text, "utf8")
    .toString("latin1")
    .replace(/[\r\n]/g, "");
/** What the parser lets through: printable, without a space. */
const visible = (text: string) => text.replace(/[^!-~]/g, "");
const tail = fc.oneof({ weight: 4, arbitrary: odd.map(visible) }, { weight: 1, arbitrary: odd.map(line) });
const base = fc.constantFrom(...PATHS);
const path = fc.oneof(
  { weight: 3, arbitrary: base },
  { weight: 3, arbitrary: fc.tuple(base, tail).map(([base, more]) => base + more) },
  { weight: 3, arbitrary: fc.tuple(base, tail).map(([base, more]) => base.replace(/[^/]*$/, more)) },
  { weight: 2, arbitrary: tail.map((more) => `/${more}`) },
  { weight: 1, arbitrary: tail },
);
const query = fc.oneof(
  { weight: 2, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.tuple(tail, tail).map(([name, value]) => `?${name}=${value}`) },
  { weight: 1, arbitrary: fc.nat().map((n) => `?x=${n}`) },
);
const value = fc.oneof(
  { weight: 3, arbitrary: tail },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      "*", "bytes=0-", "bytes=5-2", "bytes=-1", "bytes=0-0,5-9", "gzip;q=2", "br, gzip", '"x"', 'W/"x", *', "close", "0",
      "application/json", "multipart/form-data; boundary=", "no-cache", "only-if-cached", "max-stale", "prefetch",
      "Thu, 01 Jan 1970 00:00:00 GMT", "text/html;q=0, */*;q=0.1", "a=b; a=c; =; ;;", "Bearer x", "6.6.6.6, 127.0.0.1",
    ), // prettier-ignore
  },
);
const field = fc
  .oneof(
    {
      weight: 12,
      arbitrary: fc.tuple(
        fc.constantFrom(
          "Accept", "Accept-Encoding", "If-None-Match", "If-Modified-Since", "Range", "If-Range", "Cookie", "Content-Type",
          "Authorization", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "Cache-Control", "TE", "Accept-Language",
          "Sec-Purpose", "traceparent", "X-Request-Id", "Origin", "Pragma",
        ), // prettier-ignore
        value,
      ),
    },
    // What frames the message, and names that are none.
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom("Content-Length", "Transfer-Encoding", "Host", "Expect"), value),
    },
    { weight: 1, arbitrary: fc.tuple(odd.map(line), value) },
  )
  .map(([name, value]) => `${name}: ${value}\r\n`);
const body = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 300 }) },
);
const anything = fc
  .tuple(fc.constantFrom(...METHODS), path, query, fc.array(field, { maxLength: 6 }), body, fc.nat(99))
  .map(([method, path, query, fields, body, dice]) => {
    const bytes = Buffer.from(body, "utf8");
    const length = bytes.length > 0 ? `Content-Length: ${bytes.length}\r\n` : "";
    const head = `${method} ${path}${query} HTTP/1.${dice < 95 ? 1 : 0}\r\nHost: localhost\r\nConnection: close\r\n`;
    const whole = Buffer.concat([Buffer.from(`${head}${length}${fields.join("")}\r\n`, "latin1"), bytes]);
    // A few break off in the middle, a few say that no more will come.
    return { bytes: dice === 0 ? whole.subarray(0, whole.length >> 1) : whole, end: dice < 2 };
  });

const server = await startServer({}, "atlas");
await Promise.all(PATHS.map((path) => get(server.port, path)));
const before = server.rss();
const statuses: Record<string, number> = {};
const bad: string[] = [];
const samples = fc.sample(anything, { seed, numRuns: requests });
const from = performance.now();
let sent = 0;
await Promise.all(
  Array.from({ length: LANES }, async () => {
    while (sent < requests && performance.now() - from < seconds * 1_000) {
      const { bytes, end } = samples[sent++]!;
      judge(await send(bytes, end), bytes);
    }
  }),
);
const took = (performance.now() - from) / 1_000;
const good = await Promise.all(
  ["/og/JP.png", "/rss.xml", "/reports/LI.pdf", "/countries/JP.json"].map((path) => get(server.port, path)),
);
const alive = server.process.exitCode === null;
const metrics = (await get(server.port, "/metrics")).body.toString();
const ends = [...metrics.matchAll(/^offprint_child_ends_total\{reason="(.+?)"\} (\d+)/gm)].map(
  ([, why, n]) => `${why} ${n}`,
);
const after = server.rss();
await server.stop();
report(
  "fuzzed requests",
  {
    requests: sent,
    seed,
    "a second": round(sent / took),
    answers: statuses,
    "children that ended": ends.join(", ") || "none",
    "server's memory, MB (before, after)": [mib(before), mib(after)],
    "what the log says of them": server
      .log()
      .split("\n")
      .filter((line) => /child has ended|limit/.test(line))
      .slice(0, 3),
    "answers that should not be": bad.slice(0, 5),
  },
  {
    "all were sent": sent === requests,
    "the server lives, its children too": alive && ends.length === 0,
    "no unintended 5xx, nothing of the inside": bad.length === 0,
    "good requests are answered": good.every(({ status }) => status === 200),
  },
);

function judge(answer: string, bytes: Buffer): void {
  const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? "closed";
  count(statuses, status);
  const meant = /^50[145]$/.test(status) || (status === "503" && /retry-after:/i.test(answer));
  if ((status.startsWith("5") && !meant) || (/^[45]/.test(status) && INSIDE.test(answer)))
    bad.push(`${JSON.stringify(bytes.toString("latin1").slice(0, 300))} -> ${answer.slice(0, 400)}`);
}

/** Sends bytes and reads what comes, at most 64 KB of it, until the other side closes or 20 s pass. */
function send(bytes: Buffer, end: boolean): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () => (end ? socket.end(bytes) : socket.write(bytes)));
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(done, 20_000);
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      if (text.length > 65_536) done();
    });
    socket.on("error", done);
    socket.on("close", done);
  });
}
