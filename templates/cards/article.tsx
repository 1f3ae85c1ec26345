// An article: its title as large as it can be, its author, and a cover where there is one.

import { Avatar, Brand, isRtl, leading, MONO, palette, sheet, tracking, type CardLook } from "./parts.tsx";

export interface ArticleCardProps extends CardLook {
  title: string;
  author: string;
  /** Picture of the author: URL, or data URL. */
  avatar?: string;
  /** As it is to be written. */
  date: string;
  section?: string;
  /** Minutes that reading takes. */
  minutes?: number;
  /** Picture for the right side. */
  cover?: string;
}

export const examples: ArticleCardProps[] = [
  {
    title: "A PDF that begins before it ends",
    author: "Mara Lindqvist",
    date: "12 November 2026",
    section: "Engineering",
    minutes: 8,
  },
  {
    title: "なぜ社交画像は四百分の一秒で描けるのか",
    author: "佐藤 美咲",
    date: "2026年11月12日",
    section: "技術",
  },
  {
    title: "كيف نرسم صورةً لكل مقال دون أن ننتظر",
    author: "ليلى حداد",
    date: "١٢ نوفمبر ٢٠٢٦",
    section: "هندسة",
  },
  { title: "हर लेख के लिए एक चित्र", author: "आरव शर्मा", date: "12 नवंबर 2026", section: "लेख" },
];

export function ArticleCard({
  title,
  author,
  avatar,
  date,
  section,
  minutes,
  cover,
  theme,
  brand,
}: ArticleCardProps) {
  const color = palette(theme);
  const width = cover ? 660 : 1056;
  const end = isRtl(title);
  const dir = end ? "rtl" : undefined;
  const row = end ? "row-reverse" : "row";
  return (
    <div style={{ ...sheet(color), flexDirection: row }}>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          flexGrow: 1,
          padding: "56px 72px 52px",
          boxSizing: "border-box",
        }}
      >
        <div
          style={{
            display: "flex",
            flexDirection: row,
            justifyContent: "space-between",
            alignItems: "center",
          }}
        >
          <div style={{ display: "flex", fontFamily: MONO, fontSize: 22, color: color.accent }}>
            {section ?? ""}
          </div>
          <Brand color={color} name={brand} />
        </div>
        <div
          style={{
            display: "flex",
            flexGrow: 1,
            alignItems: "center",
            justifyContent: end ? "flex-end" : "flex-start",
          }}
        >
          <div
            dir={dir}
            fit={{ width, height: 330, min: 40, max: 100, lines: 4 }}
            style={{
              display: "block",
              width,
              lineClamp: 4,
              fontWeight: 700,
              lineHeight: leading(title, 1.12),
              letterSpacing: tracking(title, -0.035),
              textAlign: end ? "right" : "left",
            }}
          >
            {title}
          </div>
        </div>
        <div style={{ display: "flex", flexDirection: row, alignItems: "center", gap: 18, fontSize: 24 }}>
          <Avatar name={author} src={avatar} size={56} color={color} />
          <div style={{ display: "flex", fontWeight: 600 }}>{author}</div>
          <div style={{ display: "flex", color: color.muted }}>{date}</div>
          {minutes ? <div style={{ display: "flex", color: color.muted }}>{`${minutes} min`}</div> : null}
        </div>
      </div>
      {cover ? <img src={cover} width={396} height={630} style={{ objectFit: "cover" }} /> : null}
    </div>
  );
}
