// An event: the day as a calendar shows it, what happens, where, and who speaks.

import { Avatar, Brand, isRtl, leading, palette, sheet, tracking, type CardLook } from "./parts.tsx";

export interface EventCardProps extends CardLook {
  title: string;
  /** As it is to be written, such as `Nov`. */
  month: string;
  day: string;
  /** As it is to be written, such as `Thursday, 19:00`. */
  time: string;
  place: string;
  /** The first four are shown. */
  speakers?: readonly { name: string; avatar?: string }[];
}

export const examples: EventCardProps[] = [
  {
    title: "Type on every page: an evening on fonts",
    month: "November",
    day: "26",
    time: "Thursday, 19:00",
    place: "Kunsthal, Rotterdam",
    speakers: [{ name: "Jana Novák" }, { name: "Otto Brandt" }, { name: "Wen Li" }],
  },
  {
    title: "活字の夕べ",
    month: "十一月",
    day: "26",
    time: "木曜日 19:00",
    place: "国立印刷博物館、東京",
    speakers: [{ name: "高橋 陽菜" }, { name: "Marta Ruiz" }],
  },
  {
    title: "أمسية عن الخط العربي",
    month: "نوفمبر",
    day: "٢٦",
    time: "الخميس، السابعة مساءً",
    place: "مكتبة الإسكندرية",
    speakers: [{ name: "سامي نصر" }],
  },
];

export function EventCard({ title, month, day, time, place, speakers = [], theme, brand }: EventCardProps) {
  const color = palette(theme);
  const end = isRtl(title);
  const dir = end ? "rtl" : undefined;
  const row = end ? "row-reverse" : "row";
  return (
    <div style={{ ...sheet(color), flexDirection: row, padding: 56, gap: 56 }}>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          width: 332,
          flexShrink: 0,
          background: color.card,
          border: `1px solid ${color.line}`,
          borderRadius: 6,
        }}
      >
        <div
          style={{
            display: "flex",
            justifyContent: "center",
            padding: "18px 0",
            borderRadius: "5px 5px 0 0",
            background: color.accent,
            color: color.onAccent,
            fontSize: 32,
            fontWeight: 600,
          }}
        >
          {month}
        </div>
        <div
          style={{
            display: "flex",
            flexGrow: 1,
            alignItems: "center",
            justifyContent: "center",
            fontSize: 220,
            fontWeight: 700,
            letterSpacing: "-0.06em",
            lineHeight: 1,
          }}
        >
          {day}
        </div>
        <div
          dir={dir}
          style={{
            display: "flex",
            justifyContent: "center",
            padding: "0 0 30px",
            fontSize: 26,
            color: color.muted,
          }}
        >
          {time}
        </div>
      </div>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          justifyContent: "space-between",
          flexGrow: 1,
          alignItems: end ? "flex-end" : "flex-start",
        }}
      >
        <div
          style={{
            display: "flex",
            flexDirection: "column",
            gap: 22,
            alignItems: end ? "flex-end" : "flex-start",
          }}
        >
          <div
            dir={dir}
            fit={{ width: 690, height: 290, min: 38, max: 84, lines: 4 }}
            style={{
              display: "block",
              width: 690,
              lineClamp: 4,
              fontWeight: 700,
              lineHeight: leading(title, 1.12),
              letterSpacing: tracking(title, -0.035),
              textAlign: end ? "right" : "left",
            }}
          >
            {title}
          </div>
          <div style={{ display: "flex", fontSize: 30, color: color.sea }}>{place}</div>
        </div>
        <div
          style={{
            display: "flex",
            flexDirection: row,
            width: 702,
            justifyContent: "space-between",
            alignItems: "center",
          }}
        >
          <div style={{ display: "flex", flexDirection: row, alignItems: "center", gap: 14 }}>
            {speakers.slice(0, 4).map(({ name, avatar }) => (
              <Avatar name={name} src={avatar} size={60} color={color} />
            ))}
            {speakers.length === 1 ? (
              <div style={{ display: "flex", fontSize: 24 }}>{speakers[0]!.name}</div>
            ) : null}
          </div>
          <Brand color={color} name={brand} />
        </div>
      </div>
    </div>
  );
}
