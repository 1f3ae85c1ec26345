// The waist: what a route returns and everything after it understands.

import type { Fonts } from "./fonts/fonts.ts";

/** The result of a render: text (UTF-8), bytes, or bytes that are made while they are read. */
export type Body = string | Uint8Array | ReadableStream<Uint8Array>;

/** The argument of an asset's `render`. */
export interface RenderContext {
  /** The media type wanted, one of the asset's `types`. */
  type: string;
  /** The absolute URL of this asset without its query: the configured origin plus the path. */
  url: string;
  /** The part of the query that the handler has read, as it was sent (`?page=2`), for an asset that `holdsQuery`. */
  query?: string;
  /** The fonts of the app. */
  fonts: Fonts;
  /** Aborts when nobody waits for the bytes any more. */
  signal: AbortSignal;
  /** Adds a step to `Server-Timing`; returns the function that ends it. */
  time(step: string): () => void;
  /** Tells the developer something once per distinct text (a missing glyph, say). */
  warn(message: string): void;
  /** Says that the bytes lack something that could not be had for now: they are sent, and kept nowhere. */
  incomplete?(message: string): void;
  /**
   * Asks the app for a URL of its own, in the same process, as a visitor without cookies and credentials; undefined for
   * URLs of others. `accept` is the request's `Accept`; default: none. Rejects with HttpError 508 for what is made of itself.
   */
  own?(url: URL, accept?: string): Promise<Response> | undefined;
}

/**
 * Bytes that do not exist yet.
 *
 * A kind of asset is any function that returns one; there is nothing to register. The same key,
 * type and build must always give the same bytes: no clock, no random, no unordered iteration.
 *
 * @example
 * const hello = (name: string): Asset => ({
 *   types: ["text/plain; charset=utf-8"],
 *   key: { kind: "hello", name },
 *   render: () => `Hello, ${name}\n`,
 * });
 */
export interface Asset {
  /** Media types it can be rendered as. The first is the default; the URL's extension chooses. */
  types: readonly string[];
  /**
   * Everything that the bytes depend on, as data that has one canonical form (see `fingerprint`).
   * It is read before the bytes are made: `304` and `HEAD` cost no render.
   */
  key: unknown;
  /**
   * Whether the key holds all of the content itself, so that equal keys are equal bytes whoever asks. Default false:
   * a version or a name may stand for the content, and what was read of the request becomes a part of the entity tag.
   */
  exact?: boolean;
  /** Makes the bytes. Called at most once, and never for `HEAD` or `304`. */
  render(context: RenderContext): Body | Promise<Body>;
  /** Whether the bytes hold their own URL with its query: that is a part of the entity tag then. Default false. */
  holdsQuery?: boolean;
  /** Headers that belong to the asset itself, such as `X-Robots-Tag`; or a function of its absolute URL, with the query where it `holdsQuery`. */
  headers?: HeadersInit | ((url: string) => HeadersInit);
  /** Name under which a client saves it (any Unicode text; the extension is added if missing). */
  filename?: string;
  /** When the content last changed; becomes `Last-Modified`. */
  lastModified?: Date;
}

/** True for anything of the shape of an {@link Asset}, whichever copy of the package made it. */
export function isAsset(value: unknown): value is Asset {
  return (
    typeof value === "object" &&
    value !== null &&
    "render" in value &&
    typeof value.render === "function" &&
    "types" in value &&
    Array.isArray(value.types) &&
    "key" in value
  );
}

/** Key of a Response's property with the asset that it was made of (`ImageResponse`), by which an app answers. */
export const ASSET: unique symbol = Symbol.for("offprint.asset") as never;
