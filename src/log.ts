// The log: one structured line an event (pino), readable on a terminal.

import type { pino as createPino, Logger } from "pino";
import { require } from "./commonjs.ts";

export type { Logger };

const { pino } = require("pino") as { pino: typeof createPino };

/** Where and how much to log. `LOG_LEVEL` of the environment is read by the command, not here. */
export interface LogOptions {
  /** pino's level. Default `info`. */
  level?: string;
  /** Where lines go. Default standard error, so that standard output stays for results. */
  destination?: NodeJS.WritableStream;
}

/** Creates a log. Names that hold secrets never reach a line. */
export function createLog({ level = "info", destination = process.stderr }: LogOptions = {}): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ["*.authorization", "*.cookie", "*['set-cookie']", "*.password", "*.secret", "*.token"],
        censor: "[redacted]",
      },
    },
    destination,
  );
}
