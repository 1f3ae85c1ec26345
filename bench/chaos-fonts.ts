// Fonts that somebody sends: real ones with random and with clever changes, in every way that fonts are used.
//
//   npm run build && npm run chaos -- fonts [--count 1000000] [--seed 1] [--every 200] [--children 1] [--only N]
//     [--seconds 3600] [--json]
//
// Each file is read and checked as an upload is, between bytes of somebody else, by the built modules. Of those that pass,
// one in `every` is also shaped, drawn, subset, and written into an image and a document. Passes when no process ended or hung, nothing but
// FontError and HttpError was thrown, no byte from outside of a font came back, and no way took over 200 ms of processor.
// A number that is named in the report is tried alone with --only.

import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mib, option, report, round, rssOf, sleep } from "./chaos/harness.ts";
import type { Job, Part } from "./chaos/fonts/child.ts";

const total = option("count", 1_000_000);
const seed = option("seed", 1);
const every = option("every", 200);
const children = option("children", 1);
const only = option("only", -1);
const seconds = option("seconds", 3_600);
/** Seconds of processor for one file after which a child hangs; the first ones compile the engines. */
const HANGS = 30;

const folder = mkdtempSync(join(tmpdir(), "offprint-fonts-"));
const run = fileURLToPath(new URL("./run.mjs", import.meta.url));

const sum: Part = {
  tried: 0,
  passed: 0,
  used: 0,
  slowest: 0,
  over: [],
  faults: [],
  outcomes: {},
  at: 0,
  done: false,
};
const ends: string[] = [];
let most = 0;
const from = performance.now();
const last = only < 0 ? total : only + 1;
const first = Math.max(0, only);
await Promise.all(Array.from({ length: only < 0 ? children : 1 }, (_, i) => runLane(first + i)));
rmSync(folder, { recursive: true });

const took = (performance.now() - from) / 1_000;
report(
  "fonts of strangers",
  {
    files: sum.tried,
    seed,
    "a second": round(sum.tried / took),
    "pass the check": sum.passed,
    "were shaped, drawn, subset and written": sum.used,
    "slowest way, ms of processor": round(sum.slowest),
    "over 200 ms": sum.over.slice(0, 10),
    "most memory of the process, MB": mib(most),
    "ends and hangs": ends.slice(0, 10),
    faults: sum.faults.slice(0, 12),
    outcomes: Object.fromEntries(
      Object.entries(sum.outcomes)
        .toSorted(([, a], [, b]) => b - a)
        .slice(0, 40),
    ),
  },
  {
    "all were tried": sum.tried + ends.length >= last - first,
    "no process ended or hung": ends.length === 0,
    "nothing but a font's error, nothing from outside": sum.faults.length === 0,
    "no way took over 200 ms": sum.over.length === 0,
  },
);

/** Every so many-th file from a number on, in one child after the other. */
async function runLane(start: number): Promise<void> {
  const progress = join(folder, `at-${start}`);
  let next = start;
  while (next < last && ends.length < 20 && performance.now() - from < seconds * 1_000)
    next = await runChild(next, progress);
}

/** Gives where to go on: after the last one, or after the one that ended the child. */
async function runChild(start: number, progress: string): Promise<number> {
  const left = seconds - (performance.now() - from) / 1_000;
  const job: Job = {
    seed,
    start,
    last,
    step: children,
    every: only < 0 ? every : 1,
    seconds: left,
    progress,
  };
  rmSync(progress, { force: true });
  const child = fork(run, ["bench", "chaos/fonts/child", JSON.stringify(job)], {
    execArgv: ["--max-old-space-size=1024"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const current = () => readNumber(progress);
  let errors = "";
  child.stderr!.on("data", (chunk: Buffer) => (errors = (errors + chunk.toString()).slice(-400)));
  let finished: number | undefined;
  child.on("message", (part: Part) => {
    sum.tried += part.tried;
    sum.passed += part.passed;
    sum.used += part.used;
    sum.slowest = Math.max(sum.slowest, part.slowest);
    sum.over.push(...part.over);
    sum.faults.push(...part.faults);
    for (const [name, times] of Object.entries(part.outcomes))
      sum.outcomes[name] = (sum.outcomes[name] ?? 0) + times;
    finished = part.done ? part.at : undefined;
  });
  const exited = new Promise<string>((resolve) =>
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`)),
  );
  let [seen, since] = [-1, 0];
  for (;;) {
    const ended = await Promise.race([exited, sleep(200)]);
    if (ended !== undefined) break;
    most = Math.max(most, rssOf(child.pid!));
    const at = current();
    const used = processorOf(child.pid!);
    if (at !== seen) [seen, since] = [at, used];
    else if (at >= 0 && used - since > HANGS) child.kill("SIGKILL");
  }
  if (finished !== undefined) return finished;
  if (current() < 0) throw new Error(`The child did not start.\n${errors}`);
  const at = Math.max(start, current());
  ends.push(`${at}: ${await exited} ${errors.trim().split("\n").at(-1) ?? ""}`);
  return at + children;
}

/** Seconds of processor that a process has had, by /proc: the clock says nothing on a busy machine. */
function processorOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ")[1]!.split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
}

function readNumber(file: string): number {
  try {
    return Number(readFileSync(file, "utf8").trim() || -1);
  } catch {
    return -1;
  }
}
