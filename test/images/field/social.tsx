// Cards as they are published: blogs, repositories, products, events, prices, releases.

import type { Data } from "../../../bench/cards/words.ts";
import { AVATAR, LOGO, MAP, PHOTO, PRODUCT } from "./photos.ts";

const column = { display: "flex", flexDirection: "column" } as const;
const full = { width: "100%", height: "100%" } as const;

export function blog({ title, author, date }: Data) {
  return (
    <div
      style={{
        ...full,
        display: "flex",
        textAlign: "center",
        alignItems: "center",
        justifyContent: "center",
        flexDirection: "column",
        flexWrap: "nowrap",
        backgroundColor: "white",
        backgroundImage:
          "radial-gradient(circle at 25px 25px, lightgray 2%, transparent 0%), radial-gradient(circle at 75px 75px, lightgray 2%, transparent 0%)",
        backgroundSize: "100px 100px",
      }}
    >
      <div style={{ display: "flex", alignItems: "center", justifyContent: "center" }}>
        <svg height={80} viewBox="0 0 75 65" fill="black" style={{ margin: "0 75px" }}>
          <path d="M37.59.25l36.95 64H.64l36.95-64z" />
        </svg>
      </div>
      <div
        style={{
          display: "flex",
          fontSize: 40,
          fontStyle: "normal",
          color: "black",
          marginTop: 30,
          lineHeight: 1.8,
          whiteSpace: "pre-wrap",
          letterSpacing: "-0.025em",
        }}
      >
        <b>{title}</b>
      </div>
      <div style={{ display: "flex", fontSize: 24, color: "#666" }}>
        {author} · {date}
      </div>
    </div>
  );
}

/** After the example of Vercel's playground with classes. */
export function classes({ title, tags }: Data) {
  return (
    <div tw="flex flex-col w-full h-full items-center justify-center bg-white">
      <div tw="bg-gray-50 flex w-full">
        <div tw="flex flex-col md:flex-row w-full py-12 px-4 md:items-center justify-between p-8">
          <h2 tw="flex flex-col text-3xl sm:text-4xl font-bold tracking-tight text-gray-900 text-left">
            <span>{title}</span>
            <span tw="text-indigo-600">Start your free trial today.</span>
          </h2>
          <div tw="mt-8 flex md:mt-0">
            <div tw="flex rounded-md shadow">
              <a tw="flex items-center justify-center rounded-md border border-transparent bg-indigo-600 px-5 py-3 text-base font-medium text-white">
                Get started
              </a>
            </div>
            <div tw="ml-3 flex rounded-md shadow">
              <a tw="flex items-center justify-center rounded-md border border-transparent bg-white px-5 py-3 text-base font-medium text-indigo-600">
                {tags[0]}
              </a>
            </div>
          </div>
        </div>
      </div>
    </div>
  );
}

export function repository({ title, text, author, numbers, tags }: Data) {
  const stat = (name: string, value: number, sign: string) => (
    <div style={{ display: "flex", alignItems: "center", gap: 12 }}>
      <span style={{ fontSize: 28 }}>{sign}</span>
      <div style={{ ...column }}>
        <span style={{ fontSize: 28, fontWeight: 600 }}>{value.toLocaleString("en")}</span>
        <span style={{ fontSize: 20, color: "#57606a" }}>{name}</span>
      </div>
    </div>
  );
  return (
    <div
      style={{
        ...full,
        ...column,
        justifyContent: "space-between",
        background: "#fff",
        padding: "64px 72px",
      }}
    >
      <div style={{ display: "flex", justifyContent: "space-between", gap: 40 }}>
        <div style={{ ...column, maxWidth: 800 }}>
          <div style={{ display: "flex", flexWrap: "wrap", fontSize: 56, color: "#24292f" }}>
            <span>{author.split(" ")[0]}/</span>
            <span style={{ fontWeight: 700 }}>
              {tags[0]}-{tags[1]}
            </span>
          </div>
          <p style={{ fontSize: 28, color: "#57606a", margin: "16px 0 0", lineHeight: 1.4 }}>{text}</p>
        </div>
        <img src={AVATAR} width="160" height="160" style={{ borderRadius: 16 }} alt={title} />
      </div>
      <div style={{ display: "flex", gap: 56 }}>
        {stat("Contributors", numbers[0]!, "👥")}
        {stat("Issues", numbers[1]!, "⊙")}
        {stat("Stars", numbers[2]!, "⭐")}
        {stat("Forks", numbers[3]!, "🍴")}
      </div>
      <div style={{ position: "absolute", left: 0, bottom: 0, width: "100%", height: 20, display: "flex" }}>
        <div style={{ flex: 7, background: "#3178c6" }} />
        <div style={{ flex: 2, background: "#f1e05a" }} />
        <div style={{ flex: 1, background: "#e34c26" }} />
      </div>
    </div>
  );
}

export function product({ title, numbers, tags }: Data) {
  return (
    <div
      style={{
        ...full,
        display: "flex",
        background: "linear-gradient(to right, #fff1f2, #ffe4e6 50%, #fecdd3)",
      }}
    >
      <div style={{ ...column, justifyContent: "center", width: "50%", paddingLeft: "5vw" }}>
        <div
          style={{
            alignSelf: "flex-start",
            background: "#be123c",
            color: "#fff",
            borderRadius: 9999,
            padding: "6px 20px",
            fontSize: "1.25rem",
            textTransform: "uppercase",
            letterSpacing: "0.1em",
          }}
        >
          {tags[0]}
        </div>
        <h1 style={{ fontSize: 60, lineHeight: 1.1, margin: "24px 0" }}>{title}</h1>
        <div style={{ display: "flex", alignItems: "baseline", gap: 16 }}>
          <span style={{ fontSize: 48, fontWeight: 700, color: "#be123c" }}>
            ${(numbers[0]! / 100).toFixed(2)}
          </span>
          <span style={{ fontSize: 28, textDecoration: "line-through", color: "#9f1239" }}>
            ${(numbers[1]! / 50).toFixed(2)}
          </span>
        </div>
      </div>
      <div style={{ display: "flex", width: "50%", alignItems: "center", justifyContent: "center" }}>
        <div
          style={{ position: "absolute", width: 420, height: 420, borderRadius: "50%", background: "#fff" }}
        />
        <img
          src={PRODUCT}
          width={480}
          height={288}
          style={{ transform: "rotate(-12deg)", filter: "drop-shadow(0 20px 20px rgba(0,0,0,0.35))" }}
        />
      </div>
    </div>
  );
}

export function event({ title, author, date, tags }: Data) {
  return (
    <div style={{ ...full, display: "flex", position: "relative" }}>
      <img
        src={MAP}
        style={{ position: "absolute", inset: 0, width: "100%", height: "100%", objectFit: "cover" }}
      />
      <div
        style={{
          position: "absolute",
          inset: 0,
          backgroundImage: "linear-gradient(90deg, rgba(15,23,42,.95) 30%, rgba(15,23,42,.2))",
        }}
      />
      <div style={{ ...column, padding: 72, color: "#fff", width: 700, justifyContent: "flex-end" }}>
        <div
          style={{
            display: "flex",
            border: "2px solid #38bdf8",
            borderRadius: 12,
            overflow: "hidden",
            width: 110,
          }}
        >
          <div style={{ ...column, alignItems: "center", width: "100%" }}>
            <div
              style={{
                background: "#38bdf8",
                width: "100%",
                textAlign: "center",
                color: "#0f172a",
                fontSize: 20,
              }}
            >
              {date.split(" ")[1]!.slice(0, 3)}
            </div>
            <div style={{ fontSize: 48, fontWeight: 700 }}>{date.split(" ")[0]}</div>
          </div>
        </div>
        <div
          style={{
            fontSize: 58,
            fontWeight: 700,
            lineHeight: 1.15,
            textShadow: "0 2px 8px rgba(0,0,0,0.6)",
            marginTop: 32,
          }}
        >
          {title}
        </div>
        <div style={{ fontSize: 26, marginTop: 16, opacity: 0.85 }}>
          📍 {tags[0]} hall, with {author}
        </div>
      </div>
      <div
        style={{
          position: "absolute",
          right: 240,
          top: 250,
          width: 56,
          height: 56,
          background: "#ef4444",
          border: "6px solid white",
          borderRadius: "50% 50% 50% 0",
          transform: "translate(-50%, -50%) rotate(-45deg)",
          boxShadow: "0 6px 16px rgba(0,0,0,0.4)",
        }}
      />
    </div>
  );
}

export function pricing({ numbers, tags }: Data) {
  return (
    <div style={{ ...full, ...column, background: "#f8fafc", padding: 56, alignItems: "center" }}>
      <div style={{ fontSize: 48, fontWeight: 700, color: "#0f172a" }}>Plans for every team</div>
      <div style={{ display: "flex", gap: 24, marginTop: 40, width: "100%", flexGrow: 1 }}>
        {tags.map((tag, i) => (
          <div
            style={{
              ...column,
              flex: 1,
              padding: 32,
              borderRadius: 20,
              background: i === 1 ? "#4f46e5" : "#fff",
              color: i === 1 ? "#fff" : "#0f172a",
              border: "1px solid #e2e8f0",
              boxShadow: i === 1 ? "0 20px 40px -10px rgba(79,70,229,0.5)" : "0 1px 3px rgba(0,0,0,0.1)",
            }}
          >
            <div style={{ fontSize: 26, textTransform: "capitalize" }}>{tag}</div>
            <div style={{ display: "flex", alignItems: "flex-end", marginTop: 12 }}>
              <span style={{ fontSize: 60, fontWeight: 700, lineHeight: 1 }}>${numbers[i]! % 100}</span>
              <span style={{ fontSize: 22, opacity: 0.7, marginLeft: 6 }}>/ month</span>
            </div>
            <div style={{ height: 1, background: "currentColor", opacity: 0.2, margin: "24px 0" }} />
            {[`${numbers[3 + i]} requests`, "Unlimited seats", i ? "Priority support" : "E-mail support"].map(
              (line) => (
                <div
                  style={{ display: "flex", alignItems: "center", gap: 10, fontSize: 22, marginBottom: 12 }}
                >
                  <span style={{ color: i === 1 ? "#a5b4fc" : "#22c55e" }}>✓</span>
                  <span>{line}</span>
                </div>
              ),
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

export function release({ title, numbers, tags }: Data) {
  return (
    <div style={{ ...full, ...column, padding: 64, background: "#0d1117", color: "#e6edf3", fontSize: 30 }}>
      <div style={{ display: "flex", alignItems: "center", fontSize: 56, fontWeight: 700 }}>
        🚀 v{numbers[0]! % 20}.{numbers[1]! % 10}.0
        <img src={LOGO} width={48} height={48} style={{ marginLeft: "auto" }} />
      </div>
      <ul style={{ ...column, listStyle: "none", padding: 0, margin: "32px 0", gap: 14 }}>
        <li style={{ display: "flex" }}>
          ✨ Add {tags[0]} and 🎨 {tags[1]}
        </li>
        <li style={{ display: "flex" }}>🐛 Fix #{numbers[2]} by 👩‍💻 and 👨🏽‍🚀 🇯🇵🇫🇷</li>
        <li style={{ display: "flex" }}>
          ⚡️ {numbers[3]! % 90}% faster {title.toLowerCase()} ❤️‍🔥
        </li>
        <li style={{ display: "flex" }}>1️⃣ Breaking: drop {tags[2]} ⚠️</li>
      </ul>
      <code
        style={{
          background: "#161b22",
          borderRadius: 10,
          padding: "16px 24px",
          fontSize: 26,
          color: "#7ee787",
          display: "flex",
        }}
      >
        npm install {tags[0]}@latest
      </code>
    </div>
  );
}

export function photo({ title, author, date }: Data) {
  return (
    <div style={{ ...full, display: "flex", background: "#000" }}>
      <img src={PHOTO} width={1200} height={630} style={{ objectFit: "cover", opacity: 0.75 }} />
      <div
        style={{
          position: "absolute",
          bottom: 0,
          left: 0,
          right: 0,
          display: "flex",
          flexDirection: "column",
          padding: "120px 64px 56px",
          backgroundImage: "linear-gradient(to top, rgba(0,0,0,0.9), transparent)",
          color: "white",
        }}
      >
        <div
          style={{
            fontSize: 64,
            fontWeight: 800,
            display: "-webkit-box",
            WebkitLineClamp: 2,
            WebkitBoxOrient: "vertical",
            overflow: "hidden",
            lineHeight: 1.1,
          }}
        >
          {title} {title}
        </div>
        <div style={{ display: "flex", alignItems: "center", marginTop: 24, fontSize: 26 }}>
          <img
            src={AVATAR}
            width={56}
            height={56}
            style={{ borderRadius: "50%", border: "3px solid #fff", marginRight: 16 }}
          />
          {author}
          <span style={{ margin: "0 12px", opacity: 0.6 }}>•</span>
          <time style={{ opacity: 0.8 }}>{date}</time>
        </div>
      </div>
    </div>
  );
}
