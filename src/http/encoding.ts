// Content coding: which one a client wants, and bytes or streams in it (RFC 9110 §12.5.3, §8.4).

import { constants, createBrotliCompress, createGzip, brotliCompress, gzip } from "node:zlib";
import * as zlib from "node:zlib";
import { promisify } from "node:util";
import type { Transform } from "node:stream";

/** Bodies below this many bytes go out as they are: headers would eat the gain. */
export const COMPRESS_FROM = 1024;

export type Coding = "br" | "zstd" | "gzip";

/** Node has zstd from 22.15 on. */
const createZstd = (zlib as { createZstdCompress?: () => Transform }).createZstdCompress;

/** Codings that we write, the best first. */
export const CODINGS: readonly Coding[] = createZstd ? ["br", "zstd", "gzip"] : ["br", "gzip"];

/** Brotli's quality for bodies made on the fly: near gzip's time, well below gzip's size. */
const BROTLI_QUALITY = 5;

/** The coding that `Accept-Encoding` prefers among ours, or undefined for none. */
export function negotiateCoding(acceptEncoding: string | null): Coding | undefined {
  if (!acceptEncoding) return undefined;
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.toLowerCase().split(",")) {
    const [name = "", weight = ""] = part.split(";");
    const q = /^\s*q\s*=\s*([\d.]+)\s*$/.exec(weight)?.[1];
    weights.set(name.trim(), q === undefined ? 1 : Number(q));
  }
  let best: Coding | undefined;
  let bestWeight = 0;
  for (const coding of CODINGS) {
    const weight =
      weights.get(coding) ?? (coding === "gzip" ? weights.get("x-gzip") : undefined) ?? weights.get("*") ?? 0;
    if (weight > bestWeight) [best, bestWeight] = [coding, weight];
  }
  // `identity` preferred outright is respected; `identity;q=0` changes nothing, as a coding was found.
  return bestWeight >= (weights.get("identity") ?? 0) ? best : undefined;
}

/** Compresses whole bytes. */
export async function compress(bytes: Uint8Array, coding: Coding): Promise<Uint8Array> {
  if (coding === "gzip") return promisify(gzip)(bytes, { level: 6 });
  if (coding === "br")
    return promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.byteLength,
      },
    });
  const chunks: Uint8Array[] = [];
  for await (const chunk of createEncoder(coding).end(bytes)) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function createEncoder(coding: Coding): Transform {
  if (coding === "gzip") return createGzip({ level: 6, flush: constants.Z_NO_FLUSH });
  if (coding === "zstd" && createZstd) return createZstd();
  return createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } });
}

/**
 * Compresses a stream while it is read. What has been written so far is flushed whenever the
 * source pauses, so that slow text (a log, a model's answer) still arrives as it is made.
 */
export function compressStream(
  source: ReadableStream<Uint8Array>,
  coding: Coding,
): ReadableStream<Uint8Array> {
  const encoder = createEncoder(coding) as Transform & { flush(callback: () => void): void };
  const reader = source.getReader();
  const output = encoder[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  let cancelled = false;
  let written = false;

  async function feed(): Promise<void> {
    try {
      for (;;) {
        const next = reader.read();
        const paused = await Promise.race([next.then(() => false), pause()]);
        if (paused && written) encoder.flush(() => (written = false));
        const { value, done } = await next;
        if (done) break;
        written = true;
        if (!encoder.write(value))
          await new Promise((resolve) => encoder.once("drain", resolve).once("close", resolve));
        if (cancelled) return;
      }
      encoder.end();
    } catch (error) {
      encoder.destroy(error as Error);
    }
  }
  let fed = false;

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (!fed) {
          fed = true;
          void feed();
        }
        const { value, done } = await output.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel(reason) {
        cancelled = true;
        encoder.on("error", () => {}).destroy();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Resolves true on the next turn of the event loop: by then a ready source has answered. */
function pause(): Promise<true> {
  return new Promise((resolve) => setImmediate(() => resolve(true)));
}
