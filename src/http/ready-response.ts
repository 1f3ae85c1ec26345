// A Response that Node can send as it is.

import { FastResponse } from "srvx";
import type { Reply } from "./raw-reply.ts";

/** srvx's Response, with the two members by which its server takes it apart. */
declare class TakenApart extends Response {
  get _response(): Response;
  _toNodeResponse(): { status: number; headers: string[]; body?: unknown };
}

const Base = FastResponse as unknown as typeof TakenApart;

/**
 * A lazy Response: the server reads the raw reply, and user code sees a complete Response. `Headers` and the body
 * stream are made when they are first accessed.
 */
export class ReadyResponse extends Base {
  #reply: Reply | undefined;
  #whole: TakenApart | undefined;

  /** @param whole for classes that extend this one: the Response that it is, where it is not `reply` */
  constructor(reply: Reply | undefined, whole?: Response) {
    super();
    this.#reply = reply;
    this.#whole = whole as TakenApart | undefined;
  }

  /** The raw reply; undefined once `headers` or `body` has been read, and may have been changed. */
  get reply(): Reply | undefined {
    return this.#reply;
  }

  override get status(): number {
    return this.#reply ? this.#reply.status : this.#look().status;
  }

  override get statusText(): string {
    return this.#reply ? "" : this.#look().statusText;
  }

  override get headers(): Headers {
    return this.#look().headers;
  }

  /** srvx asks for the platform's own Response by this name, when a body is read or a copy made. */
  override get _response(): Response {
    return this.#look()._response;
  }

  /** srvx's server sends what this gives. */
  override _toNodeResponse(): { status: number; headers: string[]; body?: unknown } {
    if (!this.#reply) return this.#look()._toNodeResponse();
    const { status, headers, body } = this.#reply;
    return { status, headers: headers.flat, body };
  }

  #look(): TakenApart {
    if (this.#whole) return this.#whole;
    const { status, headers, body } = this.#reply!;
    this.#reply = undefined;
    return (this.#whole = new Base(body as BodyInit | null, { status, headers: [...headers] }));
  }
}
