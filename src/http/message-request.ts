// A server's request whose body is read here. Node's adapter from its streams to the platform's enqueues from an event
// listener: when a body is cancelled while bytes of it are waiting, it throws where nobody can catch it
// (ERR_INVALID_STATE) and the process ends.

import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { NodeRequest } from "srvx/node";
import { contained, ignore } from "../process/contain.ts";

type Context = ConstructorParameters<typeof NodeRequest>[0];

/** The parts of srvx's request that its types leave out. */
declare class Parts extends Request {
  constructor(context: Context);
  /** The platform's own request, made on first use. */
  get _request(): Request;
  get _url(): URL;
  set _url(url: URL);
  get ip(): string | undefined;
  waitUntil: ((work: Promise<unknown>) => void) | undefined;
}

const Base = NodeRequest as unknown as typeof Parts;

/** srvx's request, made of a message that Node has parsed. */
export class MessageRequest extends Base {
  readonly #message: IncomingMessage;
  readonly #limit: number | undefined;
  #stream: ReadableStream<Uint8Array> | undefined;
  #whole: Request | undefined;

  constructor(context: Context) {
    super(context);
    this.#message = context.req as IncomingMessage;
    this.#limit = context.maxRequestBodySize;
  }

  override get body(): ReadableStream<Uint8Array<ArrayBuffer>> | null {
    if (this.#whole) return this.#whole.body;
    if (this.method === "GET" || this.method === "HEAD" || super.bodyUsed) return null;
    this.#stream ??= toStream(this.#message, this.#limit);
    return this.#stream as ReadableStream<Uint8Array<ArrayBuffer>>;
  }

  override get bodyUsed(): boolean {
    return super.bodyUsed || (this.#stream !== undefined && isDisturbed(this.#stream));
  }

  override get _request(): Request {
    return (this.#whole = super._request);
  }

  // srvx reads these from the message itself, bypassing a body stream that may already have a reader.
  override async text(): Promise<string> {
    return this.#stream ? this._request.text() : super.text();
  }

  override async json(): Promise<unknown> {
    return this.#stream ? this._request.json() : super.json();
  }
}

const isDisturbed = (stream: ReadableStream) => Readable.isDisturbed(stream as unknown as Readable);

/** Cancelling leaves the rest of the message unread: the server decides what becomes of it. */
function toStream(message: IncomingMessage, limit = Infinity): ReadableStream<Uint8Array> {
  let size = 0;
  // An `error` event without a listener is an uncaught exception, and there is none between two reads.
  message.on("error", ignore);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const chunk = await next(message);
        if (chunk === null) return controller.close();
        size += chunk.byteLength;
        if (size > limit) throw new RangeError(`The body is larger than ${limit} bytes.`);
        controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
}

const CHANGES = ["readable", "end", "error", "close"] as const;

/** The next bytes, or null at the end. @throws when the client has gone before it, or the server has let the rest go. */
async function next(message: IncomingMessage & { discarded?: boolean }): Promise<Uint8Array | null> {
  for (;;) {
    const chunk = message.read() as Buffer | null;
    if (chunk) return chunk;
    if (message.readableEnded && !message.discarded) return null;
    if (message.errored || message.destroyed || message.discarded)
      throw message.errored ?? new DOMException("The request was aborted.", "AbortError");
    await new Promise<void>((resolve, reject) => {
      const changed = contained(() => {
        for (const event of CHANGES) message.off(event, changed);
        resolve();
      }, reject);
      for (const event of CHANGES) message.on(event, changed);
    });
  }
}
