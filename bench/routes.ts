// Projects of 10 and of 300 routes: how long they take to start, how much a child holds, and how soon a route answers first.
//
//   npm run bench -- routes [--rounds 3] [--json]
//
// Each convention in turn, sizes interleaved; medians. Cold is without what an earlier start has compiled. A start is
// judged by its processor time too, divided by the processors, since others may be at work on the machine.
//
// Passes when 300 routes start within 2 s warm and 6 s cold, when a child with 300 holds at most 1.3 times of one with
// 10, and when half of all first answers come within 50 ms.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  childrenOf,
  freePort,
  get,
  mib,
  option,
  percentile,
  report,
  round,
  rssOf,
  sleep,
} from "./chaos/harness.ts";

const PACKAGE = fileURLToPath(new URL("..", import.meta.url));
const rounds = option("rounds", 3);
const SIZES = [10, 300] as const;
const PROCESSORS = 2;
/** Clock ticks in a second, of times in /proc (getconf CLK_TCK). */
const TICKS = 100;

/** Route files of each convention; all of them share a module, as those of an application do. */
const CONVENTIONS = {
  native: {
    dir: "routes",
    file: (n: number) => `routes/r${n}/[id].json.ts`,
    text: (n: number) => `import { label } from "../../lib/label.ts";
      export const cache = { maxAge: "1m" };
      export function GET({ params }) { return { route: ${n}, id: params.id, label: label(${n}) }; }`,
  },
  remix: {
    dir: "app/routes",
    file: (n: number) => `app/routes/r${n}.$id[.json].ts`,
    text: (n: number) => `import { data } from "react-router"; import { label } from "../../lib/label.ts";
      export const loader = ({ params }) => data({ route: ${n}, id: params.id, label: label(${n}) });`,
  },
  next: {
    dir: "app",
    file: (n: number) => `app/r${n}/[id]/route.ts`,
    text: (
      n: number,
    ) => `import { NextResponse } from "next/server"; import { label } from "../../../lib/label.ts";
      export async function GET(_, { params }) { const { id } = await params; return NextResponse.json({ route: ${n}, id, label: label(${n}) }); }`,
  },
  tanstack: {
    dir: "src/routes",
    file: (n: number) => `src/routes/r${n}.$id.ts`,
    text: (
      n: number,
    ) => `import { createFileRoute } from "@tanstack/react-router"; import { label } from "../../lib/label.ts";
      export const Route = createFileRoute("/r${n}/$id")({ server: { handlers: { GET: ({ params }) => Response.json({ route: ${n}, id: params.id, label: label(${n}) }) } } });`,
  },
} as const;

type Name = keyof typeof CONVENTIONS;

function writeProject(name: Name, size: number): string {
  const { dir, file, text } = CONVENTIONS[name];
  const root = mkdtempSync(join(tmpdir(), `offprint-${size}-`));
  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  write("package.json", `{ "name": "many", "private": true, "type": "module" }`);
  write("lib/label.ts", `export const label = (n: number): string => "Route " + n;\n`);
  write(
    "offprint.config.ts",
    `export default { origin: "http://localhost", cache: false, sources: [{ dir: "${dir}", convention: "${name}" }] };\n`,
  );
  for (let n = 0; n < size; n++) write(file(n), `${text(n)}\n`);
  symlinkSync(join(PACKAGE, "fonts"), join(root, "fonts"));
  return root;
}

interface Start {
  seconds: number;
  /** Of the parent and its children, until it is ready. */
  processor: number;
  childMib: number;
  firstMs: number[];
}

const urlOf = (name: Name, n: number) =>
  name === "native" || name === "remix" ? `/r${n}/7.json` : `/r${n}/7`;

async function measure(root: string, name: Name, size: number): Promise<Start> {
  const port = await freePort();
  const from = performance.now();
  const server = spawn(
    process.execPath,
    [join(PACKAGE, "dist/cli/main.js"), "start", root, "--port", String(port), "--host", "127.0.0.1"],
    { stdio: ["ignore", "ignore", "ignore"], env: { ...process.env, LOG_LEVEL: "error" } },
  );
  const exited = new Promise((resolve) => server.once("exit", resolve));
  try {
    while ((await get(port, "/readyz").catch(() => ({ status: 0 }))).status !== 200) {
      if (server.exitCode !== null) throw new Error(`The server of ${root} did not start`);
      await sleep(10);
    }
    const seconds = (performance.now() - from) / 1_000;
    const processor = processorOf(server.pid!);
    const firstMs: number[] = [];
    for (let n = 0; n < size; n++) {
      const asked = performance.now();
      const { status } = await get(port, urlOf(name, n));
      if (status !== 200) throw new Error(`${urlOf(name, n)} of ${name} answered ${status}`);
      firstMs.push(performance.now() - asked);
    }
    await sleep(500);
    return { seconds, processor, firstMs, childMib: mib(Math.max(...childrenOf(server.pid!).map(rssOf))) };
  } finally {
    server.kill("SIGKILL");
    await exited;
  }
}

/** Seconds of processor that a process and its children have used. */
function processorOf(pid: number): number {
  const used = [pid, ...childrenOf(pid)].map((one) => {
    const fields = readFileSync(`/proc/${one}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  });
  return used.reduce((sum, one) => sum + one, 0);
}

const figures: Record<string, unknown> = {};
const verdicts: Record<string, boolean> = {};
for (const name of Object.keys(CONVENTIONS) as Name[]) {
  const roots = SIZES.map((size) => writeProject(name, size));
  process.once("exit", () => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));
  const seen: Record<string, Start[]> = {};
  for (let i = 0; i < rounds; i++)
    for (const [at, size] of SIZES.entries()) {
      rmSync(join(roots[at]!, ".offprint"), { recursive: true, force: true });
      (seen[`${size} cold`] ??= []).push(await measure(roots[at]!, name, size));
      (seen[`${size} warm`] ??= []).push(await measure(roots[at]!, name, size));
    }
  const median = (key: string, of: (start: Start) => number) => percentile(seen[key]!.map(of), 0.5);
  for (const key of Object.keys(seen))
    figures[`${name}, ${key}: s, s of processor, MiB a child`] = [
      round(
        median(key, (one) => one.seconds),
        2,
      ),
      round(
        median(key, (one) => one.processor),
        2,
      ),
      round(median(key, (one) => one.childMib)),
    ];
  const first = seen["300 warm"]!.flatMap(({ firstMs }) => firstMs);
  figures[`${name}, first answers: p50, p99, ms`] = [0.5, 0.99].map((part) => round(percentile(first, part)));
  const starts = (key: string, limit: number) =>
    Math.min(
      median(key, (one) => one.seconds),
      median(key, (one) => one.processor) / PROCESSORS,
    ) <= limit;
  verdicts[`${name}: 300 routes start warm within 2 s`] = starts("300 warm", 2);
  verdicts[`${name}: 300 routes start cold within 6 s`] = starts("300 cold", 6);
  verdicts[`${name}: a child with 300 routes holds at most 1.3 of one with 10`] =
    median("300 warm", (one) => one.childMib) <= 1.3 * median("10 warm", (one) => one.childMib);
  verdicts[`${name}: a route's first answer comes within 50 ms`] = percentile(first, 0.5) <= 50;
}
report("routes", figures, verdicts);
