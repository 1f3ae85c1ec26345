// What the port costs: requests a second of ours, of plain h3 and of raw node:http, in turns.
//
//   npm run bench -- http [--json] [--rounds 3] [--seconds 1]
//
// `ours` is an app of file routes behind `serve` (no cache, no pool): what every request pays.

import { fork, spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { option, percentile, round } from "./chaos/harness.ts";

const rounds = option("rounds", 3);
const seconds = option("seconds", 1);
const CONNECTIONS = 32;

const CASES = [
  { name: "tiny JSON", path: "/tiny.json", headers: [] },
  { name: "304", path: "/card.png", headers: ["If-None-Match: *"] },
  { name: "40 KB PNG", path: "/card.png", headers: [] },
  { name: "1 MB stream", path: "/long.bin", headers: [] },
];
const SERVERS = ["raw node:http", "h3", "ours"];

const peers = new Map<string, { url: string; child: ChildProcess }>();
for (const name of SERVERS) {
  const child = fork(fileURLToPath(new URL("./run.mjs", import.meta.url)), ["bench", "http/servers", name], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  process.once("exit", () => child.kill("SIGKILL"));
  peers.set(name, {
    child,
    url: await new Promise<string>((resolve) => child.once("message", (url) => resolve(String(url)))),
  });
}
// All give the same bytes, or the comparison means nothing.
for (const { path, headers } of CASES) {
  const sizes = await Promise.all(
    [...peers.values()].map(async ({ url }) => {
      const [field] = headers;
      const response = await fetch(url + path, { headers: field ? { "if-none-match": "*" } : {} });
      return `${response.status} ${(await response.arrayBuffer()).byteLength}`;
    }),
  );
  if (new Set(sizes).size > 1)
    throw new Error(`${path}: the servers answer differently: ${sizes.join(", ")}`);
}

const rates = new Map<string, number[]>();
for (let turn = 0; turn < rounds + 1; turn++)
  for (const { name, path, headers } of CASES)
    for (const server of SERVERS) {
      const rate = await measure(peers.get(server)!.url + path, headers);
      // The first turn warms up.
      if (turn > 0) rates.set(`${name}/${server}`, [...(rates.get(`${name}/${server}`) ?? []), rate]);
    }
for (const { child } of peers.values()) child.kill();

const rows = CASES.map(({ name }) => {
  const of = (server: string) => percentile(rates.get(`${name}/${server}`)!, 0.5);
  return {
    case: name,
    "raw node:http": Math.round(of("raw node:http")),
    h3: Math.round(of("h3")),
    ours: Math.round(of("ours")),
    "ours / raw": round(of("ours") / of("raw node:http"), 2),
    "ours / h3": round(of("ours") / of("h3"), 2),
  };
});
if (process.argv.includes("--json"))
  console.log(JSON.stringify({ rounds, seconds, connections: CONNECTIONS, rows }));
else {
  console.log(`Requests a second, median of ${rounds} rounds of ${seconds} s, ${CONNECTIONS} connections`);
  console.table(rows);
}

/** Requests a second, by wrk. */
function measure(url: string, headers: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const args = [
      "-t1",
      `-c${CONNECTIONS}`,
      `-d${seconds}s`,
      ...headers.flatMap((field) => ["-H", field]),
      url,
    ];
    const wrk = spawn("wrk", args, { stdio: ["ignore", "pipe", "inherit"] });
    let out = "";
    wrk.stdout.on("data", (chunk) => (out += chunk));
    wrk.on("error", () => reject(new Error("This benchmark needs wrk (apt-get install wrk).")));
    wrk.on("close", () => resolve(Number(/Requests\/sec:\s+([\d.]+)/.exec(out)?.[1])));
  });
}
