// Cards of text: quotations in several scripts, code, and paragraphs with parts that are set apart.

import type { Data } from "../../../bench/cards/words.ts";
import { AVATAR } from "./photos.ts";

const column = { display: "flex", flexDirection: "column" } as const;
const full = { width: "100%", height: "100%" } as const;

function quotation(text: string, by: string, style: object, { numbers }: Data) {
  return (
    <div
      style={{ ...full, ...column, justifyContent: "center", padding: 80, background: "#fefce8", ...style }}
    >
      <div style={{ fontSize: 54, lineHeight: 1.5, color: "#422006" }}>{text}</div>
      <div
        style={{
          display: "flex",
          alignItems: "center",
          marginTop: 40,
          gap: 20,
          fontSize: 28,
          color: "#854d0e",
        }}
      >
        <img src={AVATAR} width={64} height={64} style={{ borderRadius: 32 }} />
        <span>{by}</span>
        <span style={{ opacity: 0.6 }}>{numbers[0]}</span>
      </div>
    </div>
  );
}

export const arabic = (data: Data) =>
  quotation(
    `من جدّ وجد، ومن زرع حصد ${data.numbers[1]} مرة`,
    "حكمة عربية",
    { direction: "rtl", textAlign: "right" },
    data,
  );
export const arabicInFlex = (data: Data) =>
  quotation(`العلم نور ${data.tags[0]} والجهل ظلام`, "مثل", { alignItems: "flex-end" }, data);
export const hebrew = (data: Data) =>
  quotation(
    `אם אין אני לי, מי לי? וכשאני לעצמי, מה אני? (${data.numbers[1]})`,
    "הלל הזקן",
    { direction: "rtl" },
    data,
  );
export const hindi = (data: Data) =>
  quotation(`कर्मण्येवाधिकारस्ते मा फलेषु कदाचन ${data.numbers[1]}`, "भगवद्गीता", {}, data);
export const thai = (data: Data) =>
  quotation(`ความพยายามอยู่ที่ไหน ความสำเร็จอยู่ที่นั่น ${data.tags[0]}`, "สุภาษิตไทย", {}, data);
export const japanese = (data: Data) =>
  quotation(
    `「七転び八起き」は、何度失敗しても立ち上がることを意味します。${data.tags[0]}`,
    "ことわざ",
    { fontWeight: 700 },
    data,
  );
export const tamilAndGreek = (data: Data) =>
  quotation(`யாதும் ஊரே யாவரும் கேளிர் — Γνῶθι σεαυτόν ${data.tags[0]}`, "பூங்குன்றனார்", {}, data);

export function code({ tags, numbers }: Data) {
  const dot = (background: string) => <div style={{ width: 16, height: 16, borderRadius: 8, background }} />;
  const word = (text: string, color: string) => <span style={{ color }}>{text}</span>;
  const line = (i: number, parts: unknown) => (
    <div style={{ display: "flex", whiteSpace: "pre" }}>
      <span style={{ color: "#6e7681", width: 60, textAlign: "right", marginRight: 24 }}>{i}</span>
      {parts as string}
    </div>
  );
  return (
    <div
      style={{
        ...full,
        display: "flex",
        padding: 56,
        background: "linear-gradient(140deg, #8b5cf6, #ec4899)",
      }}
    >
      <div
        style={{
          ...column,
          flex: 1,
          background: "#0d1117",
          borderRadius: 20,
          boxShadow: "0 24px 48px rgba(0,0,0,.45)",
        }}
      >
        <div style={{ display: "flex", gap: 10, padding: "20px 24px", borderBottom: "1px solid #30363d" }}>
          {dot("#ff5f57")}
          {dot("#febc2e")}
          {dot("#28c840")}
        </div>
        <div
          style={{
            ...column,
            padding: 24,
            fontFamily: "JetBrains Mono",
            fontSize: 26,
            lineHeight: 1.6,
            color: "#c9d1d9",
          }}
        >
          {line(1, [
            word("import", "#ff7b72"),
            " { ",
            word(tags[0], "#ffa657"),
            " } ",
            word("from", "#ff7b72"),
            ` "${tags[1]}"`,
          ])}
          {line(2, "")}
          {line(3, [
            word("const", "#ff7b72"),
            " total = ",
            word(tags[2], "#d2a8ff"),
            "(",
            word(String(numbers[0]), "#79c0ff"),
            ")",
          ])}
          {line(4, word(`// ${numbers[1]} times\tfaster`, "#8b949e"))}
          {line(5, [word("export default", "#ff7b72"), " total"])}
        </div>
      </div>
    </div>
  );
}

/** Text and elements side by side in a block: real paragraphs. */
export function paragraph({ title, text, author, numbers, tags }: Data) {
  return (
    <div style={{ ...full, ...column, padding: 72, background: "#fff", color: "#1f2937" }}>
      <h1 style={{ fontSize: 56, margin: 0 }}>
        The <em style={{ color: "#dc2626" }}>{tags[0]}</em> of {title}
      </h1>
      <p style={{ fontSize: 30, lineHeight: 1.5 }}>
        By <strong>{author}</strong>, with{" "}
        <a style={{ color: "#2563eb", textDecoration: "underline" }}>{tags[1]}</a> and{" "}
        <span style={{ fontSize: 36, fontWeight: 700 }}>{numbers[0]}</span> more. {text}
        <br />
        <code style={{ background: "#f3f4f6", padding: "2px 8px", borderRadius: 6 }}>{tags[2]}</code> is{" "}
        <small>small</small> 🎉
      </p>
      <p style={{ fontSize: 26, textAlign: "justify", margin: 0 }}>
        {text} {text}
      </p>
    </div>
  );
}

export function list({ tags, text, numbers }: Data) {
  return (
    <div
      style={{
        ...full,
        display: "flex",
        flexDirection: "column",
        background: "#ecfdf5",
        padding: 60,
        fontSize: 30,
      }}
    >
      <h2 style={{ margin: 0, fontSize: 48, borderBottom: "4px solid #10b981", paddingBottom: 12 }}>
        Changelog
      </h2>
      <ul>
        <li>{tags[0]}</li>
        <li>{tags[1]} and more</li>
      </ul>
      <blockquote
        style={{ borderLeft: "8px solid #10b981", padding: "4px 24px", margin: 0, fontStyle: "italic" }}
      >
        {text}
      </blockquote>
      <pre style={{ background: "#064e3b", color: "#d1fae5", padding: 20, borderRadius: 12, fontSize: 22 }}>
        {`$ run ${tags[2]}\n  → ${numbers[0]} ok\n  → ${numbers[1]} failed`}
      </pre>
      <hr style={{ width: "100%" }} />
    </div>
  );
}
