// Thirteen cards of different kinds, written as one would for satori.

import type { Data } from "./words.ts";

const PHOTO = `data:image/svg+xml;base64,${Buffer.from(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><defs><radialGradient id="a"><stop offset="0" stop-color="#fed7aa"/><stop offset="1" stop-color="#9a3412"/></radialGradient></defs><rect width="100" height="100" fill="url(#a)"/><circle cx="50" cy="38" r="18" fill="#7c2d12"/><ellipse cx="50" cy="92" rx="34" ry="32" fill="#7c2d12"/></svg>`,
).toString("base64")}`;

const row = { display: "flex", alignItems: "center" } as const;
const column = { display: "flex", flexDirection: "column" } as const;
const page = { ...column, width: "100%", height: "100%", boxSizing: "border-box" } as const;

function article({ title, author, date, tags }: Data) {
  return (
    <div
      style={{
        ...page,
        padding: 64,
        justifyContent: "space-between",
        backgroundImage: "linear-gradient(135deg, #0f172a, #1e3a8a)",
        color: "#f8fafc",
      }}
    >
      <div style={{ ...row, gap: 16, fontSize: 26, color: "#93c5fd" }}>
        <div style={{ width: 44, height: 44, borderRadius: 12, background: "#38bdf8" }} />
        <div>{`The Journal / ${tags[0]}`}</div>
      </div>
      <div style={{ fontSize: 68, fontWeight: 700, lineHeight: 1.12, letterSpacing: -1.5 }}>{title}</div>
      <div style={{ ...row, gap: 20 }}>
        <img src={PHOTO} width={72} height={72} style={{ borderRadius: 36 }} />
        <div style={{ ...column, gap: 4 }}>
          <div style={{ fontSize: 28, fontWeight: 600 }}>{author}</div>
          <div style={{ fontSize: 22, opacity: 0.7 }}>{date}</div>
        </div>
      </div>
    </div>
  );
}

function quote({ text, author }: Data) {
  return (
    <div
      style={{
        ...page,
        padding: 80,
        alignItems: "center",
        justifyContent: "center",
        background: "#fffbeb",
        color: "#451a03",
      }}
    >
      <div style={{ fontSize: 160, lineHeight: 0.6, color: "#f59e0b" }}>“</div>
      <div style={{ fontSize: 46, lineHeight: 1.35, textAlign: "center", maxWidth: 960 }}>{text}</div>
      <div style={{ width: 96, height: 4, background: "#f59e0b", marginTop: 36, marginBottom: 24 }} />
      <div style={{ fontSize: 28, letterSpacing: 2, textTransform: "uppercase" }}>{author}</div>
    </div>
  );
}

function release({ title, numbers, tags }: Data) {
  return (
    <div style={{ ...page, flexDirection: "row", background: "#020617", color: "#e2e8f0" }}>
      <div style={{ ...column, flex: 1, padding: 72, justifyContent: "center", gap: 28 }}>
        <div style={{ ...row, gap: 14 }}>
          {tags.map((tag) => (
            <div
              style={{ padding: "8px 20px", border: "2px solid #334155", borderRadius: 999, fontSize: 22 }}
            >
              {tag}
            </div>
          ))}
        </div>
        <div
          style={{ fontSize: 96, fontWeight: 700, color: "#a3e635" }}
        >{`v${numbers[0]! % 20}.${numbers[1]! % 30}.${numbers[2]! % 10}`}</div>
        <div style={{ fontSize: 34, lineHeight: 1.3, color: "#94a3b8" }}>{title}</div>
      </div>
      <div
        style={{ width: 300, height: "100%", backgroundImage: "linear-gradient(180deg, #a3e635, #0ea5e9)" }}
      />
    </div>
  );
}

function event({ title, date, author }: Data) {
  return (
    <div style={{ ...page, background: "#ffffff", padding: 56 }}>
      <div
        style={{
          ...column,
          flexGrow: 1,
          border: "6px solid #111827",
          padding: 48,
          justifyContent: "space-between",
        }}
      >
        <div style={{ ...row, justifyContent: "space-between", fontSize: 28, fontWeight: 600 }}>
          <span>{date}</span>
          <span>{author}</span>
        </div>
        <div style={{ fontSize: 76, fontWeight: 700, lineHeight: 1.05 }}>{title}</div>
        <div style={{ ...row, gap: 12 }}>
          {["#ef4444", "#f59e0b", "#10b981", "#3b82f6", "#8b5cf6"].map((color) => (
            <div style={{ flex: 1, height: 14, background: color }} />
          ))}
        </div>
      </div>
    </div>
  );
}

function product({ title, text, numbers }: Data) {
  return (
    <div style={{ ...page, flexDirection: "row", background: "#f1f5f9" }}>
      <img src={PHOTO} width={540} height={630} style={{ objectFit: "cover" }} />
      <div style={{ ...column, flex: 1, padding: 56, justifyContent: "center" }}>
        <div
          style={{
            fontSize: 44,
            fontWeight: 700,
            color: "#0f172a",
            lineHeight: 1.15,
            lineClamp: 3,
            display: "block",
          }}
        >
          {title}
        </div>
        <div
          style={{
            fontSize: 24,
            color: "#475569",
            marginTop: 24,
            lineHeight: 1.5,
            display: "block",
            lineClamp: 4,
          }}
        >
          {text}
        </div>
        <div style={{ ...row, marginTop: 40, justifyContent: "space-between" }}>
          <div
            style={{ fontSize: 52, fontWeight: 700, color: "#0f766e" }}
          >{`€ ${(numbers[0]! / 100).toFixed(2)}`}</div>
          <div
            style={{
              background: "#0f172a",
              color: "white",
              padding: "18px 36px",
              borderRadius: 14,
              fontSize: 26,
            }}
          >
            Buy now
          </div>
        </div>
      </div>
    </div>
  );
}

function stats({ title, numbers, tags }: Data) {
  return (
    <div style={{ ...page, padding: 64, gap: 40, background: "#18181b", color: "#fafafa" }}>
      <div style={{ fontSize: 44, fontWeight: 600 }}>{title}</div>
      <div style={{ display: "flex", gap: 28, flexGrow: 1 }}>
        {tags.map((tag, i) => (
          <div
            style={{
              ...column,
              flex: 1,
              background: "#27272a",
              borderRadius: 24,
              padding: 36,
              justifyContent: "flex-end",
            }}
          >
            <div style={{ fontSize: 80, fontWeight: 700 }}>{String(numbers[i])}</div>
            <div style={{ fontSize: 26, color: "#a1a1aa" }}>{tag}</div>
          </div>
        ))}
      </div>
    </div>
  );
}

function bars({ title, numbers, date }: Data) {
  return (
    <div style={{ ...page, padding: 56, background: "#f8fafc", color: "#0f172a" }}>
      <div style={{ fontSize: 40, fontWeight: 700 }}>{title}</div>
      <div style={{ fontSize: 22, color: "#64748b", marginTop: 8 }}>{date}</div>
      <div
        style={{
          display: "flex",
          alignItems: "flex-end",
          gap: 24,
          flexGrow: 1,
          marginTop: 32,
          borderBottom: "3px solid #0f172a",
        }}
      >
        {numbers.map((value) => (
          <div
            style={{
              flex: 1,
              height: 20 + Math.round(value / 28),
              background: "#6366f1",
              borderRadius: "10px 10px 0 0",
            }}
          />
        ))}
      </div>
    </div>
  );
}

function code({ tags, numbers, title }: Data) {
  const lines = [
    `import { ${tags[0]} } from "${tags[1]}"`,
    "",
    `const ${tags[2]} = ${tags[0]}(${numbers[0]})`,
    `for (let i = 0; i < ${numbers[1]}; i++) {`,
    `  ${tags[2]}.push(i * ${numbers[2]})`,
    "}",
  ];
  return (
    <div style={{ ...page, padding: 60, backgroundImage: "linear-gradient(45deg, #7c3aed, #db2777)" }}>
      <div
        style={{
          ...column,
          flexGrow: 1,
          background: "#0b1020",
          borderRadius: 20,
          padding: 40,
          boxShadow: "0 20px 50px rgba(0,0,0,0.45)",
        }}
      >
        <div style={{ display: "flex", gap: 12, marginBottom: 28 }}>
          {["#ff5f57", "#febc2e", "#28c840"].map((color) => (
            <div style={{ width: 20, height: 20, borderRadius: 10, background: color }} />
          ))}
        </div>
        {lines.map((line) => (
          <div style={{ fontSize: 30, height: 44, color: "#c7d2fe", whiteSpace: "pre" }}>{line || " "}</div>
        ))}
        <div style={{ fontSize: 24, color: "#64748b", marginTop: 20 }}>{title}</div>
      </div>
    </div>
  );
}

function profile({ author, text, numbers, tags }: Data) {
  return (
    <div
      style={{
        ...page,
        alignItems: "center",
        justifyContent: "center",
        backgroundImage: "radial-gradient(circle at 50% 20%, #fde68a, #f97316)",
      }}
    >
      <img
        src={PHOTO}
        width={196}
        height={196}
        style={{ boxSizing: "border-box", borderRadius: 90, border: "8px solid white" }}
      />
      <div style={{ fontSize: 60, fontWeight: 700, marginTop: 24, color: "#431407" }}>{author}</div>
      <div style={{ fontSize: 28, color: "#7c2d12", marginTop: 12, maxWidth: 800, textAlign: "center" }}>
        {text}
      </div>
      <div style={{ display: "flex", gap: 48, marginTop: 32 }}>
        {tags.map((tag, i) => (
          <div style={{ ...column, alignItems: "center" }}>
            <div style={{ fontSize: 40, fontWeight: 700 }}>{String(numbers[i])}</div>
            <div style={{ fontSize: 22 }}>{tag}</div>
          </div>
        ))}
      </div>
    </div>
  );
}

function list({ title, tags, numbers }: Data) {
  return (
    <div style={{ ...page, padding: 64, background: "#ecfeff", color: "#164e63" }}>
      <h1 style={{ fontSize: 52, margin: 0 }}>{title}</h1>
      {tags.map((tag, i) => (
        <div
          style={{
            ...row,
            gap: 24,
            marginTop: 28,
            padding: 20,
            background: "#cffafe",
            borderLeft: "10px solid #0891b2",
          }}
        >
          <div style={{ fontSize: 40, fontWeight: 700, width: 60 }}>{String(i + 1)}</div>
          <div style={{ fontSize: 34, flexGrow: 1 }}>{`${tag} of ${tags[(i + 1) % 3]}`}</div>
          <div style={{ fontSize: 28, color: "#0e7490" }}>{String(numbers[i])}</div>
        </div>
      ))}
    </div>
  );
}

function layered({ title, author }: Data) {
  return (
    <div
      style={{
        ...page,
        position: "relative",
        background: "#1e1b4b",
        padding: 72,
        justifyContent: "flex-end",
      }}
    >
      <div
        style={{
          position: "absolute",
          top: -120,
          right: -80,
          width: 520,
          height: 520,
          borderRadius: 260,
          background: "rgba(99,102,241,0.5)",
        }}
      />
      <div
        style={{
          position: "absolute",
          top: 220,
          right: 260,
          width: 260,
          height: 260,
          borderRadius: 130,
          background: "rgba(236,72,153,0.4)",
        }}
      />
      <div style={{ fontSize: 72, fontWeight: 700, color: "white", lineHeight: 1.1, position: "relative" }}>
        {title}
      </div>
      <div style={{ fontSize: 28, color: "#c7d2fe", marginTop: 24, position: "relative" }}>{author}</div>
    </div>
  );
}

function ticket({ title, author, date, numbers }: Data) {
  return (
    <div style={{ ...page, alignItems: "center", justifyContent: "center", background: "#e5e7eb" }}>
      <div
        style={{
          display: "flex",
          width: 1000,
          height: 420,
          background: "white",
          borderRadius: 28,
          boxShadow: "0 12px 40px rgba(0,0,0,0.2)",
        }}
      >
        <div
          style={{
            ...column,
            flex: 1,
            padding: 44,
            justifyContent: "space-between",
            borderRight: "3px dashed #9ca3af",
          }}
        >
          <div style={{ fontSize: 46, fontWeight: 700, lineHeight: 1.15 }}>{title}</div>
          <div style={{ ...row, justifyContent: "space-between", fontSize: 26, color: "#4b5563" }}>
            <div>{author}</div>
            <div>{date}</div>
          </div>
        </div>
        <div style={{ ...column, width: 220, alignItems: "center", justifyContent: "center" }}>
          <div style={{ fontSize: 24, color: "#6b7280" }}>SEAT</div>
          <div style={{ fontSize: 88, fontWeight: 700 }}>{String(numbers[0]! % 100)}</div>
        </div>
      </div>
    </div>
  );
}

function shadowed({ title, author, text }: Data) {
  return (
    <div
      style={{
        ...page,
        padding: 64,
        justifyContent: "center",
        backgroundImage: "linear-gradient(120deg, #0d9488, #1d4ed8)",
      }}
    >
      <div
        style={{ fontSize: 64, fontWeight: 700, color: "white", textShadow: "0 4px 12px rgba(0,0,0,0.5)" }}
      >
        {title}
      </div>
      <div
        style={{
          fontSize: 28,
          color: "rgba(255,255,255,0.85)",
          marginTop: 24,
          textOverflow: "ellipsis",
          overflow: "hidden",
          whiteSpace: "nowrap",
        }}
      >
        {text}
      </div>
      <div style={{ fontSize: 24, color: "rgba(255,255,255,0.7)", marginTop: 40 }}>{author}</div>
    </div>
  );
}

/** Each card by its name; the first is the article card. */
export const CARDS: Record<string, (data: Data) => unknown> = {
  article,
  quote,
  release,
  event,
  product,
  stats,
  bars,
  code,
  profile,
  list,
  layered,
  ticket,
  shadowed,
};
