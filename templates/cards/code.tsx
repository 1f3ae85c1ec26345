// A few lines of code, coloured, with the name of their file.

import { Brand, MONO, palette, sheet, type CardLook } from "./parts.tsx";
import { highlight } from "./highlight.ts";

export interface CodeCardProps extends CardLook {
  /** The first fourteen lines are shown. */
  code: string;
  file?: string;
  title?: string;
}

export const examples: CodeCardProps[] = [
  {
    title: "A social image is a file",
    file: "routes/og/[slug].png.tsx",
    code: `import { image, notFound } from "offprint";
import { PostCard } from "../../templates/post-card.tsx";

// Every post has its own image: /og/hello-world.png
export async function GET({ params }) {
  const post = await posts.find(params.slug);
  if (!post) throw notFound();
  return image(<PostCard title={post.title} />, { width: 1200 });
}`,
  },
  {
    file: "挨拶.py",
    code: 'def 挨拶(名前: str) -> str:\n    # 文字列を返す\n    return f"こんにちは、{名前}さん"\n\nprint(挨拶("世界"), 42)',
  },
];

const MAX_LINES = 14;

export function CodeCard({ code, file, title, theme, brand }: CodeCardProps) {
  const color = palette(theme);
  const night = theme === "dark";
  const lines = highlight(code.replace(/\t/g, "  ")).slice(0, MAX_LINES);
  const longest = Math.max(
    24,
    ...lines.map((line) => line.reduce((sum, { text }) => sum + widthOf(text), 0)),
  );
  const room = title ? 400 : 462;
  const size = Math.max(15, Math.min(30, 940 / (longest * 0.6), room / (lines.length * 1.6)));
  const ground = night ? "#08151c" : "#0f2530";
  const inks = {
    plain: "#dfe9ec",
    word: "#ff9d7e",
    text: "#a5d6a7",
    note: "#7d97a3",
    number: "#e5c158",
    call: "#7fc9e4",
  };
  return (
    <div style={{ ...sheet(color), flexDirection: "column", padding: "44px 64px 40px", gap: 26 }}>
      <div style={{ display: "flex", justifyContent: "space-between", alignItems: "center" }}>
        <div
          style={{
            display: "block",
            maxWidth: 860,
            lineClamp: 1,
            fontSize: title ? 40 : 26,
            fontWeight: 700,
            letterSpacing: "-0.025em",
          }}
        >
          {title ?? ""}
        </div>
        <Brand color={color} name={brand} />
      </div>
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          flexGrow: 1,
          background: ground,
          borderRadius: 8,
          fontFamily: MONO,
          border: `1px solid ${night ? color.line : ground}`,
        }}
      >
        {file ? (
          <div
            style={{
              display: "flex",
              padding: "14px 30px",
              fontSize: 19,
              color: inks.note,
              borderBottom: "1px solid #24404d",
            }}
          >
            {file}
          </div>
        ) : null}
        <div
          style={{
            display: "flex",
            flexDirection: "column",
            flexGrow: 1,
            justifyContent: "center",
            padding: "10px 30px",
            fontSize: size,
            lineHeight: 1.6,
          }}
        >
          {lines.map((line, i) => (
            <div style={{ display: "flex", whiteSpace: "pre", height: size * 1.6 }}>
              <div style={{ display: "flex", width: size * 2.1, color: "#47626f" }}>
                {String(i + 1).padStart(2)}
              </div>
              {line.map(({ text, kind }) => (
                <div style={{ display: "flex", whiteSpace: "pre", color: inks[kind] }}>
                  {text.replaceAll(" ", "\u00a0")}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}

/** In characters of the fixed width; East Asian ones take two. */
const widthOf = (text: string) => Array.from(text).reduce((sum, c) => sum + (c > "\u2e80" ? 1.67 : 1), 0);
