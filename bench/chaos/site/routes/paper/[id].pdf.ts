// A page or two.
import { heading, paragraph, pdf, table } from "offprint";

function* paper({ id }: { id: string }) {
  yield heading(1, `Paper ${id}`);
  yield paragraph(`The quick brown fox number ${id} jumps over the lazy dog. `.repeat(10));
  yield table({
    columns: [
      { title: "Name", value: "name" },
      { title: "Value", value: "value" },
    ],
    rows: Array.from({ length: 30 }, (_, i) => ({ name: `Row ${i} of ${id}`, value: String(i * 7919) })),
  });
}

export const GET = ({ params }: { params: { id: string } }) => pdf(paper, { id: params.id });
