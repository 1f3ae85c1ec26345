// A Response that Node can send as it is.

import { FastResponse } from "srvx";
import type { HeaderMap } from "./header-map.ts";

/** A body that needs no stream, or a stream. */
export type SendableBody = string | Uint8Array | ReadableStream<Uint8Array> | null;

/** An answer taken apart: header names and values in turn, as `ServerResponse.writeHead` takes them. */
export interface Sendable {
  status: number;
  statusText: string;
  headers: string[];
  body: SendableBody;
}

/** srvx's Response, with the two members by which its server takes it apart. */
declare class TakenApart extends Response {
  get _response(): Response;
  _toNodeResponse(): Sendable;
}

/**
 * A whole Response to everybody, and no more than its parts to the server: for as long as nobody has
 * looked into its headers or its body, neither a `Headers` nor a stream is made for it.
 */
export class ReadyResponse extends (FastResponse as unknown as typeof TakenApart) {
  /** Undefined once somebody may have changed something. */
  #parts: Sendable | undefined;

  constructor(status: number, headers: HeaderMap, body: SendableBody) {
    // Both take any iterable of pairs, but only Headers is declared to.
    super(body as BodyInit | null, { status, headers: headers as unknown as HeadersInit });
    this.#parts = { status, statusText: "", headers: headers.flat, body };
  }

  override get status(): number {
    return this.#parts ? this.#parts.status : super.status;
  }

  override get headers(): Headers {
    this.#parts = undefined;
    return super.headers;
  }

  /** srvx asks for the platform's own Response by this name, when a body is read or a copy made. */
  override get _response(): Response {
    this.#parts = undefined;
    return super._response;
  }

  /** srvx sends what this gives. */
  override _toNodeResponse(): Sendable {
    return this.#parts ?? super._toNodeResponse();
  }
}
