// The log on a terminal: one calm line an answer. Wherever else it goes, it stays JSON.

import { fileURLToPath } from "node:url";
import { createLog, type Logger, type LogOptions } from "../log.ts";
import { bold, cyan, dim, green, red, yellow } from "./terminal.ts";

/** Tells the children of a server whose log a person reads that theirs is read there too. */
const READ = "OFFPRINT_TERMINAL";

/**
 * The log of a command: `LOG_LEVEL` of the environment, or what is given here.
 * @param open where lines go that no terminal shows
 */
export function openLog(otherwise = "info", open?: () => LogOptions["destination"]): Logger {
  const level = process.env.LOG_LEVEL ?? otherwise;
  const { stderr } = process;
  if (stderr.isTTY) process.env[READ] = "1";
  return process.env[READ] === undefined ? createLog({ level, destination: open?.() }) : openReadLog(level);
}

/** A log for whoever runs a command once and waits for it: always in words, wherever it goes. */
export function openReadLog(level = process.env.LOG_LEVEL ?? "warn"): Logger {
  const { stderr } = process;
  const write = (line: string) => stderr.write(`${toLine(line, stderr.columns ?? 100)}\n`);
  return createLog({ level, destination: { write } });
}

/** Fields of the log's lines. Times are in milliseconds. */
interface Event {
  level: number;
  time: number;
  msg?: string;
  method?: string;
  path?: string;
  status?: number;
  ms?: number;
  bytes?: number;
  cache?: string;
  cut?: boolean;
  err?: { message?: string; stack?: string };
  [field: string]: unknown;
}

/** A line of JSON as a person reads it. @param columns width of the terminal */
export function toLine(json: string, columns: number): string {
  const event = JSON.parse(json) as Event;
  const time = dim(new Date(event.time).toTimeString().slice(0, 8));
  return event.msg === "request" && event.status !== undefined
    ? `${time}  ${answered(event, columns)}`
    : `${time}  ${happened(event)}`;
}

/** Columns beside the path. */
const BESIDE = 54;

function answered(event: Event, columns: number): string {
  const { status = 0, method = "", path = "", ms = 0, bytes = 0, cache, cut } = event;
  return [
    paintStatus(status),
    method.padEnd(7),
    fit(harmless(path), Math.max(24, columns - BESIDE)),
    `${ms < 100 ? ms.toFixed(1) : String(Math.round(ms))} ms`.padStart(9),
    size(bytes).padStart(8),
    cut ? red("cut off") : whatCacheDid(cache),
  ]
    .join("  ")
    .trimEnd();
}

/** Fields with a place of their own in a line. */
const PLACED = new Set(["level", "time", "msg", "err"]);

function happened(event: Event): string {
  const { level, msg = "", err } = event;
  const name = level >= 50 ? red("error") : level >= 40 ? yellow("warn ") : dim("info ");
  const facts = Object.entries(event)
    .filter(([key]) => !PLACED.has(key))
    .map(([key, value]) =>
      dim(harmless(`${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)),
    );
  const fault = err ? `\n${harmless(ownFrames(err.stack ?? err.message ?? ""))}` : "";
  return [name, bold(harmless(msg)), ...facts].join(" ") + fault;
}

/** Paths of Node, this package and its loader: a mistake in a route is not there. */
const FOREIGN = /^ +at .*(?:node:|[\\/]jiti[\\/]dist[\\/]|<anonymous>)/;
const OURS = new URL("..", import.meta.url);

const FRAME = /^ +at /;

/** A stack without the frames of others; of one that has no more than those, the first three. `DEBUG=1` shows all. */
function ownFrames(stack: string): string {
  if (process.env.DEBUG !== undefined) return stack;
  const lines = stack.split("\n");
  const isForeign = (line: string) =>
    FOREIGN.test(line) || line.includes(OURS.href) || line.includes(fileURLToPath(OURS));
  const own = lines.filter((line) => !FRAME.test(line) || !isForeign(line));
  if (own.some((line) => FRAME.test(line))) return own.join("\n");
  return [...own, ...lines.filter((line) => FRAME.test(line)).slice(0, 3)].join("\n");
}

function paintStatus(status: number): string {
  const paint = status >= 500 ? red : status >= 400 ? yellow : status >= 300 ? cyan : green;
  return paint(String(status));
}

/** RFC 9211 in a word. */
function whatCacheDid(field: string | undefined): string {
  if (field === undefined) return "";
  if (/;\s*hit\b/.test(field)) return green(/detail=revalidating/.test(field) ? "stale" : "hit");
  if (/;\s*collapsed\b/.test(field)) return cyan("shared");
  if (/fwd-status=304/.test(field)) return cyan("same");
  return dim(/fwd=(?:uri-miss|vary-miss|stale)/.test(field) ? "miss" : "pass");
}

function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1_000, "kB"] : [bytes / 1_000_000, "MB"];
  return `${value < 100 ? value.toFixed(1) : String(Math.round(value))} ${unit}`;
}

/** As wide as given: the middle of what is longer is left out. */
function fit(text: string, width: number): string {
  if (text.length <= width) return text.padEnd(width);
  const end = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - end)}…${text.slice(-end)}`;
}

/** Without what a terminal would obey: a client chooses paths, and data finds its way into errors. */
function harmless(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what it is about
  return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, "\ufffd");
}
