// The `theme` kind: typed design tokens -> a stylesheet of custom properties, light and dark.

import type { Asset } from "../asset.ts";
import type { Tokens } from "./theme/tokens.ts";

export type { Tokens } from "./theme/tokens.ts";

/** WCAG 2.2's ratio for text of normal size (1.4.3). */
const READABLE = 4.5;

/** The tokens that `theme()` makes a style sheet of. */
export interface Theme {
  /**
   * The tokens: colours, lengths, times, numbers, lists of font families; groups of them; DTCG
   * tokens; `"{group.name}"` for another token. `color.brand` becomes `--color-brand`.
   */
  tokens: Tokens;
  /** Tokens that differ in the dark. */
  dark?: Tokens;
  /** Before every name: `op-` gives `--op-color-brand`. Letters, digits and `-`. Default none. */
  prefix?: string;
  /**
   * `auto` follows the system and `<html data-theme="light|dark">` overrules it; `light` and `dark`
   * are that one alone, for a reader who has chosen. Default `auto`.
   */
  mode?: "auto" | "light" | "dark";
  /** Pairs that must stay readable, in the light and in the dark. */
  contrast?: readonly ContrastPair[];
}

/** A text and its ground, whose contrast is held to WCAG 2.2 (§1.4.3). */
export interface ContrastPair {
  /** Path of a colour token, such as `color.text`. */
  text: string;
  /** Path of the colour token behind it. */
  on: string;
  /** The least ratio. Default 4.5; 3 will do for large text, 7 is AAA. */
  atLeast?: number;
}

/**
 * A stylesheet of custom properties. Each token is read as a typed value and written out again from
 * that; a token that is none is an error, never passed on, so tokens may come from users.
 *
 * @throws TypeError (when rendered) naming the token that is no value of its type, refers to nothing
 *   or to itself, or the pair whose contrast is too low, with its ratio.
 *
 * @example
 * // routes/theme.css.ts
 * export const GET = () => theme({
 *   tokens: { color: { paper: "#fff", ink: "oklch(0.25 0.02 260)" }, space: { m: "1rem" } },
 *   dark: { color: { paper: "#111418", ink: "#e8e6e1" } },
 *   contrast: [{ text: "color.ink", on: "color.paper" }],
 * });
 */
export function theme(value: Theme): Asset {
  return {
    types: ["text/css; charset=utf-8"],
    key: { kind: "theme", value },
    exact: true,
    async render() {
      const { writeTokens } = await import("./theme/tokens.ts");
      const { tokens, dark = {}, prefix = "", mode = "auto" } = value;
      if (!/^[a-z0-9-]*$/i.test(prefix))
        throw new TypeError(`theme(): the prefix ${JSON.stringify(prefix)} is no name.`);
      await checkContrast(value);
      const light = writeTokens(tokens, prefix);
      const inTheDark = writeTokens(dark, prefix, tokens);
      if (mode === "light") return rule(":root", "light", light);
      if (mode === "dark") return rule(":root", "dark", new Map([...light, ...inTheDark]));
      if (inTheDark.size === 0) return rule(":root", "light", light);
      return [
        rule(":root", "light dark", light),
        `@media (prefers-color-scheme: dark) {\n${rule(':root:not([data-theme="light"])', "dark", inTheDark)}}\n`,
        rule(':root[data-theme="dark"]', "dark", inTheDark),
        rule(':root[data-theme="light"]', "light", new Map()),
      ].join("");
    },
  };
}

/**
 * The contrast of two colours by WCAG 2.2: 1 (none) to 21 (black on white).
 *
 * @throws TypeError when either is not a colour.
 *
 * @example
 * if ((await contrast(user.accent, "#fff")) < 4.5) throw badRequest("That colour is too light to read.");
 */
export async function contrast(foreground: unknown, background: unknown): Promise<number> {
  const { contrastRatio, parseColor } = await import("./theme/color.ts");
  const [a, b] = [foreground, background].map((value) => {
    const color = parseColor(value);
    if (!color) throw new TypeError(`contrast(): ${JSON.stringify(value)} is not a colour.`);
    return color;
  });
  return contrastRatio(a!, b!);
}

async function checkContrast({ tokens, dark, contrast: pairs = [] }: Theme): Promise<void> {
  const { followReferences } = await import("./theme/tokens.ts");
  for (const { text, on, atLeast = READABLE } of pairs)
    for (const [mode, trees] of [["light", [tokens]] as const, ["dark", [tokens, dark ?? {}]] as const]) {
      const ratio = await contrast(followReferences(text, [...trees]), followReferences(on, [...trees]));
      if (ratio < atLeast)
        throw new TypeError(
          `theme(): ${text} on ${on} has a contrast of ${ratio.toFixed(2)} in the ${mode}, and ${atLeast} is asked for.`,
        );
    }
}

function rule(selector: string, scheme: string, properties: Map<string, string>): string {
  const lines = [...properties].map(([name, value]) => `  ${name}: ${value};\n`);
  return `${selector} {\n  color-scheme: ${scheme};\n${lines.join("")}}\n`;
}
