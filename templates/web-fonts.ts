// The faces that the site's pages are set in. Browsers fetch one only when a page has a letter of it.

/** Letters of each script's face. Chinese, Japanese and Korean are left to the reader's system. */
const SCRIPTS: Record<string, string> = {
  NotoSansArabic: "U+600-6FF, U+750-77F, U+8A0-8FF, U+FB50-FDFF, U+FE70-FEFC",
  NotoSansArmenian: "U+530-58F",
  NotoSansBengali: "U+980-9FF",
  NotoSansDevanagari: "U+900-97F",
  NotoSansEthiopic: "U+1200-139F",
  NotoSansGeorgian: "U+10A0-10FF",
  NotoSansGujarati: "U+A80-AFF",
  NotoSansGurmukhi: "U+A00-A7F",
  NotoSansHebrew: "U+590-5FF",
  NotoSansKannada: "U+C80-CFF",
  NotoSansKhmer: "U+1780-17FF",
  NotoSansLao: "U+E80-EFF",
  NotoSansMalayalam: "U+D00-D7F",
  NotoSansMyanmar: "U+1000-109F",
  NotoSansOriya: "U+B00-B7F",
  NotoSansSinhala: "U+D80-DFF",
  NotoSansTamil: "U+B80-BFF",
  NotoSansTelugu: "U+C00-C7F",
  NotoSansThaana: "U+780-7BF",
  NotoSansThai: "U+E00-E7F",
  NotoSansTifinagh: "U+2D30-2D7F",
  NotoSerifTibetan: "U+F00-FFF",
};

const FACES = [
  { file: "Inter-400", family: "Inter", weight: 400 },
  { file: "Inter-600", family: "Inter", weight: 600 },
  { file: "Inter-700", family: "Inter", weight: 700 },
  { file: "JetBrainsMono-400", family: "JetBrains Mono", weight: 400 },
  ...Object.entries(SCRIPTS).map(([name, range]) => ({
    file: `${name}-400`,
    family: "Noto Sans",
    weight: 400,
    range,
  })),
];

/** Names of the files in `fonts/` that pages may ask for, without `.woff2`. */
export const webFonts: readonly string[] = FACES.map(({ file }) => file);

export const fontFaces: string = FACES.map(
  ({ file, family, weight, ...face }) =>
    `@font-face { font-family: "${family}"; font-weight: ${weight}; font-display: swap; ` +
    `src: url(/fonts/${file}.woff2) format("woff2");${"range" in face ? ` unicode-range: ${face.range};` : ""} }\n`,
).join("");
