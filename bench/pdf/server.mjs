// The app beside it on a port, in a process of its own, which tells what it took.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { createApp, serve } from "../../dist/index.js";

const app = await createApp({ root: new URL("app", import.meta.url).pathname });
const server = await serve(app.fetch, { port: 0, hostname: "127.0.0.1" });
const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();
let peak = 0;
// The processor time between two turns of the loop: what a turn takes when nothing else is on the machine.
let hold = 0;
let last = process.cpuUsage();
const turn = () => {
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  hold = Math.max(hold, (user + system) / 1000);
  setTimeout(turn, 1).unref();
};
turn();
setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50).unref();
/** A reader inside this process: no socket's buffer reads on in its place. */
async function stop() {
  const { body } = await app.fetch(new Request("http://bench/rows/100000.pdf"));
  const reader = body.getReader();
  for (let i = 0; i < 3; i++) await reader.read();
  await new Promise((done) => setTimeout(done, 1000));
  const { taken } = globalThis.benchSource;
  await new Promise((done) => setTimeout(done, 1000));
  const later = globalThis.benchSource.taken;
  await reader.cancel();
  process.send({ taken, later });
}

process.on("message", (message) => {
  if (message === "stop") {
    void stop();
    return;
  }
  if (message === "reset") {
    delay.reset();
    peak = 0;
    hold = 0;
  }
  const { taken = 0, closed = 0 } = globalThis.benchSource ?? {};
  process.send({
    peak: Math.max(peak, process.memoryUsage.rss()) / 2 ** 20,
    delay: Math.max(0, delay.max / 1e6 - 2),
    p99: Math.max(0, delay.percentile(99) / 1e6 - 2),
    hold,
    taken,
    closed,
  });
});
process.on("disconnect", () => process.exit());
process.send(server.url.replace("localhost", "127.0.0.1"));
