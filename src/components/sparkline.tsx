// A line as small as a word.

import { path } from "./line-chart.tsx";
import { lookOf, type ChartLook } from "./look.ts";
import { checkValues, px } from "./scale.ts";

/** Props of `<Sparkline>`. */
export interface SparklineProps extends Pick<ChartLook, "width" | "height" | "theme"> {
  values: readonly number[];
  color?: string;
  /** Pixels. Default 2. */
  strokeWidth?: number;
  /** Marks the last value with a dot. Default true. */
  dot?: boolean;
}

/**
 * A line without axes, 120 × 32 by default.
 *
 * @throws TypeError for a value that is not finite.
 * @example
 * <Sparkline values={[3, 5, 4, 8, 9]} />
 */
export function Sparkline({ values, strokeWidth = 2, dot = true, color: own, ...rest }: SparklineProps) {
  checkValues("Sparkline", values);
  const { width, height, color } = lookOf({ width: 120, height: 32, ...rest });
  const stroke = own ?? color(0);
  const inset = dot ? strokeWidth * 2 : strokeWidth;
  const [least, most] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 0];
  const x = (i: number) => px(inset + ((width - 2 * inset) * i) / Math.max(1, values.length - 1));
  const y = (value: number) =>
    px(most === least ? height / 2 : inset + (height - 2 * inset) * (1 - (value - least) / (most - least)));
  const last = values.length - 1;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
      <path
        d={path(values, x, y)}
        fill="none"
        stroke={stroke}
        strokeWidth={strokeWidth}
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      {dot && last >= 0 ? (
        <circle cx={x(last)} cy={y(values[last]!)} r={strokeWidth * 1.8} fill={stroke} />
      ) : (
        []
      )}
    </svg>
  );
}
