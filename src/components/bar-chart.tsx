// Bars, standing or lying.

import { lookOf, type ChartLook } from "./look.ts";
import { checkValues, niceScale, px, writeValue } from "./scale.ts";

/** Props of `<BarChart>`. */
export interface BarChartProps extends ChartLook {
  data: readonly { label: string; value: number; color?: string }[];
  /** `column` stands, `row` lies. Default `column`. */
  direction?: "column" | "row";
  /** Writes each bar's value beside it. Default true for rows, false for columns. */
  values?: boolean;
}

/**
 * Bars from zero.
 *
 * @throws TypeError for a value that is not finite.
 * @example
 * <BarChart width={520} height={300} data={[{ label: "Mon", value: 12 }, { label: "Tue", value: 19 }]} />
 */
export function BarChart(props: BarChartProps) {
  checkValues(
    "BarChart",
    props.data.map(({ value }) => value),
  );
  return props.direction === "row" ? <Rows {...props} /> : <Columns {...props} />;
}

function Columns({ data, values = false, format = writeValue, ...rest }: BarChartProps) {
  const { width, height, fontSize, ink, muted, line, color } = lookOf(rest);
  const scale = niceScale(
    data.map(({ value }) => value),
    4,
    true,
  );
  const labels = scale.ticks.map(format);
  const left = px(Math.max(...labels.map((label) => label.length)) * fontSize * 0.62 + 12);
  const top = fontSize * (values ? 1.6 : 0.7);
  const bottom = fontSize * 1.9;
  const plot = { width: width - left, height: height - top - bottom };
  const y = (value: number) => px(top + plot.height * (1 - scale.at(value)));
  const step = plot.width / Math.max(1, data.length);
  const bar = Math.min(step * 0.68, fontSize * 5);
  const zero = y(0);
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
          <path d={`M${left} ${y(tick)}H${width}`} stroke={tick === 0 ? muted : line} strokeWidth={1} />
        ))}
        {data.map(({ value, color: own }, i) => (
          <path
            d={column(px(left + step * (i + 0.5) - bar / 2), px(bar), zero, y(value))}
            fill={own ?? color(0)}
          />
        ))}
      </svg>
      {scale.ticks.map((tick, i) => (
        <Label left={0} top={y(tick) - fontSize * 0.6} width={left - 10} align="flex-end">
          {labels[i]!}
        </Label>
      ))}
      {data.map(({ label, value }, i) => (
        <div style={{ display: "flex" }}>
          <Label left={left + step * i} top={height - fontSize * 1.35} width={step} align="center">
            {label}
          </Label>
          {values ? (
            <Label
              left={left + step * i}
              top={value < 0 ? y(value) + 4 : y(value) - fontSize * 1.4}
              width={step}
              align="center"
              color={ink}
            >
              {format(value)}
            </Label>
          ) : null}
        </div>
      ))}
    </div>
  );
}

function Rows({ data, values = true, format = writeValue, ...rest }: BarChartProps) {
  const { width, height, fontSize, ink, muted, line, color } = lookOf(rest);
  const all = data.map(({ value }) => value);
  const [least, most] = [Math.min(0, ...all), Math.max(0, ...all)];
  const span = most - least || 1;
  const left = Math.min(
    width * 0.4,
    Math.max(0, ...data.map(({ label }) => label.length)) * fontSize * 0.58 + 16,
  );
  const right = values ? Math.max(0, ...all.map((value) => format(value).length)) * fontSize * 0.62 + 12 : 0;
  const room = width - left - right;
  const step = height / Math.max(1, data.length);
  const bar = Math.min(step * 0.62, fontSize * 1.7);
  const x = (value: number) => left + ((value - least) / span) * room;
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
        {data.map(({ value, color: own }, i) => {
          const [from, to] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
          const top = step * (i + 0.5) - bar / 2;
          return (
            <rect
              x={px(from)}
              y={px(top)}
              width={px(to - from)}
              height={px(bar)}
              rx={2}
              fill={own ?? color(0)}
            />
          );
        })}
        <path d={`M${px(x(0))} 0V${height}`} stroke={line} strokeWidth={1} />
      </svg>
      {data.map(({ label, value }, i) => {
        const top = step * (i + 0.5) - fontSize * 0.6;
        return (
          <div style={{ display: "flex" }}>
            <Label left={0} top={top} width={left - 12} align="flex-end" color={ink}>
              {label}
            </Label>
            {values ? (
              <Label left={x(Math.max(0, value)) + 10} top={top} width={right} align="flex-start">
                {format(value)}
              </Label>
            ) : null}
          </div>
        );
      })}
    </div>
  );
}

/** A bar with two rounded corners at its end. */
function column(x: number, width: number, zero: number, end: number): string {
  const r = px(Math.min(3, width / 2, Math.abs(zero - end)));
  const s = end <= zero ? 1 : -1;
  return `M${x} ${zero}V${px(end + s * r)}q0 ${-s * r} ${r} ${-s * r}h${px(width - 2 * r)}q${r} 0 ${r} ${s * r}V${zero}z`;
}

/** A line of text in its place; what is too long ends in an ellipsis. */
export function Label(props: {
  left: number;
  top: number;
  width: number;
  align: "flex-start" | "center" | "flex-end";
  color?: string;
  children: string;
}) {
  const { left, top, width, align, color, children } = props;
  return (
    <div
      style={{
        display: "flex",
        position: "absolute",
        left: px(left),
        top: px(top),
        width: px(width),
        justifyContent: align,
      }}
    >
      <div
        style={{
          display: "block",
          maxWidth: "100%",
          overflow: "hidden",
          textOverflow: "ellipsis",
          whiteSpace: "nowrap",
          ...(color ? { color } : {}),
        }}
      >
        {children}
      </div>
    </div>
  );
}
