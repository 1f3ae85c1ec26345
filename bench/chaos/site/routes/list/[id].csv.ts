import { csv } from "offprint";

export const GET = ({ params }: { params: { id: string } }) =>
  csv(
    Array.from({ length: 50 }, (_, row) => ({ row, value: row * 7919 })),
    { columns: { id: () => params.id, row: (item) => item.row, value: (item) => item.value } },
  );
