import { createFileRoute } from "@tanstack/react-router";
import { answer } from "../../offprint";

export const Route = createFileRoute("/assets/$")({
  server: { handlers: { ANY: ({ request }) => answer(request) } },
});
