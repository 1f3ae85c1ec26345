// A set of UTF-16 units in 8 KiB, whatever text strangers bring: a Set of all of them takes 2 MB.

export class UnitSet {
  readonly #bits = new Uint32Array(65_536 / 32);

  has(unit: number): boolean {
    return ((this.#bits[unit >> 5]! >> (unit & 31)) & 1) === 1;
  }

  add(unit: number): void {
    this.#bits[unit >> 5]! |= 1 << (unit & 31);
  }
}
