// Axes: round numbers from the least to the most, and the way from a value to a pixel.

/** Values that one chart may have. */
const MAX_VALUES = 10_000;

/** Values closer together than this are one value to an axis: no step between them could be written. */
const SMALLEST_SPAN = 1e-290;

export interface Scale {
  ticks: readonly number[];
  /** 0 at the lowest tick, 1 at the highest. */
  at(value: number): number;
}

/**
 * An axis with about `count` round steps that holds every value.
 * @param fromZero the axis starts at 0, as bars need
 */
export function niceScale(values: readonly number[], count: number, fromZero: boolean): Scale {
  let least = Math.min(...values);
  let most = Math.max(...values);
  if (values.length === 0) [least, most] = [0, 1];
  if (fromZero) [least, most] = [Math.min(0, least), Math.max(0, most)];
  const apart = most - least;
  const same = apart < SMALLEST_SPAN || apart < 1e-9 * Math.max(Math.abs(least), Math.abs(most));
  // Enough to be seen beside the value itself.
  const pad = Math.max(1, 1e-6 * Math.max(Math.abs(least), Math.abs(most)));
  if (same) [least, most] = [least - (fromZero ? 0 : pad), most + pad];
  const rough = (most - least) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999)! * power;
  const first = Math.floor(least / step + 1e-9);
  const last = Math.ceil(most / step - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => tidy((first + i) * step));
  const span = (last - first) * step;
  return { ticks, at: (value) => (value - first * step) / span };
}

/** 0.30000000000000004 is 0.3. */
const tidy = (value: number) => Number(value.toPrecision(12));

/**
 * @throws TypeError naming the chart and the value, for what cannot be drawn.
 */
export function checkValues(chart: string, values: readonly number[], positive = false): void {
  if (values.length > MAX_VALUES)
    throw new TypeError(`<${chart}> takes ${MAX_VALUES} values, not ${values.length}.`);
  for (const value of values)
    if (!Number.isFinite(value) || (positive && value < 0))
      throw new TypeError(
        `<${chart}> takes ${positive ? "numbers from 0" : "finite numbers"}, not ${String(value)}.`,
      );
}

let compact: Intl.NumberFormat | undefined;

/** 12.3K, 4M: the default way to write a value. */
export function writeValue(value: number): string {
  compact ??= new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
  return compact.format(value);
}

/** Coordinates with two digits: enough for any density, and short. */
export const px = (value: number): number => Math.round(value * 100) / 100;
