// One server of the hits benchmark, by name; tells its URL to the parent.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cache } from "../../src/cache/cache.ts";
import { useFastResponse } from "../../src/http/fast-response.ts";
import { serve } from "../../src/serve.ts";

const body = Buffer.alloc(40_960, "an even picture ");
const headers = {
  "content-type": "image/png",
  "cache-control": "public, max-age=3600",
  etag: '"9f8e7d6c5b4a39281706f5e4d3c2b1a0"',
  "x-content-type-options": "nosniff",
};

async function start(name: string | undefined): Promise<string> {
  if (name === "raw node:http") {
    const server = createServer((_request, response) => {
      response.writeHead(200, { ...headers, "content-length": body.byteLength });
      response.end(body);
    });
    await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  useFastResponse();
  const vary = name?.includes("varied") ? { vary: "accept, accept-encoding" } : undefined;
  const cached = cache(() => new Response(body, { headers: { ...headers, ...vary } }), {
    origin: "http://127.0.0.1",
  });
  return (await serve(cached, { port: 0, hostname: "127.0.0.1" })).url;
}

process.send?.(`${await start(process.argv[2])}/card.png`);
