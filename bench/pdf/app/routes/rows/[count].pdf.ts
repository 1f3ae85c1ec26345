// GET /rows/1000.pdf: so many rows from an endless source, which says how many were taken and when it was closed.
import { document, pdf, table, type RouteEvent } from "offprint";
import { random, row } from "../../../content.mjs";
import { COLUMNS } from "../../../content.mjs";

interface Source {
  taken: number;
  closed: number;
}
/** Read by the server beside this file. */
const source: Source = ((globalThis as { benchSource?: Source }).benchSource ??= { taken: 0, closed: 0 });

async function* rows(count: number) {
  const next = random(count);
  source.taken = 0;
  source.closed = 0;
  try {
    for (let i = 1; i <= count; i++) {
      source.taken = i;
      // As a cursor does: a batch, then a turn for others.
      if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
      yield row(next, i);
    }
  } finally {
    source.closed = Date.now();
  }
}

function* template(data: { count: number; rows: AsyncIterable<ReturnType<typeof row>> }) {
  yield document({
    title: `${data.count} rows`,
    footer: ({ page, pages }) => ({ right: ["Page ", page, " of ", pages] }),
  });
  yield table({
    columns: COLUMNS.map(({ key, title, width, align }) => ({ title, value: key, width, align })),
    rows: data.rows,
    size: 7,
    padding: 3,
  } as Parameters<typeof table<ReturnType<typeof row>>>[0]);
}

export const GET = ({ params }: RouteEvent<{ count: string }>) => {
  const count = Number(params.count);
  return pdf(template, { count, rows: rows(count) }, { version: count });
};
