// The log as a person sees it: lines that align, and nothing in them that a terminal would obey.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { toLine } from "../../src/cli/terminal-log.ts";
import { hasProgram } from "../judges.ts";
import { writeProject } from "../project.ts";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

const line = (fields: object) =>
  toLine(JSON.stringify({ level: 30, time: 0, msg: "request", ...fields }), 100);

describe("a line of an answer", () => {
  const hit = line({
    method: "GET",
    path: "/og/JP.png",
    status: 200,
    ms: 0.4,
    bytes: 40_960,
    cache: "offprint; hit; ttl=3599",
  });
  const long = line({
    method: "DELETE",
    path: `/reports/${"long".repeat(40)}/end.pdf`,
    status: 504,
    ms: 12_345.6,
    bytes: 12_345_678,
    cache: "offprint; fwd=uri-miss; stored",
  });

  it("has the time, the status, the method, the path, how long, how much and what the cache did", () => {
    expect(hit).toMatch(/^\d\d:\d\d:\d\d {2}200 {2}GET {6}\/og\/JP\.png {2,}0\.4 ms {3}41\.0 kB {2}hit$/);
    expect(long).toMatch(/504 {2}DELETE {3}\/reports\/long.*….*end\.pdf {2} 12346 ms {3}12\.3 MB {2}miss$/);
  });

  it("aligns with the others", () => {
    expect(long.indexOf(" ms")).toBe(hit.indexOf(" ms"));
    expect(long.length - long.indexOf("miss")).toBe(4);
    expect(long.indexOf("miss")).toBe(hit.indexOf("hit"));
  });

  it.each([
    ["offprint; fwd=stale; fwd-status=304", "same"],
    ["offprint; hit; ttl=-3; detail=revalidating", "stale"],
    ["offprint; fwd=uri-miss; stored; collapsed", "shared"],
    ["offprint; fwd=method", "pass"],
  ])("says %s in a word", (cache, word) => {
    expect(line({ method: "GET", path: "/", status: 200, ms: 1, bytes: 1, cache })).toMatch(
      new RegExp(` ${word}$`),
    );
  });

  it("obeys nobody: what controls a terminal is taken out", () => {
    const told = line({ method: "GET", path: "/\x9b31m\x1b[2J", status: 200, ms: 1, bytes: 1 });
    const fault = toLine(
      JSON.stringify({
        level: 50,
        time: 0,
        msg: "The route failed",
        err: { stack: "Error: \x1b]0;x\x07\n at a" },
      }),
      100,
    );
    expect(told + fault).not.toMatch(/[\x1b\x07\x9b]/);
    expect(fault).toContain("\n at a");
  });
});

describe.skipIf(!hasProgram("script"))("offprint start", () => {
  const start = async (command: string, args: readonly string[]) => {
    // As on a person's machine: a terminal with colours, and nobody who says that it is none.
    const { CI: _ci, NO_COLOR: _none, FORCE_COLOR: _all, ...env } = process.env;
    const child = spawn(command, args, {
      env: { ...env, ORIGIN: "", TERM: "xterm-256color" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void child.kill());
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
    await expect.poll(() => text).toMatch(/http:\/\/localhost:\d+/);
    const [url] = /http:\/\/localhost:\d+/.exec(text)!;
    await (await fetch(`${url}/hello.txt`)).text();
    return () => text;
  };

  it("writes lines to a terminal, and JSON to whatever else", async () => {
    const root = await writeProject({ "routes/hello.txt.ts": "export const GET = () => 'Hello'" });
    const args = [MAIN, "start", root, "--port", "0"];
    const quoted = [process.execPath, ...args].map((part) => `'${part}'`).join(" ");
    const seen = await start("script", ["-qefc", quoted, "/dev/null"]);
    await expect.poll(seen).toMatch(/\d\d:\d\d:\d\d.*200.*GET.*\/hello\.txt.* ms.* B.*miss/);
    expect(seen()).not.toContain('"msg":"request"');
    expect(seen()).toContain("\x1b[32m200");
    const piped = await start(process.execPath, args);
    await expect.poll(piped).toMatch(/^\{.*"path":"\/hello\.txt".*"msg":"request"\}$/m);
  });
});
