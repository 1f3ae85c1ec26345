// A server under npm or `sh -c` ends when those do, and only then.

import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from "node:child_process";
import { describe, expect, it, onTestFinished } from "vitest";
import { isWrapper } from "../../src/cli/parent.ts";
import { writeProject } from "../project.ts";
import { MAIN } from "./run.ts";

const START = `${process.execPath} ${MAIN} start --port 0`;

const FILES = {
  "package.json": JSON.stringify({ scripts: { start: START } }),
  "routes/pid.txt.ts": "export const GET = () => `${process.ppid}`;",
};

/** Starts a server by another program; gives that, and the server's own process. */
async function startBy(
  program: string,
  args: readonly string[],
  options: SpawnOptions = {},
): Promise<{ wrapper: ChildProcess; url: string; pid: number }> {
  const cwd = await writeProject(FILES);
  const wrapper = spawn(program, args, {
    cwd,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: undefined, NO_COLOR: "1" },
    ...options,
  });
  let text = "";
  for (const stream of [wrapper.stdout!, wrapper.stderr!])
    stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  await expect.poll(() => /on (http:\S+)/.exec(text)?.[1]).toBeTruthy();
  const url = /on (http:\S+)/.exec(text)![1]!;
  // Of the child that answers, the parent is the server.
  const pid = Number(await (await fetch(`${url}/pid.txt`)).text());
  onTestFinished(() => {
    for (const each of [wrapper.pid!, pid])
      try {
        process.kill(each, "SIGKILL");
      } catch {
        // It has ended, as it should.
      }
  });
  return { wrapper, url, pid };
}

const isThere = (pid: number) => {
  try {
    process.kill(pid, 0);
    // One that nobody has asked for is still in the list.
    return !/\bZ/.test(execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }));
  } catch {
    return false;
  }
};

describe.skipIf(process.platform !== "linux")("a server", () => {
  it.each([
    ["npm start", "npm", ["start"]],
    ["sh -c", "sh", ["-c", `${START}; true`]],
    ["sh -c, in a script of npm's", "npm", ["exec", "-c", `true && ${START}; true`]],
  ])("stops when %s is told to", async (_, program, args) => {
    const { wrapper, pid } = await startBy(program, args);
    wrapper.kill("SIGTERM");
    await expect.poll(() => isThere(pid)).toBe(false);
  });

  it.each([
    ["in the background of a shell", "sh", ["-c", `${START} & sleep 30`]],
    ["in a session of its own", "sh", ["-c", `setsid ${START}; true`]],
    ["under nohup, in the background", "sh", ["-c", `nohup ${START} 2>&1 & sleep 30`]],
  ])("goes on when its parent ends, where it was started %s", async (_, program, args) => {
    const { wrapper, url, pid } = await startBy(program, args);
    const parent = () => execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }).trim();
    expect(parent()).toBe(String(wrapper.pid));
    wrapper.kill("SIGKILL");
    await expect.poll(parent).not.toBe(String(wrapper.pid));
    // Three looks later it is still there.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect((await fetch(`${url}/pid.txt`)).status).toBe(200);
  });
});

it.each([
  [["sh", "-c", "offprint start"], true],
  [["/bin/bash", "-lc", "offprint start 2>&1 && echo done"], true],
  [["sh", "-c", "offprint start &>log"], true],
  [["npm start"], true],
  [["npm run start --port 1"], true],
  [["/usr/bin/node", "/usr/lib/node_modules/npm/bin/npm-cli.js", "start"], true],
  [["node", "/x/pnpm.cjs", "start"], true],
  [["sh", "-c", "offprint start &"], false],
  [["sh", "-c", "offprint start >log 2>&1 & echo $!"], false],
  [["-bash"], false],
  [["bash", "deploy.sh"], false],
  [["node", "server.js"], false],
  [["systemd", "--user"], false],
  [[], false],
])("%j waits for what it runs: %s", (line, waits) => {
  expect(isWrapper(line)).toBe(waits);
});
