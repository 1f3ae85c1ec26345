// A sentence worth sharing, and whose it is.

import { Avatar, Brand, isRtl, leading, palette, sheet, tracking, type CardLook } from "./parts.tsx";

export interface QuoteCardProps extends CardLook {
  quote: string;
  name: string;
  role?: string;
  avatar?: string;
}

export const examples: QuoteCardProps[] = [
  {
    quote:
      "We deleted four services and a queue. The image is now a file in a folder, and it answers before the page does.",
    name: "Inês Carvalho",
    role: "Platform lead, Norte",
  },
  { quote: "速さより先に、正しさがあった。", name: "中村 蓮", role: "編集者" },
  { quote: "ما عاد أحدٌ ينتظر صورة.", name: "يوسف الخطيب", role: "مهندس برمجيات" },
  { quote: "ภาพเดียวเล่าเรื่องได้ทั้งบทความ", name: "ณัฐ ใจดี", role: "นักออกแบบ" },
];

export function QuoteCard({ quote, name, role, avatar, theme, brand }: QuoteCardProps) {
  const color = palette(theme);
  const night = theme === "dark";
  const ground = night ? "#0a3344" : color.sea;
  const text = night ? color.ink : "#ffffff";
  const end = isRtl(quote);
  const dir = end ? "rtl" : undefined;
  return (
    <div
      style={{
        ...sheet(color),
        flexDirection: "column",
        justifyContent: "space-between",
        background: ground,
        color: text,
        padding: "60px 72px 52px",
      }}
    >
      <svg
        width={420}
        height={330}
        viewBox="0 0 420 330"
        style={{ position: "absolute", top: -34, ...(end ? { left: 40 } : { right: 40 }) }}
      >
        <path
          d="M30 300V170C30 80 80 30 180 20v50c-50 8-72 35-72 82h72v148zM240 300V170c0-90 50-140 150-150v50c-50 8-72 35-72 82h72v148z"
          fill="#ffffff"
          fillOpacity={0.07}
        />
      </svg>
      <div
        style={{
          display: "flex",
          height: 400,
          alignItems: "center",
          justifyContent: end ? "flex-end" : "flex-start",
        }}
      >
        <div
          dir={dir}
          fit={{ width: 1040, height: 390, min: 34, max: 84, lines: 6 }}
          style={{
            display: "block",
            width: 1040,
            lineClamp: 6,
            fontWeight: 600,
            lineHeight: leading(quote, 1.2),
            letterSpacing: tracking(quote, -0.025),
            textAlign: end ? "right" : "left",
          }}
        >
          {quote}
        </div>
      </div>
      <div
        style={{
          display: "flex",
          flexDirection: end ? "row-reverse" : "row",
          justifyContent: "space-between",
          alignItems: "center",
        }}
      >
        <div
          style={{
            display: "flex",
            flexDirection: end ? "row-reverse" : "row",
            alignItems: "center",
            gap: 20,
          }}
        >
          <Avatar
            name={name}
            src={avatar}
            size={68}
            color={{ ...color, sea: night ? color.accent : "#ffffff", paper: ground }}
          />
          <div
            style={{
              display: "flex",
              flexDirection: "column",
              alignItems: end ? "flex-end" : "flex-start",
              gap: 2,
            }}
          >
            <div style={{ display: "flex", fontSize: 27, fontWeight: 600 }}>{name}</div>
            {role ? <div style={{ display: "flex", fontSize: 22, opacity: 0.78 }}>{role}</div> : null}
          </div>
        </div>
        <Brand color={{ ...color, accent: night ? color.accent : "#ff8b69", ink: "#000000" }} name={brand} />
      </div>
    </div>
  );
}
