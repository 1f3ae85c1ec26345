// A request as the layers behind the port are given it.

import type { IncomingHttpHeaders } from "node:http";
import { NodeRequest } from "srvx/node";
import type { CountedMessage } from "./message.ts";

type Context = ConstructorParameters<typeof NodeRequest>[0];

/** The parts of srvx's request that its types leave out. */
declare class Parts extends Request {
  constructor(context: Context);
  _url: URL;
  waitUntil: ((work: Promise<unknown>) => void) | undefined;
}

const Base = NodeRequest as unknown as typeof Parts;

/** srvx's request, which can also tell its fields without making `Headers` of them. */
export class PortRequest extends Base {
  #incoming: CountedMessage;
  #given = false;

  constructor(context: Context & { req: CountedMessage }) {
    super(context);
    this.#incoming = context.req;
  }

  override get headers(): Headers {
    this.#given = true;
    return super.headers;
  }

  /** The fields as Node read them; undefined once `headers` was given to somebody who may have changed them. */
  get sent(): IncomingHttpHeaders | undefined {
    return this.#given ? undefined : this.#incoming.headers;
  }
}
