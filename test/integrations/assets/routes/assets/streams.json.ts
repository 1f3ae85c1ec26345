import { streams } from "../_streams.ts";

export const GET = () =>
  new Response(JSON.stringify(streams), {
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
