// A child's side of the pool: builds the app and answers on a Unix socket. Runs as a process of its own.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { FastURL } from "srvx";
import { sendNodeResponse } from "srvx/node";
import type { Fetch } from "../routing/route.ts";
import { sendHeadSoon } from "../http/early-head.ts";
import { useFastResponse } from "../http/fast-response.ts";
import { MessageRequest } from "../http/message-request.ts";
import { MAX_HEADER_BYTES } from "./forward.ts";
import { shareWithParent } from "./child-shared.ts";
import { endWithParent } from "./parent-watchdog.ts";
import { SETUP, type ChildSetup, type FromChild, type FromParent } from "./messages.ts";
import type { MadeApp } from "./pool.ts";

/** Background work (`waitUntil`) that the child must not end before. */
const background = new Set<Promise<unknown>>();

async function main(): Promise<void> {
  const setup = JSON.parse(process.env[SETUP] ?? "null") as ChildSetup | null;
  if (!setup || !process.send) throw new Error("This file is started by pool(), not by hand.");
  delete process.env[SETUP];
  // Signals are left to the parent (a terminal's Ctrl-C reaches the children too); without a parent the child exits.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
  process.once("disconnect", () => process.exit(0));
  // It may have gone while this was being loaded.
  if (!process.connected) process.exit(0);
  endWithParent();
  const told = shareWithParent(send);
  useFastResponse();
  let made: MadeApp;
  try {
    made = await makeApp(setup);
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    send({ type: "offprint:failed", name, message, stack }, () => process.exit(1));
    return;
  }
  const server = createServer(
    { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0, maxHeaderSize: MAX_HEADER_BYTES },
    (incoming, outgoing) => answer(made.fetch, incoming, outgoing),
  );
  process.on("message", (message: FromParent) => {
    if (message.type === "offprint:ping") pong();
    else if (message.type === "offprint:stop") void stop();
    else if (message.type === "offprint:rehearse") void rehearse(made);
    else told(message);
  });
  server.listen(setup.socket, () => send({ type: "offprint:ready", info: made.info }));
}

async function makeApp({ app, args, wait }: ChildSetup): Promise<MadeApp> {
  const told = wait && new Promise((resolve) => process.once("message", resolve));
  const module = /\.[cm]?tsx?$/.test(app)
    ? await (await import("jiti")).createJiti(import.meta.url).import<Record<string, unknown>>(app)
    : ((await import(app)) as Record<string, unknown>);
  if (typeof module.default !== "function")
    throw new TypeError(`${app}: export as default the function that makes the app: (args) => ({ fetch }).`);
  if (told) {
    if (typeof module.warmUp === "function") await (module.warmUp as (args: unknown) => unknown)(args);
    await told;
  }
  const made = (await (module.default as (args: unknown) => unknown)(args)) as MadeApp | Fetch;
  return typeof made === "function" ? { fetch: made } : made;
}

function pong(): void {
  const { user, system } = process.cpuUsage();
  send({ type: "offprint:pong", used: (user + system) / 1_000 });
}

async function rehearse(made: MadeApp): Promise<void> {
  await made.rehearse?.();
  send({ type: "offprint:rehearsed" });
}

function answer(fetch: Fetch, incoming: IncomingMessage, outgoing: ServerResponse): void {
  // Those in front add the date of their own answer.
  outgoing.sendDate = false;
  const request = Object.assign(new MessageRequest({ req: incoming, res: outgoing, trustProxy: true }), {
    // The target is in absolute form: scheme and host are what the port has settled on.
    _url: new FastURL(incoming.url!),
    waitUntil: (work: Promise<unknown>) => keep(work),
  });
  // An error that reaches this is one of the server around the app: the connection is closed without an
  // answer, and a stream that fails later is cut off in the same way.
  void (async () => {
    const sent = sendNodeResponse(outgoing, await fetch(request));
    sendHeadSoon(outgoing);
    await sent;
  })().catch((error: unknown) => {
    if (!request.signal.aborted) console.error(error);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { "content-length": 0 }).end();
  });
}

function keep(work: Promise<unknown>): void {
  const settled = Promise.resolve(work)
    .catch((error: unknown) => console.error(error))
    .finally(() => background.delete(settled));
  background.add(settled);
}

async function stop(): Promise<void> {
  while (background.size > 0) await Promise.all(background);
  process.exit(0);
}

function send(message: FromChild, sent: () => void = () => {}): void {
  if (process.connected) process.send!(message, undefined, undefined, sent);
  else sent();
}

await main();
