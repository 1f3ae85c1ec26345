// An unreadable body is the client's error: 400 or 415, not 500, when `request.json()` throws in any code.

import { HttpError } from "../error.ts";
import { essenceOf } from "./types.ts";

/**
 * Deepest nesting of JSON in a body; more is 400. Whatever walks the data by recursion, `JSON.stringify()` and a
 * handler's own functions included, overflows the stack at some thousands.
 */
const MAX_JSON_DEPTH = 500;

/** Causes of errors in reading a body, kept beside the native errors, which are what `catch` sees. */
const faults = new WeakMap<object, HttpError>();

/**
 * Makes a request remember why `json()` or `formData()` failed. The error itself stays what the
 * platform throws, for handlers that catch it.
 */
export function watchBody(request: Request): Request {
  if (request.method === "GET" || request.method === "HEAD") return request;
  const text = request.text.bind(request);
  const readers = {
    text: async () => withoutMark(await text()),
    json: async (): Promise<unknown> => parseJson(withoutMark(await text())),
    formData: request.formData.bind(request),
  };
  Object.defineProperty(request, "text", { configurable: true, value: readers.text });
  for (const read of ["json", "formData"] as const) {
    const native = readers[read];
    Object.defineProperty(request, read, {
      configurable: true,
      value: async () => {
        const reread = request.bodyUsed;
        try {
          return await native();
        } catch (error) {
          // Not the client's fault: a second read is the handler's mistake, and an aborted request gets no answer.
          if (!reread && !request.signal.aborted && typeof error === "object" && error !== null)
            faults.set(error, error instanceof DepthError ? error.fault : toHttpError(request, read));
          throw error;
        }
      },
    });
  }
  const clone = request.clone.bind(request);
  Object.defineProperty(request, "clone", { configurable: true, value: () => watchBody(clone()) });
  return request;
}

/** A RangeError, as a recursive parser throws when its stack overflows. */
class DepthError extends RangeError {
  readonly fault = new HttpError(400, {
    reason: `The body's JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`,
  });
  constructor() {
    super(`JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  }
}

/** @throws Error for text that is not JSON, or nested too deep. */
export function parseJson(text: string): unknown {
  const data: unknown = JSON.parse(text);
  if (text.length > 2 * MAX_JSON_DEPTH && depthOf(text) > MAX_JSON_DEPTH) throw new DepthError();
  return data;
}

/** Deepest nesting of a text that is valid JSON. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 0x5c /* \ */) i++;
      else if (code === 0x22 /* " */) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b /* [ */ || code === 0x7b /* { */) deepest = Math.max(deepest, ++depth);
    else if (code === 0x5d /* ] */ || code === 0x7d /* } */) depth--;
  }
  return deepest;
}

/** A byte order mark is not part of the text (Fetch, "UTF-8 decode"); the server's request leaves it in. */
const withoutMark = (text: string) => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

/** The answer to a thrown error that came from reading a bad body, or undefined. */
export function bodyFault(error: unknown): HttpError | undefined {
  return typeof error === "object" && error !== null ? faults.get(error) : undefined;
}

function toHttpError(request: Request, read: "json" | "formData"): HttpError {
  const type = essenceOf(request.headers.get("content-type") ?? "");
  if (read === "json") {
    if (type !== "" && !/^application\/(?:.*\+)?json$|^text\//.test(type))
      return new HttpError(415, { reason: `Send JSON (application/json), not ${printable(type)}.` });
    return new HttpError(400, { reason: "The body is not valid JSON." });
  }
  if (type !== "multipart/form-data" && type !== "application/x-www-form-urlencoded")
    return new HttpError(415, { reason: "Send multipart/form-data or application/x-www-form-urlencoded." });
  return new HttpError(400, { reason: "The body is not valid form data." });
}

function printable(type: string): string {
  return /^[\w.+/-]{1,80}$/.test(type) ? type : "that type";
}
