// typst, compiled in this process (its Node.js binding): markup in, PDF out.
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { dirname } from "node:path";
import { COLUMNS } from "../content.mjs";

const compiler = NodeCompiler.create({
  fontArgs: [{ fontPaths: [dirname(process.env.BENCH_FONT_400)] }],
});
const escape = (text) => text.replace(/[\\#*_`$<>@[\]=~/-]/g, "\\$&");

export function render({ title, intro, rows }) {
  const source = `#set document(title: "${title}", date: none)
#set page(paper: "a4", margin: 56pt, footer: context align(right, text(8.5pt)[Page #counter(page).display() of #counter(page).final().first()]))
#set text(font: "Inter", size: 9pt, hyphenate: false)
#set par(leading: 0.65em)
#heading(text(24pt)[${title}])
#text(10pt)[${escape(intro)}]
#v(8pt)
#table(
  columns: (${COLUMNS.map(({ width }) => `${width}pt`).join(", ")}),
  align: (${COLUMNS.map(({ align }) => align).join(", ")}),
  stroke: none,
  inset: (x: 6pt, y: 4pt),
  fill: (_, y) => if y > 0 and calc.even(y) { rgb("#f5f7fa") },
  table.header(${COLUMNS.map(({ title }) => `[*${escape(title)}*]`).join(", ")}, table.hline(stroke: 0.8pt)),
${rows.map((row) => COLUMNS.map(({ key }) => `[${escape(row[key])}]`).join(", ")).join(",\n")}
)
`;
  const bytes = compiler.pdf({ mainFileContent: source });
  // What is remembered of one document must not make the next one faster than it is.
  compiler.evictCache(0);
  return bytes;
}
