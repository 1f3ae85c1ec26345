import type { Asset } from "offprint";

/** An asset: its tag is known without its bytes. */
export const GET = (): Asset => ({
  types: ["text/plain; charset=utf-8"],
  key: "report 1",
  filename: "Bericht ü.txt",
  render: () => "A report.\n".repeat(10),
});
