// Decimal numbers, counted exactly: 0.29 × 0.50 is 0.145, and 0.15 when it is rounded, which binary floats miss.

/** A number as it is written: `"0.29"`, `-1234.5`. Strings have any number of digits. */
export type Amount = number | string;

const WRITTEN = /^([+-]?)(\d{1,30})(?:\.(\d{1,20}))?$/;

/** A decimal number: `units` of a tenth, to the power of `scale`. */
export class Decimal {
  private constructor(
    readonly units: bigint,
    readonly scale: number,
  ) {}

  /**
   * @throws Error for what is no finite decimal number.
   * @example Decimal.of("0.29").times(Decimal.of(0.5)).round(2).toString() // "0.15"
   */
  static of(value: Amount | Decimal): Decimal {
    if (value instanceof Decimal) return value;
    const [, sign, whole, part = ""] = WRITTEN.exec(String(value)) ?? [];
    if (whole === undefined) throw new Error(`"${value}" is no amount: write it as 1234.5 or "1234.50".`);
    const units = BigInt(whole + part);
    return new Decimal(sign === "-" ? -units : units, part.length);
  }

  static sum(values: Iterable<Decimal>): Decimal {
    let all = new Decimal(0n, 0);
    for (const value of values) all = all.plus(value);
    return all;
  }

  plus(other: Decimal): Decimal {
    const scale = Math.max(this.scale, other.scale);
    return new Decimal(this.#at(scale) + other.#at(scale), scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(new Decimal(-other.units, other.scale));
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  /** A hundredth of it. */
  percent(): Decimal {
    return new Decimal(this.units, this.scale + 2);
  }

  /** With so many decimals, halves away from zero, as accountants and EN 16931 round. */
  round(decimals: number): Decimal {
    if (this.scale <= decimals) return new Decimal(this.#at(decimals), decimals);
    const unit = 10n ** BigInt(this.scale - decimals);
    const size = this.units < 0n ? -this.units : this.units;
    const rounded = (size * 2n + unit) / (unit * 2n);
    return new Decimal(this.units < 0n ? -rounded : rounded, decimals);
  }

  get sign(): -1 | 0 | 1 {
    return this.units < 0n ? -1 : this.units > 0n ? 1 : 0;
  }

  /** Without zeros at the end, but with so many decimals at least. */
  trimmed(least = 0): Decimal {
    let { units, scale } = this;
    for (; scale > least && units % 10n === 0n; scale--) units /= 10n;
    return new Decimal(units, scale).#atLeast(least);
  }

  toString(): string {
    const digits = String(this.units < 0n ? -this.units : this.units).padStart(this.scale + 1, "0");
    const whole = digits.slice(0, digits.length - this.scale);
    const sign = this.units < 0n ? "-" : "";
    return this.scale ? `${sign}${whole}.${digits.slice(-this.scale)}` : sign + whole;
  }

  #at(scale: number): bigint {
    return this.units * 10n ** BigInt(scale - this.scale);
  }

  #atLeast(scale: number): Decimal {
    return this.scale >= scale ? this : new Decimal(this.#at(scale), scale);
  }
}
