// next/font/google and next/font/local for modules that a picture's template shares with pages: names of families, no files.

interface FontOptions {
  weight?: string | readonly string[];
  style?: string | readonly string[];
  variable?: string;
}

interface NextFont {
  className: string;
  /** Of an element whose text is set in the family, where the picture is given it. */
  style: { fontFamily: string; fontWeight?: number; fontStyle?: string };
  variable?: string;
}

function fontOf(family: string, { weight, style, variable }: FontOptions = {}): NextFont {
  const name = `font-${family.toLowerCase().replaceAll(" ", "-")}`;
  const only = (value: FontOptions["weight"]) => (typeof value === "string" ? value : undefined);
  const fontWeight = Number(only(weight)) || undefined;
  const fontStyle = only(style);
  return {
    className: name,
    style: { fontFamily: `'${family}'`, ...(fontWeight && { fontWeight }), ...(fontStyle && { fontStyle }) },
    ...(variable !== undefined && { variable: `${name}-variable` }),
  };
}

/** Any family of Google Fonts: `Roboto_Mono({ subsets: ["latin"] })`. */
export const googleFonts: Record<string, unknown> = new Proxy(
  {},
  {
    get(_, name) {
      if (name === "__esModule") return true;
      if (typeof name !== "string" || !/^[A-Z]/.test(name)) return undefined;
      return (options?: FontOptions) => fontOf(name.replaceAll("_", " "), options);
    },
    has: (_, name) => typeof name === "string" && /^[A-Z]/.test(name),
  },
);

/** A file of the project; its family has no name that a picture could be given. */
export const localFont = (options?: FontOptions): NextFont => fontOf("Local Font", options);
