// The `theme` kind: typed design tokens -> a stylesheet of custom properties, light and dark.

import type { Asset } from "../asset.ts";
import { present, type Members, type Nullable } from "./text/input.ts";
import type { Refuse, Tokens } from "./theme/tokens.ts";

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
  /**
   * Whether a token that is none, and a pair that cannot be read, is an error. Without it such a token is left
   * out with those that refer to it, and the log has both. Default false.
   */
  strict?: boolean;
  /** `tailwind` puts the tokens into `@theme`, by which Tailwind 4 makes utilities of them. Default `css`. */
  format?: "css" | "tailwind";
}

const THEME: Members<Theme> = {
  tokens: true,
  dark: true,
  prefix: true,
  mode: true,
  contrast: true,
  strict: true,
  format: true,
};
const PAIR: Members<ContrastPair> = { text: true, on: true, atLeast: true };

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
 * A stylesheet of custom properties. Each token is read as a typed value, or as a value of CSS, and written
 * out again from that; what is neither is never passed on, so tokens may come from users.
 *
 * @throws TypeError for an option that is not known; with `strict`, when rendered, naming the token that is no
 *   value of its type, refers to nothing or to itself, or the pair whose contrast is too low, with its ratio.
 *
 * @example
 * // routes/theme.css.ts
 * export const GET = () => theme({
 *   tokens: { color: { paper: "#fff", ink: "oklch(0.25 0.02 260)" }, space: { m: "clamp(1rem, 4vw, 2rem)" } },
 *   dark: { color: { paper: "#111418", ink: "#e8e6e1" } },
 *   contrast: [{ text: "color.ink", on: "color.paper" }],
 * });
 */
export function theme(value: Nullable<Theme>): Asset {
  const given = present<Theme>("theme()", value, THEME);
  const { tokens, dark = {}, prefix = "", mode = "auto", strict = false, format = "css" } = given;
  if (typeof tokens !== "object" || tokens === null) throw new TypeError("theme(): `tokens` is missing.");
  if (!/^[a-z0-9-]*$/i.test(prefix))
    throw new TypeError(`theme(): the prefix ${JSON.stringify(prefix)} is no name.`);
  if (!["auto", "light", "dark"].includes(mode))
    throw new TypeError(`theme(): the mode ${JSON.stringify(mode)} is none of auto, light and dark.`);
  if (format !== "css" && format !== "tailwind")
    throw new TypeError(`theme(): the format ${JSON.stringify(format)} is neither css nor tailwind.`);
  return {
    types: ["text/css; charset=utf-8"],
    key: { kind: "theme", given },
    exact: true,
    async render(context) {
      const { writeTokens } = await import("./theme/tokens.ts");
      const refuse: Refuse = (_path, message) => {
        if (strict) throw new TypeError(message);
        context.warn?.(`${message} It was left out.`);
      };
      for (const message of await tooFaint(given)) {
        if (strict) throw new TypeError(message);
        context.warn?.(message);
      }
      const light = writeTokens(tokens, prefix, refuse);
      const inTheDark = writeTokens(dark, prefix, refuse, tokens);
      const first = (scheme: string, properties: Map<string, string>) =>
        format === "css"
          ? rule(":root", scheme, properties)
          : `@theme {\n${declarations(properties)}}\n${rule(":root", scheme, new Map())}`;
      if (mode === "light") return first("light", light);
      if (mode === "dark") return first("dark", new Map([...light, ...inTheDark]));
      if (inTheDark.size === 0) return first("light", light);
      return [
        first("light dark", light),
        `@media (prefers-color-scheme: dark) {\n${rule(':root:not([data-theme="light"])', "dark", inTheDark)}}\n`,
        rule(':root[data-theme="dark"]', "dark", inTheDark),
        rule(':root[data-theme="light"]', "light", new Map()),
      ].join("");
    },
  };
}

/**
 * The contrast of two colours by WCAG 2.2: 1 (none) to 21 (black on white). A translucent foreground is
 * laid over the background first, and a translucent background over white.
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

/** What is wrong with the pairs, in words. A pair one of whose colours is computed in the browser is told, too. */
async function tooFaint({ tokens, dark, contrast: pairs = [] }: Theme): Promise<string[]> {
  const { followReferences } = await import("./theme/tokens.ts");
  const messages: string[] = [];
  for (const one of pairs) {
    const { text, on, atLeast = READABLE } = present<ContrastPair>("theme(): a contrast", one, PAIR);
    for (const [mode, trees] of [["light", [tokens]] as const, ["dark", [tokens, dark ?? {}]] as const])
      try {
        const ratio = await contrast(followReferences(text, [...trees]), followReferences(on, [...trees]));
        if (!(ratio >= atLeast))
          messages.push(
            `theme(): ${text} on ${on} has a contrast of ${ratio.toFixed(2)} in the ${mode}, and ${atLeast} is asked for.`,
          );
      } catch (error) {
        messages.push(`theme(): ${text} on ${on}: ${(error as Error).message}`);
      }
  }
  return messages;
}

function rule(selector: string, scheme: string, properties: Map<string, string>): string {
  return `${selector} {\n  color-scheme: ${scheme};\n${declarations(properties)}}\n`;
}

function declarations(properties: Map<string, string>): string {
  return [...properties].map(([name, value]) => `  ${name}: ${value};\n`).join("");
}
