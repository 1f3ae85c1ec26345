// The longest report of the atlas at 50 KB/s, from a server just started and with nothing stored; then
// a reader who leaves in the middle.
//
//   npm run bench -- report [--seconds 20] [--rate 50] [--json]
//
// Passes when the server and its children grow by less than 60 MB, and the children stop working
// within 500 ms of a reader's leaving.

import { readFileSync, rmSync } from "node:fs";
import { get as request, type IncomingMessage } from "node:http";
import { fileURLToPath } from "node:url";
import { get, mib, option, report, round, rssOf, sleep, startServer } from "./chaos/harness.ts";

const seconds = option("seconds", 20);
const rate = option("rate", 50) * 1024;
rmSync(fileURLToPath(new URL("../.offprint/cache", import.meta.url)), { recursive: true, force: true });

const from = performance.now();
const server = await startServer({}, "atlas");
const ready = performance.now() - from;
const memory = () => [server.pid, ...server.children()].map(rssOf);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

// The children have drawn nothing yet.
await quietAfter(1_000);

// At 50 KB/s, as curl --limit-rate does it: a socket that is read as far as the rate allows.
const before = memory();
let peak = before;
let received = 0;
const look = setInterval(() => {
  const now = memory();
  if (sum(now) > sum(peak)) peak = now;
}, 50);
const slow = await open("/reports/US.pdf");
slow.on("data", (chunk: Buffer) => {
  received += chunk.length;
  slow.pause();
  setTimeout(() => slow.resume(), (chunk.length / rate) * 1_000);
});
await sleep(seconds * 1_000);
slow.destroy();
await sleep(500);
clearInterval(look);
const after = memory();

const image = await get(server.port, "/og/FR.png");
const first = await get(server.port, "/reports/JP.pdf");

// Another long one, left after its first bytes: when did the children last do anything?
const left: number[] = [];
for (const country of ["IN", "DE", "FR"]) {
  const reader = await open(`/reports/${country}.pdf`);
  await new Promise((resolve) => reader.once("data", resolve));
  reader.destroy();
  left.push(await quietAfter());
}
await server.stop();

const total = (values: number[]) => [mib(sum(values)), values.map((value) => mib(value))];
report(
  "the longest report at 50 KB/s",
  {
    "from the start to /readyz, ms": round(ready, 0),
    "read in that time, MB": mib(received),
    "memory at first, MB (all; server, children)": total(before),
    "memory at its peak, MB": total(peak),
    "memory afterwards, MB": total(after),
    "grown by, MB": mib(sum(peak) - sum(before)),
    "the first social image, ms": round(image.ms, 0),
    "another report, ms": round(first.ms, 0),
    "children at work after a reader left, ms": left.map((ms) => round(ms, 0)),
  },
  {
    "the server and its children grow by less than 60 MB": sum(peak) - sum(before) < 60 * 1024 * 1024,
    "work stops within 500 ms of a reader's leaving": left.every((ms) => ms < 500),
  },
);

function open(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({ port: server.port, host: "127.0.0.1", path, agent: false }, (answer) => {
      answer.on("error", () => {});
      resolve(answer);
    }).on("error", reject);
  });
}

/** Milliseconds until the children have used no processor for a while. */
async function quietAfter(idle = 300): Promise<number> {
  const start = performance.now();
  const children = server.children();
  let last = start;
  let used = ticks(children);
  while (performance.now() - last < idle && performance.now() - start < 30_000) {
    await sleep(10);
    const now = ticks(children);
    if (now > used) last = performance.now();
    used = now;
  }
  return last - start;
}

/** Processor time that they have used, in the system's ticks (hundredths of a second). */
function ticks(pids: number[]): number {
  return sum(
    pids.map((pid) => {
      const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]!.split(" ");
      return Number(fields[11]) + Number(fields[12]);
    }),
  );
}
