#!/usr/bin/env node
// The command: `offprint dev | start | routes | render | purge`.

import { parseArgs } from "node:util";
import { readFile } from "node:fs/promises";
import { bold, dim, fail } from "./terminal.ts";

const HELP = `${bold("offprint")}: a file in routes/ becomes a PDF, an image, a feed.

  ${bold("offprint dev")} [folder]            serve, and start again on every change
  ${bold("offprint start")} [folder]          serve
  ${bold("offprint routes")} [folder]         list every URL with its file and type
  ${bold("offprint render")} PATH [folder] [-o FILE]
                              one answer without a port; the exit code is 22 if it is no 2xx
  ${bold("offprint purge")} [folder]          forget stored answers: all, or by --tag and --path

  --port N             port to listen on (default: $PORT or 3000)
  --host ADDRESS       address to listen on (default: all; for dev, this machine alone)
  --origin URL         start of absolute URLs (default: $ORIGIN or http://localhost:PORT)
  --convention NAME    the folder holds the routes, read like this: native, remix, next, tanstack
  --root FOLDER        for render: the same as [folder]
  --images             for routes: how each image with examples is made, and why
  --tag NAME, --path /og/*, --stale
                       for purge: what, and whether it may be served while a new copy is made
  --version, --help
`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string" },
      host: { type: "string" },
      origin: { type: "string" },
      convention: { type: "string" },
      root: { type: "string" },
      images: { type: "boolean" },
      tag: { type: "string", multiple: true },
      path: { type: "string", multiple: true },
      stale: { type: "boolean" },
      output: { type: "string", short: "o" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean", short: "v" },
    },
  });
  const [command, argument, folder] = positionals;
  if (values.version) {
    const { version } = JSON.parse(
      await readFile(new URL("../../package.json", import.meta.url), "utf8"),
    ) as { version: string };
    process.stdout.write(`${version}\n`);
    return;
  }
  if (values.help || command === undefined) {
    process.stdout.write(HELP);
    return;
  }
  const port = values.port ?? process.env.PORT;
  if (port !== undefined && !/^\d{1,5}$/.test(port))
    fail(`--port takes a number, not ${JSON.stringify(port)}.`);
  const options = { ...values, port: port === undefined ? undefined : Number(port), folder: argument };
  // As the frameworks' own commands do.
  process.env.NODE_ENV ??= command === "dev" ? "development" : "production";
  switch (command) {
    case "dev":
      return (await import("./dev.ts")).dev(options);
    case "start":
      return (await import("./start.ts")).start(options);
    case "routes":
      return (await import("./routes.ts")).routes(options);
    case "render":
      return (await import("./render.ts")).render(argument, { ...options, folder: folder ?? values.root });
    case "purge":
      return (await import("./purge.ts")).purge(options);
    default:
      fail(`There is no command ${JSON.stringify(command)}. Try ${dim("offprint --help")}.`);
  }
}

main().catch((error: unknown) => {
  const known = error instanceof Error && ["RoutesError", "TypeError", "FontError"].includes(error.name);
  fail(
    known || process.env.DEBUG === undefined ? messageOf(error) : ((error as Error).stack ?? String(error)),
  );
});

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Node goes on about arguments that begin with a dash, which no command here takes.
  if ("code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
    return `${error.message.replace(/\. To specify .*/s, "")}. Try ${dim("offprint --help")}.`;
  return error.message;
}
