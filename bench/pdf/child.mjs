// One peer in a process of its own: `node child.mjs PEER PAGES SECONDS` prints what it took, as JSON.
// At least one document is drawn, and then more until the time is up.
import { writeFileSync } from "node:fs";
import { content } from "./content.mjs";

const [peer, pages, seconds] = process.argv.slice(2);
const { render, close } = await import(`./peers/${peer}.mjs`);
const times = [];
const cpu = [];
let bytes;
const end = performance.now() + Number(seconds) * 1000;
for (let i = 0; i === 0 || performance.now() < end; i++) {
  // Other words in each run: nothing is measured that a cache of whole documents would know.
  const made = content(Number(pages), i + 1);
  const start = performance.now();
  const before = process.cpuUsage();
  bytes = await render(made);
  times.push(performance.now() - start);
  const { user, system } = process.cpuUsage(before);
  cpu.push((user + system) / 1000);
}
if (process.env.BENCH_OUT) writeFileSync(process.env.BENCH_OUT, bytes);
process.stdout.write(
  JSON.stringify({ times, cpu, bytes: bytes.length, rss: process.resourceUsage().maxRSS / 1024 }),
);
await close?.();
