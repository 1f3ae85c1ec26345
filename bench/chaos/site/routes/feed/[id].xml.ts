import { feed } from "offprint";

export const GET = ({ params }: { params: { id: string } }) =>
  feed({
    title: `Feed ${params.id}`,
    description: "Twenty entries.",
    language: "en",
    items: Array.from({ length: 20 }, (_, i) => ({
      url: `/entries/${params.id}/${i}`,
      title: `Entry ${i} of ${params.id}`,
      published: "2026-01-01",
      html: `<p>Entry ${i} of <b>${params.id}</b></p>`,
    })),
  });
