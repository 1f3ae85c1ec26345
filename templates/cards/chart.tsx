// A number that matters, and how it came to be.

import { AreaChart } from "offprint";
import { Brand, leading, palette, sheet, tracking, type CardLook } from "./parts.tsx";

export interface ChartCardProps extends CardLook {
  title: string;
  /** As it is to be written, such as `2.4 M`. */
  value: string;
  /** Since the start, such as 0.18 for 18 % more. */
  change?: number;
  labels: readonly string[];
  values: readonly number[];
  /** Where the numbers are from. */
  source?: string;
}

export const examples: ChartCardProps[] = [
  {
    title: "Readers of the journal, each month",
    value: "48,200",
    change: 0.62,
    labels: ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"],
    values: [29_700, 28_100, 30_400, 31_900, 31_200, 34_800, 36_500, 35_100, 39_900, 42_700, 44_300, 48_200],
    source: "Own counts, without robots",
  },
  {
    title: "मासिक पाठक",
    value: "48,200",
    change: -0.04,
    labels: ["जून", "जुल", "अग", "सित", "अक्टू", "नव"],
    values: [50_200, 51_000, 49_400, 48_900, 47_100, 48_200],
  },
];

export function ChartCard({ title, value, change, labels, values, source, theme, brand }: ChartCardProps) {
  const color = palette(theme);
  const rises = (change ?? 0) >= 0;
  const percent = `${rises ? "+" : "−"}${Math.abs(Math.round((change ?? 0) * 100))} %`;
  return (
    <div
      style={{
        ...sheet(color),
        flexDirection: "column",
        justifyContent: "space-between",
        padding: "50px 64px 46px",
      }}
    >
      <div style={{ display: "flex", justifyContent: "space-between", alignItems: "flex-start" }}>
        <div style={{ display: "flex", flexDirection: "column", gap: 4 }}>
          <div
            style={{
              display: "block",
              width: 760,
              lineClamp: 1,
              fontSize: 30,
              lineHeight: leading(title, 1.3),
              color: color.muted,
            }}
          >
            {title}
          </div>
          <div style={{ display: "flex", alignItems: "baseline", gap: 24 }}>
            <div
              style={{
                display: "flex",
                fontSize: 104,
                fontWeight: 700,
                lineHeight: 1.1,
                letterSpacing: tracking(value, -0.045),
              }}
            >
              {value}
            </div>
            {change === undefined ? null : (
              <div
                style={{
                  display: "flex",
                  fontSize: 34,
                  fontWeight: 600,
                  color: rises ? color.sea : color.accent,
                }}
              >
                {percent}
              </div>
            )}
          </div>
        </div>
        <Brand color={color} name={brand} />
      </div>
      <AreaChart
        width={1072}
        height={300}
        fontSize={20}
        theme={theme}
        colors={[rises ? color.sea : color.accent]}
        strokeWidth={4}
        labels={labels}
        series={[{ values }]}
      />
      <div style={{ display: "flex", fontSize: 20, color: color.muted }}>{source ?? ""}</div>
    </div>
  );
}
