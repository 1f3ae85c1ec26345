// The interface of a store: the one thing that the cache knows of the place where bytes are kept.

import type { PurgeLog } from "./purges/purge-log.ts";

/** Metadata of an entry, as plain data. */
export interface Meta {
  /** Answers: the status. A `0` marks a slot that only tells by which fields its variants differ. */
  readonly status: number;
  /** Fields of the answer in order, names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The path, without its query: what `revalidatePath` goes by. */
  readonly path: string;
  /** Names to purge it by. */
  readonly tags: readonly string[];
  /** The clock when it was asked for, in milliseconds. */
  readonly requested: number;
  /** The clock when its headers came, in milliseconds. */
  readonly received: number;
  /** Position of the purge log when the answer was asked for: later purges may concern it. */
  readonly position: number;
  /** Only with status 0: the sets of `Vary` names in use at this URL, newest first. */
  readonly vary?: readonly (readonly string[])[];
}

/** A whole answer that is kept somewhere. */
export interface Entry {
  readonly meta: Meta;
  /** Bytes in the body. `undefined` only while an answer of unknown length is still arriving. */
  readonly size: number | undefined;
  /**
   * The body from `start` to `end` (exclusive). `undefined` when the bytes are gone or are not
   * those that were stored: the cache then asks for them anew.
   */
  read(start: number, end: number): Content | undefined | Promise<Content | undefined>;
  /** The same bytes, with what was learnt by validating them. */
  with(meta: Meta): Entry;
}

/** A stored body, or a part of it: whole where it is in memory, a stream where it is read from somewhere. */
export type Content = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;

/**
 * A place for stored answers.
 *
 * A store never breaks an answer: no method throws or rejects, whatever the disk or the network
 * does. What cannot be read is missing; what cannot be written is not stored. Only whole answers
 * come in, so only whole answers go out.
 */
export interface Store {
  /** The newest entry under a key. Answering at once, without a promise, is what makes hits fast. */
  get(key: string): Entry | undefined | Promise<Entry | undefined>;
  /** Keeps an answer under a key, in place of what was there. Resolves when `get` would find it. */
  put(key: string, meta: Meta, body: Uint8Array<ArrayBuffer>): void | Promise<void>;
  /** Replaces what is known of an entry whose bytes were found unchanged. A store may ignore it. */
  freshen(key: string, entry: Entry): void;
  delete(key: string): void;
  /** The purges of all processes that share this store. */
  readonly purges: PurgeLog;
  close(): void | Promise<void>;
}
