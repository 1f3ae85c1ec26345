// A running sum in decimals: 0.1 and 0.2 are 0.3, as on paper, and not 0.30000000000000004.

const DECIMAL = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** An exact sum, immutable: whole `cents`, and `units` of 10^-`scale`. */
export interface Sum {
  readonly cents: number;
  readonly units: bigint;
  readonly scale: number;
}

export const ZERO: Sum = { cents: 0, units: 0n, scale: 0 };

/** Up to here a number of two decimals has one shortest decimal of 15 digits, so that it is `cents / 100` alone. */
const MOST_CENTS = 1e15;

/** The sum and a number, taken as its shortest decimal: the one that JavaScript writes. */
export function plus(sum: Sum, value: number): Sum {
  const own = Math.round(value * 100);
  const cents = sum.cents + own;
  // Without a text and a BigInt, a tenth of the time.
  if (own / 100 === value && Math.abs(own) < MOST_CENTS && Math.abs(cents) < MOST_CENTS)
    return { cents, units: sum.units, scale: sum.scale };
  return { cents: sum.cents, ...plusUnits(sum, value) };
}

function plusUnits(sum: Sum, value: number): Omit<Sum, "cents"> {
  const [, whole, fraction = "", exponent = "0"] = DECIMAL.exec(String(value))!;
  let units = BigInt(whole! + fraction);
  let scale = fraction.length - Number(exponent);
  if (scale < 0) {
    units *= 10n ** BigInt(-scale);
    scale = 0;
  }
  if (scale > sum.scale) return { units: sum.units * 10n ** BigInt(scale - sum.scale) + units, scale };
  return { units: sum.units + units * 10n ** BigInt(sum.scale - scale), scale: sum.scale };
}

/** The number nearest to a sum. */
export function numberOf(sum: Sum): number {
  if (sum.units === 0n) return sum.cents / 100;
  const { units, scale } = plusUnits(sum, sum.cents / 100);
  return Number(`${units}e-${scale}`);
}
