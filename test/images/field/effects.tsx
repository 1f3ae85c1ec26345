// Cards that lean on one part of CSS each: overlays, gradients in text, masks, borders, shadows, fitting, units.

import type { Data } from "../../../bench/cards/words.ts";
import { AVATAR, PHOTO } from "./photos.ts";

const column = { display: "flex", flexDirection: "column" } as const;
const full = { width: "100%", height: "100%" } as const;
const centered = { display: "flex", alignItems: "center", justifyContent: "center" } as const;

export function overlays({ title, tags }: Data) {
  return (
    <div style={{ ...full, display: "flex", background: "#020617", color: "#fff", overflow: "hidden" }}>
      <div
        style={{
          position: "absolute",
          top: -120,
          right: -80,
          width: 420,
          height: 420,
          borderRadius: 210,
          background: "#7c3aed",
          filter: "blur(60px)",
          opacity: 0.7,
        }}
      />
      <div
        style={{
          position: "absolute",
          bottom: -160,
          left: 100,
          width: 500,
          height: 500,
          borderRadius: "50%",
          background: "radial-gradient(circle, #0ea5e9, transparent 70%)",
        }}
      />
      <div
        style={{ position: "absolute", top: 40, left: 48, display: "flex", fontSize: 24, color: "#94a3b8" }}
      >
        {tags[0]}.dev
      </div>
      <div
        style={{
          position: "absolute",
          left: 48,
          bottom: 48,
          width: "70%",
          fontSize: 72,
          fontWeight: 700,
          lineHeight: 1.05,
          zIndex: 2,
        }}
      >
        {title}
      </div>
      <div
        style={{
          position: "absolute",
          right: 48,
          bottom: 48,
          width: 90,
          height: 90,
          ...centered,
          border: "2px dashed #94a3b8",
          borderRadius: "50%",
          fontSize: 40,
        }}
      >
        →
      </div>
      <div
        style={{
          position: "absolute",
          top: 60,
          right: -70,
          width: 300,
          padding: "8px 0",
          textAlign: "center",
          background: "#f59e0b",
          color: "#000",
          fontSize: 24,
          transform: "rotate(45deg)",
        }}
      >
        {tags[1]}
      </div>
    </div>
  );
}

export function gradientText({ title, tags, author }: Data) {
  return (
    <div style={{ ...full, ...column, ...centered, background: "#000" }}>
      <div
        style={{
          fontSize: 84,
          fontWeight: 700,
          letterSpacing: "-0.05em",
          textAlign: "center",
          padding: "0 60px",
          backgroundImage: "linear-gradient(90deg, rgb(0, 124, 240), rgb(0, 223, 216))",
          backgroundClip: "text",
          WebkitBackgroundClip: "text",
          color: "transparent",
        }}
      >
        {title}
      </div>
      <div style={{ display: "flex", marginTop: 24, fontSize: 40, color: "#888" }}>
        <b style={{ color: "#fff", marginRight: 12 }}>{tags[0]}</b> by {author}
      </div>
    </div>
  );
}

export function masks({ tags, title }: Data) {
  return (
    <div style={{ ...full, display: "flex", background: "#f1f5f9", padding: 60, gap: 40, flexWrap: "wrap" }}>
      <img
        src={PHOTO}
        width={320}
        height={220}
        style={{ maskImage: "linear-gradient(to right, black 40%, transparent)" }}
      />
      <img src={PHOTO} width={220} height={220} style={{ clipPath: "circle(50%)" }} />
      <div
        style={{
          width: 220,
          height: 220,
          background: "#ef4444",
          clipPath: "polygon(50% 0%, 100% 100%, 0% 100%)",
        }}
      />
      <div
        style={{
          ...centered,
          width: 340,
          height: 180,
          background: "#0ea5e9",
          maskImage: "radial-gradient(circle, black 50%, transparent 70%)",
          fontSize: 40,
          color: "#fff",
        }}
      >
        {tags[0]}
      </div>
      <div
        style={{
          display: "flex",
          fontSize: 60,
          fontWeight: 700,
          WebkitTextStroke: "2px #0f172a",
          color: "#fde047",
        }}
      >
        {title.slice(0, 18)}
      </div>
    </div>
  );
}

export function borders({ tags, numbers }: Data) {
  const box = { ...centered, width: 230, height: 140, background: "#fff", fontSize: 26 } as const;
  return (
    <div
      style={{
        ...full,
        display: "flex",
        flexWrap: "wrap",
        gap: 32,
        padding: 56,
        background: "#fae8ff",
        alignContent: "flex-start",
      }}
    >
      <div style={{ ...box, borderTop: "10px solid #c026d3", borderBottom: "2px solid #c026d3" }}>
        {tags[0]}
      </div>
      <div style={{ ...box, borderLeft: "12px solid #16a34a", borderRadius: 12 }}>{tags[1]}</div>
      <div style={{ ...box, border: "4px dashed #ea580c", borderRadius: 24 }}>{numbers[0]}</div>
      <div style={{ ...box, border: "6px double #0369a1" }}>{numbers[1]}</div>
      <div style={{ ...box, border: "3px dotted #b91c1c" }}>dotted</div>
      <div style={{ ...box, boxShadow: "inset 0 4px 12px rgba(0,0,0,.4)" }}>inset</div>
      <div
        style={{
          ...box,
          boxShadow: "inset 0 0 0 4px #7c3aed, 0 10px 30px rgba(124,58,237,.4)",
          borderRadius: 30,
        }}
      >
        {tags[2]}
      </div>
      <div style={{ ...box, borderRadius: "70px 10px", outline: "3px solid #0f172a", outlineOffset: 6 }}>
        outline
      </div>
      <div style={{ ...box, borderWidth: "2px 8px", borderStyle: "solid", borderColor: "#be185d #1d4ed8" }}>
        sides
      </div>
    </div>
  );
}

export function fits({ tags }: Data) {
  const fit = (
    objectFit: "cover" | "contain" | "fill" | "none" | "scale-down",
    objectPosition = "center",
  ) => (
    <div style={{ ...column, alignItems: "center", fontSize: 20 }}>
      <img
        src={PHOTO}
        width={190}
        height={190}
        style={{ objectFit, objectPosition, background: "#cbd5e1", borderRadius: 12 }}
      />
      {objectFit} {tags[0]}
    </div>
  );
  return (
    <div style={{ ...full, display: "flex", flexWrap: "wrap", gap: 24, padding: 40, background: "#fff" }}>
      {fit("cover")}
      {fit("contain")}
      {fit("fill")}
      {fit("none")}
      {fit("scale-down")}
      {fit("cover", "left top")}
      <img src={AVATAR} style={{ width: 120, aspectRatio: "1 / 1", borderRadius: "50%" }} />
      <div
        style={{
          width: 180,
          height: 180,
          backgroundImage: `url(${PHOTO})`,
          backgroundSize: "cover",
          backgroundPosition: "center",
          borderRadius: 20,
        }}
      />
      <img src={PHOTO} height={120} />
      <div style={{ width: 200, aspectRatio: "16/9", background: "linear-gradient(#22d3ee, #4338ca)" }} />
    </div>
  );
}

export function clamps({ text, title, tags }: Data) {
  const card = { ...column, width: 330, background: "#fff", padding: 24, borderRadius: 16 } as const;
  return (
    <div
      style={{
        ...full,
        display: "flex",
        gap: 28,
        padding: 48,
        background: "#312e81",
        alignItems: "flex-start",
      }}
    >
      <div style={card}>
        <div style={{ display: "block", lineClamp: 3, fontSize: 28 }}>{`${text} ${text}`}</div>
        <div
          style={{
            overflow: "hidden",
            textOverflow: "ellipsis",
            whiteSpace: "nowrap",
            fontSize: 24,
            color: "#6b7280",
          }}
        >
          {text}
        </div>
      </div>
      <div style={card}>
        <div
          style={{ whiteSpace: "pre", fontSize: 22, fontFamily: "JetBrains Mono" }}
        >{`if (x) {\n\treturn "${tags[0]}"\n}`}</div>
        <div style={{ wordBreak: "break-all", fontSize: 22, marginTop: 12 }}>{text.replaceAll(" ", "")}</div>
      </div>
      <div style={card}>
        <div style={{ textTransform: "uppercase", letterSpacing: 6, fontSize: 22 }}>{tags[1]}</div>
        <div style={{ fontSize: 40, fontWeight: 700, textWrap: "balance", lineHeight: 1.1 }}>{title}</div>
        <div
          style={{ textIndent: 40, fontSize: 22, marginTop: 12, textDecoration: "underline wavy #ef4444" }}
        >
          {title}
        </div>
        <u style={{ fontSize: 22 }}>{tags[2]} gypsy</u>
      </div>
    </div>
  );
}

export function units({ title, tags, numbers }: Data) {
  return (
    <div
      style={{
        width: "100vw",
        height: "100vh",
        fontSize: 20,
        ...column,
        padding: "5%",
        background: "#f0fdfa",
      }}
    >
      <div style={{ fontSize: "3.5em", lineHeight: "1.2em", marginBottom: "0.5em", fontWeight: 700 }}>
        {title}
      </div>
      <div
        style={{
          display: "flex",
          flexWrap: "wrap",
          gap: "1rem 2rem",
          width: "80%",
          flexDirection: "row-reverse",
        }}
      >
        {tags.map((tag, i) => (
          <div
            style={{
              order: -i,
              padding: "0.5rem 1.5em",
              border: "0.125rem solid #0f766e",
              borderRadius: "1em",
            }}
          >
            {tag}
          </div>
        ))}
      </div>
      <div
        style={{
          display: "grid",
          gridTemplateColumns: "1fr 2fr 1fr",
          gap: 16,
          marginTop: "auto",
          height: "20vh",
        }}
      >
        <div style={{ background: "#99f6e4", padding: 12 }}>{numbers[0]}</div>
        <div style={{ background: "#5eead4", padding: 12 }}>{numbers[1]}</div>
        <div style={{ background: "#2dd4bf", padding: 12, width: "calc(100% - 24px)" }}>{numbers[2]}</div>
      </div>
    </div>
  );
}

/** Classes as utilities are used: a dark card with a gradient, badges and a picture. */
export function utilities({ title, text, author, tags, numbers }: Data) {
  return (
    <div
      tw="flex w-full h-full p-16 bg-slate-900 text-white"
      style={{ backgroundImage: "linear-gradient(135deg, #0f172a 0%, #4c1d95 100%)" }}
    >
      <div tw="flex flex-col flex-1 justify-between pr-10">
        <div tw="flex items-center">
          <div tw="w-12 h-12 rounded-full bg-sky-400 mr-4" />
          <span tw="text-2xl font-semibold uppercase tracking-widest text-slate-300">{tags[0]}</span>
        </div>
        <div tw="flex flex-col">
          <h1 tw="text-6xl font-bold leading-tight m-0">{title}</h1>
          <p tw="text-2xl text-slate-400 mt-4 leading-relaxed" style={{ maxWidth: 640 }}>
            {text}
          </p>
        </div>
        <div tw="flex">
          {tags.map((tag) => (
            <div tw="flex rounded-lg border-2 border-violet-400 px-4 py-2 mr-3 text-xl">{tag}</div>
          ))}
          <div tw="flex ml-auto opacity-50 text-lg self-end">{numbers[0]} views</div>
        </div>
      </div>
      <div tw="flex flex-col items-center justify-center w-1/4 bg-white/10 rounded-3xl p-6 shadow-2xl">
        <img src={AVATAR} tw="w-40 h-40 rounded-full border-4 border-white" />
        <div tw="mt-6 text-3xl font-bold text-center">{author}</div>
      </div>
    </div>
  );
}
