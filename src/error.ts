// An error that a client may be told of. Everything else that is thrown is a 500 without a word.

const BRAND = Symbol.for("offprint.HttpError");

/** Details of an error beside its status. Only `cause` is kept from the client. */
export interface HttpErrorOptions {
  /** Shown to the client. Never put secrets, paths or stack traces here. */
  reason?: string;
  /** Names of fields and what is wrong with each, for a form or an API client. */
  fields?: Record<string, string[]>;
  headers?: HeadersInit;
  /** For the log only. */
  cause?: unknown;
}

/**
 * An answer with an error status, thrown from anywhere in a handler, a middleware or a render.
 *
 * @example
 * throw new HttpError(409, { reason: "That name is taken." });
 */
export class HttpError extends Error {
  readonly [BRAND] = true;
  readonly status: number;
  readonly reason: string | undefined;
  readonly fields: Record<string, string[]> | undefined;
  readonly headers: HeadersInit | undefined;

  constructor(status: number, options: HttpErrorOptions = {}) {
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw new RangeError(`HttpError takes a status from 400 to 599, not ${status}.`);
    super(options.reason ?? `HTTP ${status}`, { cause: options.cause });
    this.name = "HttpError";
    this.status = status;
    this.reason = options.reason;
    this.fields = options.fields;
    this.headers = options.headers;
  }
}

/** True for an {@link HttpError} of any copy of this package. */
export function isHttpError(value: unknown): value is HttpError {
  return typeof value === "object" && value !== null && BRAND in value;
}

/**
 * 404, to be thrown.
 *
 * @example
 * const post = await posts.find(params.slug);
 * if (!post) throw notFound();
 */
export function notFound(reason?: string): HttpError {
  return new HttpError(404, { reason });
}

/**
 * 400, to be thrown, with the names of the fields at fault.
 *
 * @example
 * throw badRequest("The form has mistakes.", { title: ["is required"] });
 */
export function badRequest(reason?: string, fields?: Record<string, string[]>): HttpError {
  return new HttpError(400, { reason, fields });
}
