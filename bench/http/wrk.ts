// `wrk` for less than a second: long enough for thousands of requests, too short for the machine to change its pace.

import { spawn } from "node:child_process";
import { once } from "node:events";

const CONNECTIONS = 32;

/** What came of it; `refused` are answers of another status than 2xx and 3xx. */
export interface Asked {
  requests: number;
  seconds: number;
  refused: boolean;
}

/** Asks for a URL over and over. Undefined where `wrk` is not installed. */
export async function askWithWrk(
  url: string,
  ms: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Asked | undefined> {
  const fields = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const wrk = spawn("wrk", ["-t1", `-c${CONNECTIONS}`, "-d60s", ...fields, url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  // It is given whole seconds only, but stops when it is told to, and says for how long it has asked.
  setTimeout(() => wrk.kill("SIGINT"), ms);
  let out = "";
  wrk.stdout.on("data", (chunk) => (out += chunk));
  const [code] = (await once(wrk, "close").catch(() => [undefined])) as [number | undefined];
  if (code === undefined) return undefined;
  const [, requests, time, unit] = /(\d+) requests in ([\d.]+)(ms|s)/.exec(out) ?? [];
  return {
    requests: Number(requests),
    seconds: Number(time) / (unit === "ms" ? 1_000 : 1),
    refused: /Non-2xx/.test(out),
  };
}
