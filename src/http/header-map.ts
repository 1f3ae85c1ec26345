// Headers of an answer on its way out. The platform's own class costs more than all else that we
// do for a small answer, so it is made only if somebody asks the finished Response for it.

/** Header fields by lower-case name; `Set-Cookie` keeps its values apart (RFC 6265 §3). */
export class HeaderMap {
  readonly #fields = new Map<string, string>();
  #cookies: string[] | undefined;

  /** @param pairs Names in any case, in order; the same name twice is joined. */
  constructor(pairs?: Iterable<readonly [string, string]>) {
    if (pairs) for (const [name, value] of pairs) this.append(name.toLowerCase(), value);
  }

  get(name: string): string | null {
    return this.#fields.get(name) ?? null;
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  set(name: string, value: string): void {
    this.#fields.set(name, value);
  }

  append(name: string, value: string): void {
    if (name === "set-cookie") (this.#cookies ??= []).push(value);
    else {
      const present = this.#fields.get(name);
      this.#fields.set(name, present === undefined ? value : `${present}, ${value}`);
    }
  }

  delete(name: string): void {
    this.#fields.delete(name);
  }

  /** Name and value pairs, for a Response. */
  pairs(): [string, string][] {
    const pairs = [...this.#fields];
    for (const cookie of this.#cookies ?? []) pairs.push(["set-cookie", cookie]);
    return pairs;
  }
}
