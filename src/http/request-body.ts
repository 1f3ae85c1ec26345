// A body that cannot be read is the client's fault: 400 or 415, whoever calls request.json().

import { HttpError } from "../error.ts";
import { essenceOf } from "./types.ts";

/** What went wrong in reading a body, kept beside the native error so that `catch` sees the native one. */
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
    json: async (): Promise<unknown> => JSON.parse(withoutMark(await text())),
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
          // A second read is the handler's mistake, and an aborted one nobody waits for.
          if (!reread && !request.signal.aborted && typeof error === "object" && error !== null)
            faults.set(error, toHttpError(request, read));
          throw error;
        }
      },
    });
  }
  return request;
}

/** A byte order mark is no part of a text (Fetch, "UTF-8 decode"); the server's request leaves it in. */
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
