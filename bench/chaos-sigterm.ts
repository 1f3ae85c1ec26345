// SIGTERM under load, with answers in flight that take twenty seconds.
//
//   npm run chaos -- sigterm [--slow 40] [--rate 100] [--json]
//
// Passes when every request that the server has accepted gets its whole answer, and the exit code is 0.

import { connect } from "node:net";
import { count, get, option, report, round, sleep, startServer } from "./chaos/harness.ts";

const slow = option("slow", 40);
const rate = option("rate", 100);
const server = await startServer({ pool: { size: 2, concurrency: 40 } });
await get(server.port, "/card/1.png");

const long = Array.from({ length: slow }, (_, i) => get(server.port, `/slow/${i}.txt`));
await sleep(2_000);

const short: Record<string, number> = {};
let dropped = 0;
const asking: Promise<unknown>[] = [];
let listening = true;
const timer = setInterval(() => {
  for (let i = 0; i < rate / 50; i++) asking.push(ask());
}, 20);
await sleep(2_000);
const told = performance.now();
server.process.kill("SIGTERM");
await sleep(2_000);
clearInterval(timer);

await Promise.all(asking);
const longs = await Promise.allSettled(long);
const whole = longs.filter(
  (answer) => answer.status === "fulfilled" && answer.value.body.toString().endsWith("end\n"),
);
const code = await server.exited;
report(
  "SIGTERM under load",
  {
    "answers of 20 s in flight": slow,
    "of them whole": whole.length,
    "short requests": short,
    "seconds from SIGTERM to exit": round((performance.now() - told) / 1_000),
    "exit code": code,
  },
  {
    "none dropped": whole.length === slow && dropped === 0,
    "exit code 0": code === 0,
  },
);

/** One short request on a connection of its own. Refused is not dropped: nobody had taken it. */
function ask(): Promise<void> {
  return new Promise((resolve) => {
    let connected = false;
    let text = "";
    const socket = connect(server.port, "127.0.0.1", () => {
      connected = true;
      socket.write("GET /card/1.png HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    });
    socket.on("data", (chunk) => (text += chunk.toString("latin1")));
    socket.on("error", () => {});
    socket.on("close", () => {
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? -1);
      const whole = text.length === text.indexOf("\r\n\r\n") + 4 + length;
      if (!connected) {
        count(short, "refused");
        listening = false;
      } else if (whole) count(short, text.slice(9, 12));
      else {
        // Once nobody listens, the kernel may shake hands for a moment more with those who queue.
        count(short, text === "" && !listening ? "not accepted" : "dropped");
        if (!(text === "" && !listening)) dropped++;
      }
      resolve();
    });
  });
}
