// A release: the version, very large, and what has changed.

import { Brand, leading, MONO, palette, sheet, tracking, type CardLook } from "./parts.tsx";

export interface ReleaseCardProps extends CardLook {
  product: string;
  version: string;
  title: string;
  /** The first four are shown. */
  changes: readonly { kind: "added" | "changed" | "fixed" | "removed"; text: string }[];
  date: string;
}

export const examples: ReleaseCardProps[] = [
  {
    product: "Offprint",
    version: "2.4",
    title: "Reports that stream",
    date: "12 November 2026",
    changes: [
      { kind: "added", text: "Tables of any length, drawn while they are read" },
      { kind: "added", text: "Colour emoji of Unicode 17" },
      { kind: "changed", text: "Social images in a tenth of the time" },
      { kind: "fixed", text: "Kerning of digits in totals" },
    ],
  },
  {
    product: "地図帳",
    version: "12.0",
    title: "すべての都市を一冊に",
    date: "2026年11月",
    changes: [
      { kind: "added", text: "十三万の都市" },
      { kind: "fixed", text: "縦書きの句読点" },
    ],
  },
];

const SIGNS = { added: "+", changed: "~", fixed: "✓", removed: "−" };

export function ReleaseCard({ product, version, title, changes, date, theme, brand }: ReleaseCardProps) {
  const color = palette(theme);
  const signs = { added: color.sea, changed: color.muted, fixed: color.sea, removed: color.accent };
  return (
    <div style={sheet(color)}>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          justifyContent: "space-between",
          width: 500,
          padding: "56px 20px 50px 64px",
          boxSizing: "border-box",
          background: theme === "dark" ? color.card : color.accent,
          color: theme === "dark" ? color.accent : color.onAccent,
        }}
      >
        <div style={{ display: "flex", fontSize: 30, fontWeight: 600 }}>{product}</div>
        <div
          fit={{ width: 376, min: 60, max: 230 }}
          style={{ display: "flex", fontWeight: 700, lineHeight: 1, letterSpacing: "-0.06em" }}
        >
          {version}
        </div>
        <div style={{ display: "flex", fontFamily: MONO, fontSize: 22 }}>{date}</div>
      </div>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          justifyContent: "space-between",
          flexGrow: 1,
          padding: "56px 64px 50px 60px",
        }}
      >
        <div
          fit={{ width: 576, min: 36, max: 64, lines: 2 }}
          style={{
            display: "block",
            width: 576,
            fontWeight: 700,
            lineHeight: leading(title, 1.12),
            letterSpacing: tracking(title, -0.03),
          }}
        >
          {title}
        </div>
        <div style={{ display: "flex", flexDirection: "column", gap: 18 }}>
          {changes.slice(0, 4).map(({ kind, text }) => (
            <div style={{ display: "flex", gap: 18, fontSize: 26, lineHeight: 1.35 }}>
              <div
                style={{
                  display: "flex",
                  width: 22,
                  flexShrink: 0,
                  fontFamily: MONO,
                  fontWeight: 700,
                  color: signs[kind],
                }}
              >
                {SIGNS[kind]}
              </div>
              <div style={{ display: "block", width: 530, lineClamp: 2 }}>{text}</div>
            </div>
          ))}
        </div>
        <Brand color={color} name={brand} />
      </div>
    </div>
  );
}
