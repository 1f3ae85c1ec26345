// A request's URL as handlers see it: of the query, the names that are looked at are noted.

import type { Reads } from "./reads.ts";
import { ALL, iterated } from "./tracked-iteration.ts";

/** A URL whose query reads are noted; reads of its path and origin are not. */
export class TrackedURL extends URL {
  readonly #reads: Reads | undefined;
  #params: URLSearchParams | undefined;

  /** @param reads none for a URL that is not, or not only, the request's */
  constructor(url: string | URL, base?: string | URL, reads?: Reads) {
    super(url instanceof TrackedURL ? url.untracked : url, base);
    this.#reads = reads;
  }

  /** The untracked URL, for code that notes its own reads. */
  get untracked(): string {
    return super.href;
  }

  /** The record of reads of this URL's query. */
  get reads(): Reads | undefined {
    return this.#reads;
  }

  override get href(): string {
    this.#reads?.wholeQuery();
    return super.href;
  }

  override set href(url: string) {
    super.href = url;
  }

  override get search(): string {
    this.#reads?.wholeQuery();
    return super.search;
  }

  override set search(search: string) {
    super.search = search;
  }

  override get searchParams(): URLSearchParams {
    const reads = this.#reads;
    return reads ? (this.#params ??= trackParams(super.searchParams, reads)) : super.searchParams;
  }

  override toString(): string {
    return this.href;
  }

  override toJSON(): string {
    return this.href;
  }
}

/** A mutable copy of a URL; reads of its query are noted as before. */
export function copyOfUrl(url: URL): URL {
  return url instanceof TrackedURL ? new TrackedURL(url, undefined, url.reads) : new URL(url);
}

class TrackedParams extends iterated(URLSearchParams) {
  readonly #inner: URLSearchParams;
  readonly #reads: Reads;

  constructor(inner: URLSearchParams, reads: Reads) {
    super();
    this.#inner = inner;
    this.#reads = reads;
  }

  get(name: string): string | null {
    this.#reads.queryName(String(name));
    return this.#inner.get(name);
  }

  getAll(name: string): string[] {
    this.#reads.queryName(String(name));
    return this.#inner.getAll(name);
  }

  has(...given: [name: string, value?: string]): boolean {
    this.#reads.queryName(String(given[0]));
    return this.#inner.has(...given);
  }

  set(name: string, value: string): void {
    this.#inner.set(name, value);
  }

  append(name: string, value: string): void {
    this.#inner.append(name, value);
  }

  delete(...given: [name: string, value?: string]): void {
    this.#inner.delete(...given);
  }

  sort(): void {
    this.#inner.sort();
  }

  get size(): number {
    return this[ALL]().size;
  }

  override toString(): string {
    return this[ALL]().toString();
  }

  [ALL](): URLSearchParams {
    this.#reads.wholeQuery();
    return this.#inner;
  }
}

function trackParams(inner: URLSearchParams, reads: Reads): URLSearchParams {
  return new TrackedParams(inner, reads) as unknown as URLSearchParams;
}
