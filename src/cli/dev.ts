// `offprint dev`: serve, and start again on every change.

import { fork, type ChildProcess } from "node:child_process";
import { watch } from "node:fs";
import { fileURLToPath } from "node:url";
import { readProject, type ProjectOptions } from "./project.ts";
import { dim, say } from "./terminal.ts";

/** Saves come in bursts: wait for this many milliseconds of quiet. */
const QUIET_MS = 50;

export async function dev(options: ProjectOptions & { host?: string }): Promise<void> {
  const project = await readProject(options);
  let child = run();
  let timer: NodeJS.Timeout | undefined;
  watch(project.root, { recursive: true }, (_event, file) => {
    if (!file || /(?:^|[\\/])(?:node_modules|dist|\.[^\\/]+)(?:[\\/]|$)/.test(file)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(dim(`${file} changed`));
      child.once("exit", () => (child = run())).kill("SIGKILL");
      if (child.exitCode !== null) child = run();
    }, QUIET_MS);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      child.kill("SIGKILL");
      process.exit(0);
    });
}

function run(): ChildProcess {
  const args = process.argv.slice(2).map((arg, index) => (index === 0 ? "start" : arg));
  return fork(fileURLToPath(new URL("./main.js", import.meta.url)), args, { stdio: "inherit" });
}
