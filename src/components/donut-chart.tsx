// Shares of a whole as a ring, with a legend.

import { lookOf, type ChartLook } from "./look.ts";
import { checkValues, px, writeValue } from "./scale.ts";

/** Props of `<DonutChart>`. */
export interface DonutChartProps extends ChartLook {
  data: readonly { label: string; value: number; color?: string }[];
  /** Text in the ring. */
  title?: string;
  /** Names, values and shares beside the ring. Default true. */
  legend?: boolean;
  /** The ring's share of the radius, 0 to 1; 1 is a pie. Default 0.32. */
  thickness?: number;
}

/**
 * Shares of a whole.
 *
 * @throws TypeError for a value that is negative or not finite.
 * @example
 * <DonutChart title="2026" data={[{ label: "Search", value: 61 }, { label: "Direct", value: 39 }]} />
 */
export function DonutChart({
  data,
  title,
  legend = true,
  thickness = 0.32,
  format = writeValue,
  ...rest
}: DonutChartProps) {
  checkValues(
    "DonutChart",
    data.map(({ value }) => value),
    true,
  );
  const { width, height, fontSize, ink, muted, line, color } = lookOf(rest);
  const size = Math.min(height, legend ? width * 0.5 : width);
  const outer = size / 2;
  const inner = outer * (1 - Math.min(1, Math.max(0.05, thickness)));
  const total = data.reduce((sum, { value }) => sum + value, 0);
  let at = 0;
  const slices = data.map(({ value, color: own }, i) => {
    const from = at;
    at += total > 0 ? value / total : 0;
    return { d: slice(outer, inner, from, at), fill: own ?? color(i) };
  });
  return (
    <div
      style={{
        display: "flex",
        alignItems: "center",
        width,
        height,
        gap: fontSize * 2,
        fontSize,
        lineHeight: 1.3,
        color: muted,
      }}
    >
      <div
        style={{
          display: "flex",
          position: "relative",
          width: size,
          height: size,
          flexShrink: 0,
          alignItems: "center",
          justifyContent: "center",
        }}
      >
        <svg
          width={size}
          height={size}
          viewBox={`0 0 ${size} ${size}`}
          style={{ position: "absolute", left: 0, top: 0 }}
        >
          {total > 0 ? (
            slices
              .filter(({ d }) => d !== "")
              .map(({ d, fill }) => <path d={d} fill={fill} fillRule="evenodd" />)
          ) : (
            <path d={slice(outer, inner, 0, 1)} fill={line} fillRule="evenodd" />
          )}
        </svg>
        {title ? (
          <div
            style={{
              display: "flex",
              color: ink,
              fontSize: px(Math.min(fontSize * 2, (inner * 2.6) / Math.max(3, title.length))),
              fontWeight: 700,
            }}
          >
            {title}
          </div>
        ) : null}
      </div>
      {legend ? (
        <div style={{ display: "flex", flexDirection: "column", gap: fontSize * 0.6, flexGrow: 1 }}>
          {data.map(({ label, value, color: own }, i) => (
            <div style={{ display: "flex", alignItems: "center", gap: fontSize * 0.6 }}>
              <div
                style={{
                  width: fontSize * 0.8,
                  height: fontSize * 0.8,
                  borderRadius: 2,
                  flexShrink: 0,
                  background: own ?? color(i),
                }}
              />
              <div style={{ display: "flex", flexGrow: 1, color: ink }}>{label}</div>
              <div style={{ display: "flex", whiteSpace: "nowrap" }}>{format(value)}</div>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** A part of a ring, from one share of the turn to another, starting at the top. */
function slice(outer: number, inner: number, from: number, to: number): string {
  if (to - from < 1e-6) return "";
  const point = (radius: number, share: number) => {
    const angle = 2 * Math.PI * share - Math.PI / 2;
    return `${px(outer + radius * Math.cos(angle))} ${px(outer + radius * Math.sin(angle))}`;
  };
  if (to - from > 1 - 1e-6) {
    const ring = (r: number) =>
      `M${px(outer - r)} ${px(outer)}a${px(r)} ${px(r)} 0 1 0 ${px(2 * r)} 0a${px(r)} ${px(r)} 0 1 0 ${px(-2 * r)} 0z`;
    return inner > 0.5 ? ring(outer) + ring(inner) : ring(outer);
  }
  const large = to - from > 0.5 ? 1 : 0;
  const [R, r] = [px(outer), px(inner)];
  return `M${point(outer, from)}A${R} ${R} 0 ${large} 1 ${point(outer, to)}L${point(inner, to)}A${r} ${r} 0 ${large} 0 ${point(inner, from)}z`;
}
