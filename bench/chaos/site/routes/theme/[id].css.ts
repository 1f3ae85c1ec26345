import { theme } from "offprint";

export const GET = ({ params }: { params: { id: string } }) =>
  theme({
    tokens: { color: { accent: `#${(Number(params.id) % 0xffffff).toString(16).padStart(6, "0")}` } },
  });
