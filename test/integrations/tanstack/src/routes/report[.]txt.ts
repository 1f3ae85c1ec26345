import { createFileRoute } from "@tanstack/react-router";
import { answer } from "../offprint";

export const Route = createFileRoute("/report.txt")({
  server: { handlers: { GET: ({ request }) => answer(request) } },
});
