// @react-pdf/renderer: rows of views, as its guide has them.
import { Document, Font, Page, renderToBuffer, Text, View } from "@react-pdf/renderer";
import { createElement as h } from "react";
import { COLUMNS, PAGE } from "../content.mjs";

Font.register({
  family: "Inter",
  fonts: [
    { src: process.env.BENCH_FONT_400, fontWeight: 400 },
    { src: process.env.BENCH_FONT_700, fontWeight: 700 },
  ],
});
Font.registerHyphenationCallback((word) => [word]);

const { margin } = PAGE;
const cells = (texts, style) =>
  COLUMNS.map(({ key, width, align }) =>
    h(Text, { key, style: { width, textAlign: align, paddingHorizontal: 6, ...style } }, texts[key]),
  );

export function render({ title, intro, rows }) {
  const head = Object.fromEntries(COLUMNS.map(({ key, title }) => [key, title]));
  return renderToBuffer(
    h(
      Document,
      { title },
      h(
        Page,
        {
          size: "A4",
          style: {
            fontFamily: "Inter",
            fontSize: 9,
            paddingTop: margin,
            paddingHorizontal: margin,
            paddingBottom: margin,
          },
        },
        h(Text, { style: { fontSize: 24, fontWeight: 700, marginBottom: 8 } }, title),
        h(Text, { style: { fontSize: 10, lineHeight: 1.4, marginBottom: 12 } }, intro),
        h(
          View,
          { fixed: true, style: { flexDirection: "row", borderBottomWidth: 0.8, paddingVertical: 4 } },
          cells(head, { fontWeight: 700, fontSize: 8.3 }),
        ),
        rows.map((row, i) =>
          h(
            View,
            {
              key: i,
              wrap: false,
              style: {
                flexDirection: "row",
                paddingVertical: 4,
                backgroundColor: i % 2 ? "#f5f7fa" : undefined,
              },
            },
            cells(row, {}),
          ),
        ),
        h(Text, {
          fixed: true,
          style: { position: "absolute", bottom: 28, right: margin, fontSize: 8.5 },
          render: ({ pageNumber, totalPages }) => `Page ${pageNumber} of ${totalPages}`,
        }),
      ),
    ),
  );
}
