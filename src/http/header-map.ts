// Response headers as the flat list that Node takes. The platform's `Headers` costs more than everything else that
// is done for a small answer, so it is made only when code reads `response.headers`.

/** Header fields by lower-case name; `Set-Cookie` keeps its values apart (RFC 6265 §3). */
export class HeaderMap {
  /** Names and values in turn. An answer has few of them: looking along the list is the fastest way. */
  readonly flat: string[];

  /** @param pairs Names in any case, in order; the same name twice is joined. */
  constructor(pairs?: Iterable<readonly [string, string]>, flat: string[] = []) {
    this.flat = flat;
    if (pairs) for (const [name, value] of pairs) this.append(name.toLowerCase(), value);
  }

  /** Takes over names (lower-case) and values in turn. */
  static from(flat: string[]): HeaderMap {
    if (!hasRepeated(flat)) return new HeaderMap(undefined, flat);
    const map = new HeaderMap();
    for (let i = 0; i < flat.length; i += 2) map.append(flat[i]!, flat[i + 1]!);
    return map;
  }

  get(name: string): string | null {
    const at = this.#find(name);
    return at < 0 ? null : this.flat[at + 1]!;
  }

  has(name: string): boolean {
    return this.#find(name) >= 0;
  }

  set(name: string, value: string): void {
    const at = this.#find(name);
    if (at < 0) this.flat.push(name, value);
    else this.flat[at + 1] = value;
  }

  /** Sets a field that is known not to be there: nothing is looked for. */
  add(name: string, value: string): void {
    this.flat.push(name, value);
  }

  append(name: string, value: string): void {
    const at = name === "set-cookie" ? -1 : this.#find(name);
    if (at < 0) this.flat.push(name, value);
    else this.flat[at + 1] += `, ${value}`;
  }

  delete(name: string): void {
    for (let at = this.#find(name); at >= 0; at = this.#find(name)) this.flat.splice(at, 2);
  }

  /** A copy of the fields whose names are not in `names`. */
  without(names: ReadonlySet<string>): HeaderMap {
    const kept = new HeaderMap();
    const { flat } = this;
    for (let i = 0; i < flat.length; i += 2) if (!names.has(flat[i]!)) kept.flat.push(flat[i]!, flat[i + 1]!);
    return kept;
  }

  /** Name and value pairs: with it, this is what a Response takes as its headers. */
  *[Symbol.iterator](): Iterator<[string, string]> {
    for (let i = 0; i < this.flat.length; i += 2) yield [this.flat[i]!, this.flat[i + 1]!];
  }

  #find(name: string): number {
    const { flat } = this;
    for (let i = 0; i < flat.length; i += 2) if (flat[i] === name) return i;
    return -1;
  }
}

function hasRepeated(flat: readonly string[]): boolean {
  for (let i = 2; i < flat.length; i += 2)
    for (let before = 0; before < i; before += 2) if (flat[before] === flat[i]) return true;
  return false;
}
