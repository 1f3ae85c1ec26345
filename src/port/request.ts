// A request as the layers behind the port are given it.

import type { IncomingHttpHeaders } from "node:http";
import { FastURL } from "srvx/node";
import { MessageRequest } from "../http/message-request.ts";
import { setForwarded, type CountedMessage, type Told } from "./message.ts";

type Context = ConstructorParameters<typeof MessageRequest>[0];

/** The client and the URL of a request, as the port has established them. */
export interface Asked extends Told {
  /** The client may have said so itself. */
  claims: boolean;
  /** It says that it has come through a proxy, trusted or not. */
  forwarded: boolean;
  path: string;
  /** With its `?`, or `""`. */
  search: string;
}

/**
 * srvx's request: it makes its URL and its `Headers` on first use, and its fields can be read without them.
 */
export class PortRequest extends MessageRequest {
  readonly #incoming: CountedMessage;
  readonly #asked: Asked;
  #parts: URL | undefined;
  #given = false;

  constructor(context: Context & { req: CountedMessage }, asked: Asked) {
    super(context);
    this.#incoming = context.req;
    this.#asked = asked;
  }

  /** srvx, h3 and we ourselves know the URL in parts by this name. */
  override get _url(): URL {
    const { protocol, host, path, search } = this.#asked;
    return (this.#parts ??= new FastURL({ protocol, host, pathname: path, search }));
  }

  override set _url(url: URL) {
    this.#parts = url;
  }

  override get headers(): Headers {
    if (!this.#given) {
      this.#given = true;
      setForwarded(this.#incoming, this.#asked, this.#asked.claims);
    }
    return super.headers;
  }

  override get ip(): string | undefined {
    return this.#asked.ip;
  }

  /** Whether it says that it has come through a proxy. */
  get forwarded(): boolean {
    return this.#asked.forwarded;
  }

  /** The fields as Node parsed them; undefined once `headers` has been read, since code may have changed it. */
  get sent(): IncomingHttpHeaders | undefined {
    return this.#given ? undefined : this.#incoming.headers;
  }
}
