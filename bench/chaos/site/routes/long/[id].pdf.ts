// A long table: a thousand pages, made while they are read.
import { heading, pdf, table } from "offprint";

function* rows() {
  for (let i = 0; i < 40_000; i++) yield { name: `Row ${i}`, value: String(i * 7919) };
}

function* report() {
  yield heading(1, "A long list");
  yield table({
    columns: [
      { title: "Name", value: "name" },
      { title: "Value", value: "value" },
    ],
    rows: rows(),
  });
}

export const cache = { maxAge: "1h" };

export const GET = ({ params }: { params: { id: string } }) => pdf(report, {}, { version: params.id });
