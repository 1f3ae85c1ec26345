// One server of the hits benchmark, by name; tells its URL to the parent, and its CPU time when asked. As packed: from dist.

import { createServer } from "node:http";
import { cache, serve, useFastResponse } from "../../dist/index.js";

const body = Buffer.alloc(40_960, "an even picture ");
const headers = {
  "content-type": "image/png",
  "cache-control": "public, max-age=3600",
  etag: '"9f8e7d6c5b4a39281706f5e4d3c2b1a0"',
  "x-content-type-options": "nosniff",
};

async function start(name) {
  if (name === "raw node:http") {
    const server = createServer((_request, response) => {
      response.writeHead(200, { ...headers, "content-length": body.byteLength });
      response.end(body);
    });
    await new Promise((done) => void server.listen(0, "127.0.0.1", done));
    return `http://127.0.0.1:${server.address().port}`;
  }
  useFastResponse();
  const vary = name?.includes("varied") ? { vary: "accept, accept-encoding" } : undefined;
  const origin = "http://127.0.0.1";
  const cached = cache(() => new Response(body, { headers: { ...headers, ...vary } }), { origin });
  return (await serve(cached, { port: 0, hostname: "127.0.0.1", origin })).url;
}

process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.once("disconnect", () => process.exit());
process.send?.(`${await start(process.argv[2])}/card.png`);
