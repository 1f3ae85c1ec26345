// Headers of an answer on its way out. The platform's own class costs more than all else that we
// do for a small answer, so it is made only if somebody asks the finished Response for it.

/** Header fields by lower-case name; `Set-Cookie` keeps its values apart (RFC 6265 §3). */
export class HeaderMap {
  /** A record that is always built in much the same order is the cheapest map that V8 has. */
  #fields: Record<string, string>;
  #cookies: string[] | undefined;

  /** @param pairs Names in any case, in order; the same name twice is joined. */
  constructor(pairs?: Iterable<readonly [string, string]>) {
    this.#fields = {};
    if (pairs) for (const [name, value] of pairs) this.append(name.toLowerCase(), value);
  }

  get(name: string): string | null {
    return this.#fields[name] ?? null;
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  set(name: string, value: string): void {
    this.#fields[name] = value;
  }

  append(name: string, value: string): void {
    const present = this.#fields[name];
    if (name === "set-cookie") (this.#cookies ??= []).push(value);
    else this.#fields[name] = present === undefined ? value : `${present}, ${value}`;
  }

  delete(...names: string[]): void {
    this.#fields = Object.fromEntries(Object.entries(this.#fields).filter(([name]) => !names.includes(name)));
  }

  /** A copy. */
  clone(): HeaderMap {
    return new HeaderMap(this.pairs());
  }

  /** Name and value pairs. */
  pairs(): [string, string][] {
    const pairs = Object.entries(this.#fields);
    for (const cookie of this.#cookies ?? []) pairs.push(["set-cookie", cookie]);
    return pairs;
  }

  /** What a Response takes. */
  toInit(): HeadersInit {
    return this.#cookies ? this.pairs() : this.#fields;
  }
}
