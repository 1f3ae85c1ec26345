// Lines, and lines with the area below them filled.

import { Label } from "./bar-chart.tsx";
import { lookOf, type ChartLook } from "./look.ts";
import { checkValues, niceScale, px, writeValue } from "./scale.ts";

/** Props of `<LineChart>` and `<AreaChart>`. */
export interface LineChartProps extends ChartLook {
  /** Names below the axis, one for each place; only as many are written as there is room for. */
  labels?: readonly string[];
  series: readonly { name?: string; values: readonly number[]; color?: string }[];
  /** The axis starts at 0. Default false; true for areas. */
  fromZero?: boolean;
  /** Pixels. Default 3. */
  strokeWidth?: number;
}

/**
 * Lines through values at equal distances.
 *
 * @throws TypeError for a value that is not finite.
 * @example
 * <LineChart labels={["Jan", "Feb", "Mar"]} series={[{ name: "Readers", values: [120, 180, 260] }]} />
 */
export function LineChart(props: LineChartProps) {
  return <Plot {...props} filled={false} />;
}

/**
 * Lines with the area below them filled, from zero.
 *
 * @throws TypeError for a value that is not finite.
 * @example
 * <AreaChart labels={["Jan", "Feb", "Mar"]} series={[{ values: [120, 180, 260] }]} />
 */
export function AreaChart(props: LineChartProps) {
  return <Plot {...props} fromZero={props.fromZero ?? true} filled={true} />;
}

function Plot(props: LineChartProps & { filled: boolean }) {
  const {
    labels = [],
    series,
    format = writeValue,
    fromZero = false,
    strokeWidth = 3,
    filled,
    ...rest
  } = props;
  const { width, height, fontSize, ink, muted, line, color } = lookOf(rest);
  const all = series.flatMap(({ values }) => values);
  checkValues(filled ? "AreaChart" : "LineChart", all);
  const scale = niceScale(all, 4, fromZero);
  const written = scale.ticks.map(format);
  const left = px(Math.max(...written.map((label) => label.length)) * fontSize * 0.62 + 12);
  const named = series.some(({ name }) => name);
  const top = fontSize * (named ? 2.2 : 0.7);
  const bottom = fontSize * (labels.length > 0 ? 1.9 : 0.7);
  const inset = strokeWidth;
  const count = Math.max(2, ...series.map(({ values }) => values.length), labels.length);
  const x = (i: number) => px(left + inset + ((width - left - 2 * inset) * i) / (count - 1));
  const y = (value: number) => px(top + (height - top - bottom) * (1 - scale.at(value)));
  const base = y(Math.max(scale.ticks[0]!, Math.min(0, scale.ticks.at(-1)!)));
  // As many names as fit, the first and the last among them.
  const widest = Math.max(1, ...labels.map((label) => label.length)) * fontSize * 0.6 + fontSize;
  const every = Math.max(1, Math.ceil(labels.length / Math.max(1, Math.floor((width - left) / widest))));
  return (
    <div
      style={{
        display: "flex",
        position: "relative",
        width,
        height,
        color: muted,
        fontSize,
        lineHeight: 1.2,
      }}
    >
      <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {scale.ticks.map((tick) => (
          <path d={`M${left} ${y(tick)}H${width}`} stroke={line} strokeWidth={1} />
        ))}
        {filled
          ? series.map(({ values, color: own }, i) => (
              <path
                d={`${path(values, x, y)}L${x(Math.max(0, values.length - 1))} ${base}L${x(0)} ${base}z`}
                fill={own ?? color(i)}
                fillOpacity={0.18}
              />
            ))
          : []}
        {series.map(({ values, color: own }, i) => (
          <path
            d={path(values, x, y)}
            fill="none"
            stroke={own ?? color(i)}
            strokeWidth={strokeWidth}
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        ))}
      </svg>
      {scale.ticks.map((tick, i) => (
        <Label left={0} top={y(tick) - fontSize * 0.6} width={left - 10} align="flex-end">
          {written[i]!}
        </Label>
      ))}
      {labels.map((label, i) =>
        i % every === 0 ? (
          <Label
            left={Math.max(left, Math.min(width - widest, x(i) - widest / 2))}
            top={height - fontSize * 1.35}
            width={widest}
            align={
              x(i) - widest / 2 < left ? "flex-start" : x(i) + widest / 2 > width ? "flex-end" : "center"
            }
          >
            {label}
          </Label>
        ) : null,
      )}
      {named ? (
        <div style={{ display: "flex", position: "absolute", left, top: 0, gap: fontSize * 1.2 }}>
          {series.map(({ name = "", color: own }, i) => (
            <div style={{ display: "flex", alignItems: "center", gap: fontSize * 0.45, color: ink }}>
              <div
                style={{
                  width: fontSize * 0.7,
                  height: fontSize * 0.7,
                  borderRadius: 2,
                  background: own ?? color(i),
                }}
              />
              {name}
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** A path through values; a single one is a point. */
export function path(
  values: readonly number[],
  x: (i: number) => number,
  y: (value: number) => number,
): string {
  if (values.length === 0) return "M0 0";
  const points = values.map((value, i) => `${x(i)} ${y(value)}`);
  return values.length === 1 ? `M${points[0]}h0.01` : `M${points.join("L")}`;
}
