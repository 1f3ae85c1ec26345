// `offprint render`: one answer without a port.

import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createApp } from "../app/app.ts";
import { openProject, type ProjectOptions } from "./project.ts";
import { surviveFaults } from "./survive.ts";
import { openReadLog } from "./terminal-log.ts";
import { dim, fail, say } from "./terminal.ts";

/** curl's exit code for an answer that is no success. */
const NOT_OK = 22;

export async function render(
  path: string | undefined,
  options: ProjectOptions & { output?: string },
): Promise<void> {
  if (!path?.startsWith("/")) fail("Give the path of an asset: offprint render /og/JP.png -o jp.png");
  const project = await openProject(options);
  const log = openReadLog();
  surviveFaults(log);
  const app = await createApp({ ...project, log });
  const response = await app.fetch(new Request(new URL(path, project.origin)));
  if (!response.ok) {
    say(`${response.status} ${path}`);
    say((await response.text()).trim());
    process.exit(NOT_OK);
  }
  const body = Readable.fromWeb((response.body ?? new Blob([]).stream()) as ReadableStream);
  const { output } = options;
  if (
    output === undefined &&
    process.stdout.isTTY &&
    !/^text\/|json|xml/.test(response.headers.get("content-type") ?? "")
  )
    fail(`${path} is ${response.headers.get("content-type")}: write it to a file with -o FILE, or pipe it.`);
  try {
    await pipeline(body, output === undefined ? process.stdout : createWriteStream(output), {
      end: output !== undefined,
    });
  } catch (error) {
    // Half a file is worse than none.
    if (output !== undefined) await rm(output, { force: true });
    throw error;
  }
  if (output !== undefined) say(dim(`${output}  ${response.headers.get("content-type")}`));
  // An unhandled rejection is logged one turn after it, and the pipe of standard error may still be full.
  await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => process.stderr.write("", resolve));
  process.exit(0);
}
