// What the cards share: colours of the theme, the mark, faces of people, and which way text runs.

import { dark, tokens } from "../tokens.ts";

export interface CardLook {
  /** Default `light`. */
  theme?: "light" | "dark";
  /** The sender's name, beside the mark. Default `Offprint`. */
  brand?: string;
}

export type Palette = (typeof tokens)["color"];

export const palette = (theme: CardLook["theme"]): Palette => (theme === "dark" ? dark.color : tokens.color);

export const MONO = "JetBrains Mono";

/** The whole card: 1200 × 630, on the theme's paper. */
export const sheet = (color: Palette) =>
  ({
    display: "flex",
    position: "relative",
    width: "100%",
    height: "100%",
    boxSizing: "border-box",
    overflow: "hidden",
    background: color.paper,
    color: color.ink,
    fontFamily: "Inter",
  }) as const;

/** True when the first letter belongs to a script that is written from the right. */
export function isRtl(text: string): boolean {
  const letter = /\p{L}/u.exec(text)?.[0] ?? "";
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(letter);
}

/** Latin letters are set tighter when they are large; other scripts are left as they are. */
export const tracking = (text: string, em: number) =>
  /^[\p{Script=Latin}\p{N}\p{P}\p{S}\p{Z}\p{M}]+$/u.test(text) ? `${em}em` : "0";

/** Lines of tall scripts need more room. */
export const leading = (text: string, normal: number) =>
  /[\p{Script=Devanagari}\p{Script=Thai}\p{Script=Arabic}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Bengali}\p{Script=Tamil}]/u.test(
    text,
  )
    ? normal + 0.28
    : normal;

/** A sheet with a folded corner. */
export function Mark({ color, size = 34 }: { color: Palette; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 34 34">
      <path d="M5 2h16l8 8v22H5z" fill={color.accent} />
      <path d="M21 2l8 8h-8z" fill={color.ink} fillOpacity={0.35} />
      <path d="M10 17h14M10 22h14M10 27h9" stroke={color.onAccent} strokeWidth={2} />
    </svg>
  );
}

export function Brand({ color, name = "Offprint" }: { color: Palette; name?: string }) {
  return (
    <div
      style={{
        display: "flex",
        alignItems: "center",
        gap: 12,
        fontSize: 24,
        fontWeight: 600,
        letterSpacing: tracking(name, -0.01),
      }}
    >
      <Mark color={color} />
      {name}
    </div>
  );
}

/** A picture of a person, or their initials. */
export function Avatar({
  name,
  src,
  size,
  color,
}: {
  name: string;
  src?: string;
  size: number;
  color: Palette;
}) {
  if (src)
    return (
      <img src={src} width={size} height={size} style={{ borderRadius: size / 2, objectFit: "cover" }} />
    );
  const words = name.split(/\s+/);
  const initials = [words[0], words.length > 1 ? words.at(-1) : ""]
    .map((word) => Array.from(word ?? "")[0] ?? "")
    .join("");
  return (
    <div
      style={{
        display: "flex",
        alignItems: "center",
        justifyContent: "center",
        width: size,
        height: size,
        borderRadius: size / 2,
        background: color.sea,
        color: color.paper,
        fontSize: size * 0.38,
        fontWeight: 600,
      }}
    >
      {isRtl(initials) ? Array.from(initials)[0] : initials}
    </div>
  );
}
