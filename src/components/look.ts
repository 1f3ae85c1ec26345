// The look of charts: colours for light and dark, and the options that all of them share.

export interface ChartLook {
  /** Pixels. Default 600. */
  width?: number;
  /** Pixels. Default 320. */
  height?: number;
  /** Pixels of the labels' text. Default 16. */
  fontSize?: number;
  /** Colours of text and lines. Default `light`. */
  theme?: "light" | "dark";
  /** Colours of the series, in order. Default: six that are told apart in print and by colour-blind eyes. */
  colors?: readonly string[];
  /** Writes a value. Default: `12.3K`. */
  format?: (value: number) => string;
}

interface Colors {
  ink: string;
  muted: string;
  line: string;
  series: readonly string[];
}

const LIGHT: Colors = {
  ink: "#10222e",
  muted: "#56666f",
  line: "#d5dede",
  series: ["#0c5772", "#d9572f", "#3a9b7a", "#b08a1d", "#7d5ba6", "#8aa3ad"],
};
const DARK: Colors = {
  ink: "#e9f0f0",
  muted: "#9fb1b7",
  line: "#2b424d",
  series: ["#62bcdc", "#ff8b69", "#63cba6", "#e5c158", "#b79be0", "#7f959e"],
};

export function lookOf({ width = 600, height = 320, fontSize = 16, theme, colors }: ChartLook) {
  const base = theme === "dark" ? DARK : LIGHT;
  const series = colors && colors.length > 0 ? colors : base.series;
  return { ...base, width, height, fontSize, color: (i: number) => series[i % series.length]! };
}
