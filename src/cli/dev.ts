// `offprint dev`: serve from one child, and replace it on every change.

import { watch } from "node:fs";
import { ignore } from "../process/contain.ts";
import { HttpError } from "../error.ts";
import { useFastResponse } from "../http/fast-response.ts";
import { surviveFaults } from "./survive.ts";
import { EXPLAINED } from "../http/internal-fields.ts";
import { problem } from "../http/problem.ts";
import { toResponse } from "../http/reply.ts";
import { openLog } from "./terminal-log.ts";
import { stopOnSignals } from "../port/signals.ts";
import { onParentGone } from "./parent.ts";
import { announce, openOwnPort, openPool, sayNotes, type ListenOptions } from "./listen.ts";
import { isFromHere } from "./own-machine.ts";
import { hintIfEmpty, openProject } from "./project.ts";
import { dim, red, say } from "./terminal.ts";
import type { AppInfo } from "./child-app.ts";

/** Saves come in bursts: wait for this many milliseconds of quiet. */
const QUIET_MS = 30;

/** Folders whose changes are ignored: they change no answer, or answers write them. */
const IGNORED = /(?:^|[\\/])(?:node_modules|dist|\.(?!well-known)[^\\/]+)(?:[\\/]|$)|~$/;

/** Read anew by each child. */
const ENV_FILE = /^\.env(?:\.[^\\/~]*)?$/;

export async function dev(options: ListenOptions): Promise<void> {
  const from = performance.now();
  useFastResponse();
  const project = await openProject(options);
  await hintIfEmpty(project.root, project.sources ?? []);
  const log = openLog("warn");
  surviveFaults(log);
  /** Those who wait for code that turns out not to start. */
  const waiting = new Set<(failure: Error) => void>();
  let url = "";
  let said = "";
  let noted: AppInfo["notes"] = [];

  const pooled = openPool(
    { ...options, explain: true },
    {
      // Nobody likes to be cut off at a breakpoint.
      stuckAfter: 600_000,
      maxWait: 30_000,
      ...project.pool,
      size: 1,
      spare: 0,
      warm: true,
      nice: 0,
      observe: {
        started(info, ms) {
          if (url === "") return;
          said = "";
          const { routes, notes } = info as AppInfo;
          say(dim(`ready in ${Math.round(ms)} ms · ${routes.length} routes`));
          sayNotes(notes, noted);
          noted = notes;
        },
        failed(failure) {
          if (failure.message !== said) say(`${red("error")} ${failure.message}`);
          said = failure.message;
          for (const tell of waiting) tell(failure);
        },
      },
    },
  );
  /** Waits for code that starts; what keeps it from starting is the answer too. */
  const ask = (request: Request): Promise<Response> => {
    const failure = pooled.failure();
    if (failure) return Promise.resolve(failurePage(failure));
    let tell!: (failure: Error) => void;
    const failed = new Promise<Response>((resolve) => {
      tell = (failure) => resolve(failurePage(failure));
      waiting.add(tell);
    });
    return Promise.race([pooled(request), failed]).finally(() => waiting.delete(tell));
  };
  const server = await openOwnPort(
    async (request) => {
      const response = await ask(request);
      if (!response.headers.has(EXPLAINED) || isFromHere(request)) return response;
      response.body?.cancel().catch(ignore);
      return toResponse(problem(new HttpError(500)));
    },
    options,
    {
      ...project.serve,
      origin: project.origin,
      origins: project.origins,
      ready: pooled.alive,
      log,
    },
  );
  let timer: NodeJS.Timeout | undefined;
  watch(project.root, { recursive: true }, (_event, file) => {
    if (!file || (IGNORED.test(file) && !ENV_FILE.test(file))) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(dim(`${file} changed`));
      said = "";
      pooled.reload("at once");
    }, QUIET_MS);
  });
  const info = await pooled.ready().catch(() => ({ routes: [], notes: [], build: "" }));
  announce(server.url, info as AppInfo, from);
  noted = (info as AppInfo).notes;
  ({ url } = server);
  stopOnSignals(async () => {
    await server.close(0);
    await pooled.close();
  });
  onParentGone(() => {
    log.info("What started this server has gone: stopping");
    process.kill(process.pid, "SIGTERM");
  });
}

/** A mistake in the project, as a page for its developer. */
function failurePage({ message }: { message: string }): Response {
  return new Response(`${message}\n`, {
    status: 500,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store", [EXPLAINED]: "yes" },
  });
}
