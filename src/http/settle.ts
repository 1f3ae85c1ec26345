// A stream's beginning: until something has been sent, a source that fails can still become an error status.

/** Handling of a stream's first chunk, and of later failures. */
export interface Settling {
  /** Aborts when the answer is no longer wanted: the stream is then cancelled. */
  signal: AbortSignal;
  /** Called with an error after the first chunk, when the status has been sent and the answer can only be cut off. */
  failed(error: unknown): void;
}

/**
 * Reads the first chunk of a stream. One that has ended by then comes back as bytes.
 *
 * @throws what the source throws before its first chunk; the signal's reason.
 */
export async function settle(
  stream: ReadableStream<Uint8Array>,
  { signal, failed }: Settling,
): Promise<ReadableStream<Uint8Array> | Uint8Array> {
  const reader = stream.getReader();
  const leave = () => void reader.cancel(signal.reason).catch(() => {});
  if (signal.aborted) leave();
  signal.addEventListener("abort", leave);
  const first = await readChunk(reader).finally(() => signal.removeEventListener("abort", leave));
  signal.throwIfAborted();
  if (first === undefined) return new Uint8Array(0);
  const next = readAhead(reader);
  if ((await Promise.race([next.catch(() => "failed" as const), turn()])) === undefined) return first;
  return passOn(reader, [Promise.resolve(first), next], failed);
}

/**
 * Waits for no more than a turn of the event loop, for a stream whose head must not wait for its first chunk.
 *
 * @throws what the source throws at once.
 */
export async function settleAtOnce(
  stream: ReadableStream<Uint8Array>,
  { failed }: Pick<Settling, "failed">,
): Promise<ReadableStream<Uint8Array>> {
  const reader = stream.getReader();
  const first = readAhead(reader);
  await Promise.race([first, turn()]);
  return passOn(reader, [first], failed);
}

/** @param ahead chunks that have been read, or are being read */
function passOn(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  ahead: Promise<Uint8Array | undefined>[],
  failed: Settling["failed"],
): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let chunk: Uint8Array | undefined;
        try {
          chunk = await (ahead.shift() ?? readChunk(reader));
        } catch (error) {
          failed(error);
          throw error;
        }
        if (chunk === undefined) controller.close();
        else controller.enqueue(chunk);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** Starts a read whose rejection is handled when the chunk is used, and must not count as unhandled until then. */
function readAhead(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunk = readChunk(reader);
  chunk.catch(() => {});
  return chunk;
}

async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return undefined;
    if (typeof value === "string") return new TextEncoder().encode(value);
    if (!(value instanceof Uint8Array))
      throw new TypeError("A stream that is returned must give Uint8Array or string chunks.");
    if (value.byteLength > 0) return value;
  }
}

/** Resolves after one turn of the event loop, by which a source that has data has delivered it. */
function turn(): Promise<"pending"> {
  return new Promise((resolve) => setImmediate(() => resolve("pending")));
}
