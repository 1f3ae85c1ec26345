// An error of one connection never reaches the process: each function of the port is made to throw once, while requests
// of all kinds pass.

import { fork } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { copyInstrumented } from "./inject.ts";
import { play } from "./ill-timed.ts";

const SITE = fileURLToPath(new URL("../fixtures/serve/site", import.meta.url));
const SERVER = fileURLToPath(new URL("../fixtures/serve/injected.mjs", import.meta.url));

interface Told {
  fired: boolean;
  uncaught: string[];
  logged: string;
}

const head = (line: string, ...fields: string[]) =>
  [line, "Host: a", "Connection: close", ...fields, "", ""].join("\r\n");
const chunked = "Transfer-Encoding: chunked";

/** What passes while a function throws: each way through the port, and each way out of it. */
const WAYS = [
  [head("GET /never.txt HTTP/1.1")],
  [head("HEAD /never.txt HTTP/1.1")],
  [head("GET /healthz HTTP/1.1")],
  [head("GET /thrown.txt HTTP/1.1")],
  [head("GET /big.txt HTTP/1.1")],
  [head("GET /big.txt HTTP/1.1", "Range: bytes=0-9")],
  [head("POST /text.txt HTTP/1.1", "Content-Length: 2"), "{}"],
  [head("POST /json.txt HTTP/1.1", "Content-Length: 2"), "{}"],
  [head("POST /blob.txt HTTP/1.1", chunked), "2\r\n{}\r\n", "0\r\n\r\n"],
  [head("POST /stream.txt HTTP/1.1", chunked), "2\r\n{}\r\n", "0\r\n\r\n"],
  [head("POST /half.txt HTTP/1.1", "Content-Length: 4000"), "x".repeat(2_000), "x".repeat(2_000)],
  [head("POST /passed.txt HTTP/1.1", chunked), "2\r\n{}\r\n", "0\r\n\r\n"],
  [head("POST /cloned.txt HTTP/1.1", "Content-Length: 2"), "{}"],
  [
    head("POST /text.txt HTTP/1.1", chunked),
    ...Array.from({ length: 9 }, () => `3e8\r\n${"x".repeat(1_000)}\r\n`),
  ],
  [head("POST /text.txt HTTP/1.1", "Content-Length: 99999"), "x".repeat(9_000)],
  [head("POST /text.txt HTTP/1.1", "Expect: 100-continue", "Content-Length: 2"), "{}"],
  [head("POST /behind.txt HTTP/1.1", "Content-Length: 2"), "{}"],
  [head("GET /late.txt HTTP/1.1", "X-Forwarded-For: 6.6.6.6", "X-Request-Id: abcdefgh")],
  [head("GET http://b/never.txt?a=b#c HTTP/1.1")],
  [head("GET nonsense HTTP/1.1")],
  ["GET /never.txt HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3) + head("GET /late.txt HTTP/1.1")],
] as const;

/** Reads a little and leaves. */
function leave(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => {});
    socket.on("close", () => resolve());
    socket.once("data", () => socket.destroy());
    socket.write(bytes);
  });
}

test("whatever throws", { timeout: 900_000 }, async () => {
  const { root, names, remove } = copyInstrumented();
  onTestFinished(remove);
  const child = fork(SERVER, [root, SITE], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const told = async <T>(message?: object): Promise<T> => {
    if (message) child.send(message);
    const [answer] = (await once(child, "message")) as [T];
    return answer;
  };
  const { bare, whole } = await told<{ bare: number; whole: number }>();
  const pass = (port: number) =>
    Promise.all([
      ...WAYS.map((parts) => play(port, { name: "", parts: [...parts], last: "wait" })),
      leave(port, head("GET /endless.txt HTTP/1.1")),
      leave(port, head("GET /big.txt HTTP/1.1")),
      leave(port, "GET /late.txt HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3)),
    ]);

  const faults: string[] = [];
  let thrown = 0;
  for (const name of names) {
    await told({ arm: name });
    const seen = (await Promise.all([pass(bare), pass(whole)])).flat();
    const { fired, uncaught, logged } = await told<Told>({});
    if (!fired) continue;
    thrown++;
    if (uncaught.length > 0) faults.push(`${name} reached the process: ${uncaught[0]}`);
    if (seen.some((each) => each && !each.closed)) faults.push(`${name} left a connection open`);
    for (const port of [bare, whole]) {
      const good = await play(port, { name: "", parts: [head("GET /never.txt HTTP/1.1")], last: "wait" });
      if (good.statuses[0] !== 200) faults.push(`${name}: the next request got ${good.statuses.join(", ")}`);
    }
    // Further in, an error may have nobody left who waits: a cancelled stream's, or where the cache has another answer.
    if (name.startsWith("port/serve.js") && !logged.includes("injected"))
      faults.push(`${name} is not in the log`);
    if (child.exitCode !== null) break;
  }
  // The others are called by the start and the stop of a server, by settings that it has not, and by faults themselves.
  expect(thrown / names.length).toBeGreaterThan(0.5);
  expect(faults).toEqual([]);
});
