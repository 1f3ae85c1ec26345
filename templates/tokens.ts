// The site's design tokens. The same values colour its pages, its images and its reports.

import type { ContrastPair } from "offprint";

export const tokens = {
  color: {
    paper: "#eef3f2",
    card: "#fbfdfc",
    ink: "#10222e",
    muted: "#4b5e68",
    line: "#c8d5d5",
    accent: "#bf3519",
    sea: "#0c5772",
    onAccent: "#ffffff",
  },
  font: {
    text: ["Inter", "system-ui", "Noto Sans", "sans-serif"],
    mono: ["JetBrains Mono", "ui-monospace", "monospace"],
  },
  measure: "42rem",
  page: "74rem",
  radius: "3px",
  ease: [0.2, 0, 0, 1],
  fast: "160ms",
};

export const dark = {
  color: {
    paper: "#0d1920",
    card: "#13232c",
    ink: "#e6eeee",
    muted: "#9fb1b7",
    line: "#263f4a",
    accent: "#ff8b69",
    sea: "#7fc9e4",
    onAccent: "#1a0f0a",
  },
};

export const contrast: ContrastPair[] = [
  { text: "color.ink", on: "color.paper", atLeast: 7 },
  { text: "color.ink", on: "color.card", atLeast: 7 },
  { text: "color.muted", on: "color.paper" },
  { text: "color.muted", on: "color.card" },
  { text: "color.accent", on: "color.paper" },
  { text: "color.sea", on: "color.paper" },
  { text: "color.onAccent", on: "color.accent" },
];
