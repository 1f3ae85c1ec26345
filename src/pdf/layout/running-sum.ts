// A running sum in decimals: 0.1 and 0.2 are 0.3, as on paper, and not 0.30000000000000004.

const DECIMAL = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** An exact sum, immutable: `units` of 10^-`scale`. */
export interface Sum {
  readonly units: bigint;
  readonly scale: number;
}

export const ZERO: Sum = { units: 0n, scale: 0 };

/** The sum and a number, taken as its shortest decimal: the one that JavaScript writes. */
export function plus(sum: Sum, value: number): Sum {
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
export const numberOf = ({ units, scale }: Sum): number => Number(`${units}e-${scale}`);
