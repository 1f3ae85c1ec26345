// The log: one structured line an event (pino), readable on a terminal.

import type { DestinationStream, Logger, pino as createPino } from "pino";
import { require } from "./require.ts";

export type { Logger };

const { pino } = require("pino") as { pino: typeof createPino };

/** Destination and level of the log. `LOG_LEVEL` of the environment is read by the command, not here. */
export interface LogOptions {
  /** pino's level. Default `info`. */
  level?: string;
  /** Destination of lines. Default standard error, so that standard output stays for results. */
  destination?: DestinationStream;
}

/** Of lines that wait to be written. */
const BUFFER = { bytes: 4_096, ms: 100, maxBytes: 16 * 1024 * 1024 };

/**
 * Standard error, written many lines at a time and beside the event loop: who reads slowly holds nobody up. What
 * is left is written at the exit; a process that is killed loses its last tenth of a second.
 */
export function bufferedStderr(): DestinationStream {
  const stream = pino.destination({
    dest: process.stderr.fd,
    sync: false,
    minLength: BUFFER.bytes,
    maxLength: BUFFER.maxBytes,
  });
  const write = stream.write.bind(stream);
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    timer = undefined;
    stream.flush();
  };
  return Object.assign(stream, {
    // sonic-boom's own `periodicFlush` hands an empty write to a thread ten times a second while nothing is logged.
    write(line: string) {
      timer ??= setTimeout(flush, BUFFER.ms).unref();
      return write(line);
    },
  });
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
