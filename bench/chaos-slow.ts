// Slow heads, slow bodies, and a thousand slow readers of a long PDF; beside them, requests as usual.
//
//   npm run chaos -- slow [--readers 1000] [--seconds 40] [--json]
//
// Passes when they are served or cut off by the limits, who reads what others read too is never refused,
// the server and its children grow by less than 300 MB, and the others' p99 stays within twice idle or 50 ms:
// by their own time where other programs have more than a tenth of the processors (chaos/own-time.ts).

import { connect, type Socket } from "node:net";
import {
  count,
  get,
  mib,
  option,
  percentile,
  report,
  round,
  rssOf,
  sleep,
  startServer,
} from "./chaos/harness.ts";
import { watchOthers, type Timed } from "./chaos/own-time.ts";
import { probe } from "./chaos/probe.ts";

const readers = option("readers", 1_000);
const seconds = option("seconds", 40);
const server = await startServer({
  serve: { headersTimeout: 5_000, bodyTimeout: 10_000, idleTimeout: 15_000 },
});
await get(server.port, "/card/1.png");
const idleTimes = await ask(5);
const whole = () => server.rss() + server.children().reduce((sum, pid) => sum + rssOf(pid), 0);
const before = { server: server.rss(), whole: whole() };
const peak = { ...before };
const watch = setInterval(() => {
  peak.server = Math.max(peak.server, server.rss());
  peak.whole = Math.max(peak.whole, whole());
}, 250);

const ended = { heads: 0, bodies: 0, readers: 0 };
const answers: Record<string, number> = {};
let received = 0;
const sockets = new Set<Socket>();
const drips: NodeJS.Timeout[] = [];
for (let i = 0; i < 300; i++) drip("heads", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ");
for (let i = 0; i < 300; i++)
  drip("bodies", "POST /work/1.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
// Most of them want the same document, a tenth each one of their own; half read a little, half nothing.
for (let i = 0; i < readers; i++) read(i % 10 > 0 ? "same" : `own-${i}`, i % 4 < 2);
let prober = 0;
const others = watchOthers(() => [process.pid, prober, server.pid, ...server.children()]);
const loadedTimes = await ask(seconds, (pid) => (prober = pid));
const judge = others();
const [idle = [], loaded = []] = [idleTimes, loadedTimes].map((times) => judge.times(times));
const cut = [ended.heads, ended.bodies, ended.readers];
clearInterval(watch);
for (const timer of drips) clearInterval(timer);
for (const socket of sockets) socket.destroy();
await sleep(2_000);
const good = await get(server.port, "/card/2.png");
await server.stop();

const p99 = (values: number[]) => round(percentile(values, 0.99));
report(
  "slow heads, bodies and readers",
  {
    readers,
    seconds,
    "cut off (heads, bodies, readers)": cut,
    "readers' answers (the same document, one of their own)": answers,
    "read by the slow readers, MB": mib(received),
    "server's memory, MB (before, peak)": [mib(before.server), mib(peak.server)],
    "with its children, MB (before, peak)": [mib(before.whole), mib(peak.whole)],
    "share of the processors of other programs": round(judge.others, 2),
    "judged by": judge.by,
    "others, ms (p50, p99) idle": [round(percentile(idle, 0.5)), p99(idle)],
    "others, ms (p50, p99) beside them": [round(percentile(loaded, 0.5)), p99(loaded)],
  },
  {
    "slow heads and bodies are cut off": cut[0] === 300 && cut[1] === 300,
    "readers of the same document are all served": answers["same 200"] === readers - Math.ceil(readers / 10),
    "the server and its children grow by less than 300 MB": peak.whole - before.whole < 300 * 1024 * 1024,
    "others' p99 within twice idle or 50 ms": p99(loaded) <= Math.max(50, 2 * p99(idle)),
    "the next request is answered": good.status === 200,
  },
);

/** Times of ordinary requests: a stored image, and the health check. */
async function ask(seconds: number, began?: (pid: number) => void): Promise<Timed[]> {
  const paths = ["/card/1.png", "/healthz"];
  const { times } = await probe({ port: server.port, pid: server.pid, paths, seconds }, began);
  return Object.values(times).flat();
}

function connectTo(kind: keyof typeof ended, first: string): Socket {
  const socket = connect(server.port, "127.0.0.1", () => socket.write(first));
  sockets.add(socket);
  socket.on("error", () => {});
  socket.on("close", () => {
    if (sockets.delete(socket)) ended[kind]++;
  });
  return socket;
}

function drip(kind: "heads" | "bodies", first: string): void {
  const socket = connectTo(kind, first);
  socket.resume();
  drips.push(setInterval(() => socket.writable && socket.write("x"), 1_000));
}

function read(id: string, some: boolean): void {
  const socket = connectTo("readers", `GET /long/${id}.pdf HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  let first = true;
  socket.on("data", (chunk: Buffer) => {
    if (first) count(answers, `${id === "same" ? "same" : "own"} ${chunk.toString("latin1", 9, 12)}`);
    first = false;
    received += chunk.length;
    socket.pause();
    if (some) setTimeout(() => socket.resume(), 2_000);
  });
}
