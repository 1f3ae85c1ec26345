// 10,000 requests at once for one cold asset: one render, and every body the same.
//
//   npm run chaos -- stampede [--json]
//
// Each request has a connection of its own, opened before the first is sent. Twice: for a route with
// a lifetime, and for one without, whose answers must be validated.

import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import { bytesOf } from "./cache/site/_made.ts";
import { count } from "./chaos/harness.ts";
import { report, startSite } from "./cache/chaos.ts";

const COUNT = 10_000;
// All are opened before the first is used: on a busy machine that takes longer than a client may usually be silent.
const site = await startSite({ maxConnections: 20_000, headersTimeout: 60_000 });
const { hostname, port } = new URL(site.url);

async function open(): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let at = 0; at < COUNT; at += 250)
    sockets.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(250, COUNT - at) }, async () => {
          const socket = connect(Number(port), hostname);
          await new Promise<void>((done, fail) => void socket.once("connect", done).once("error", fail));
          return socket;
        }),
      )),
    );
  return sockets;
}

/** The status and the hash of a body, as read from a socket that is closed after it. */
function read(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    socket.on("data", (chunk) => parts.push(chunk));
    socket.on("error", () => resolve("broken"));
    socket.on("close", () => {
      const whole = Buffer.concat(parts);
      const end = whole.indexOf("\r\n\r\n");
      const head = whole.subarray(0, end).toString("latin1");
      let body: Buffer = whole.subarray(end + 4);
      if (/transfer-encoding: chunked/i.test(head)) body = unchunk(body);
      resolve(`${head.slice(9, 12)} ${createHash("sha256").update(body).digest("hex")}`);
    });
  });
}

function unchunk(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf("\r\n", at);
    const size = Number.parseInt(bytes.subarray(at, end).toString("latin1"), 16);
    if (!size) break;
    parts.push(bytes.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(parts);
}

const figures: Record<string, unknown> = { "requests at once": COUNT };
const checks: Record<string, boolean> = {};
let before = 0;
try {
  for (const name of ["hour", "always"]) {
    const sockets = await open();
    const from = performance.now();
    const answers = sockets.map(read);
    for (const socket of sockets)
      socket.write(`GET /${name}.bin HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n`);
    const distinct: Record<string, number> = {};
    for (const answer of await Promise.all(answers)) count(distinct, answer);
    const { renders, rss } = await site.figures();
    const right = `200 ${createHash("sha256").update(bytesOf(name, 40_000)).digest("hex")}`;
    const kind = name === "hour" ? "with a lifetime" : "validated each time";
    figures[`${kind}: renders`] = renders - before;
    figures[`${kind}: answers`] = JSON.stringify(distinct);
    figures[`${kind}: all answered in`] = `${Math.round(performance.now() - from)} ms`;
    figures[`${kind}: server's memory`] = `${Math.round(rss / 1024 / 1024)} MiB`;
    checks[`${kind}: exactly one render`] = renders - before === 1;
    checks[`${kind}: every body is the whole one`] = distinct[right] === COUNT;
    before = renders;
  }
} finally {
  await site.stop();
}
report("stampede", figures, checks);
