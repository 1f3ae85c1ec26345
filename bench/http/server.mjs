// One server a process: `node server.mjs raw|srvx|h3|offprint`. Tells its parent where it listens, how long
// it took to come up, and, when asked, the CPU time that it has used.

import { ETAG, PNG, megabyte } from "./_payloads.mjs";

const data = () => ({ hello: "world" });

/** Nothing but node:http: what the platform itself costs. */
async function raw() {
  const { createServer } = await import("node:http");
  const { Readable } = await import("node:stream");
  const server = createServer((req, res) => {
    switch (req.url) {
      case "/data.json":
      case "/response.json": {
        const body = JSON.stringify(data());
        res.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
        return res.end(body);
      }
      case "/304":
      case "/304-checked":
        if (req.headers["if-none-match"] === ETAG) return res.writeHead(304, { etag: ETAG }).end();
        return res.writeHead(200).end();
      case "/card.png":
        res.writeHead(200, { "content-type": "image/png", "content-length": PNG.byteLength });
        return res.end(PNG);
      case "/stream.bin":
        res.writeHead(200, { "content-type": "application/octet-stream" });
        return Readable.fromWeb(megabyte()).pipe(res);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server.address().port;
}

const routes = {
  "/data.json": () => Response.json(data()),
  "/response.json": () => Response.json(data()),
  "/304": () => new Response(null, { status: 304, headers: { etag: ETAG } }),
  "/304-checked": (request) =>
    request.headers.get("if-none-match") === ETAG
      ? new Response(null, { status: 304, headers: { etag: ETAG } })
      : Response.json(data()),
  "/card.png": () => new Response(PNG, { headers: { "content-type": "image/png" } }),
  "/stream.bin": () => new Response(megabyte(), { headers: { "content-type": "application/octet-stream" } }),
};

async function srvx() {
  const { serve, FastResponse } = await import("srvx");
  globalThis.Response = FastResponse;
  const server = serve({
    port: 0,
    hostname: "127.0.0.1",
    silent: true,
    fetch: (request) => routes[new URL(request.url).pathname](request),
  });
  await server.ready();
  return server.node.server.address().port;
}

/** h3 as its documentation shows it, with the same fast Response that srvx brings. */
async function h3() {
  const { FastResponse } = await import("srvx");
  globalThis.Response = FastResponse;
  const { H3, serve, handleCacheHeaders } = await import("h3");
  const app = new H3();
  app.get("/data.json", data);
  for (const path of ["/response.json", "/304", "/card.png", "/stream.bin"]) app.get(path, routes[path]);
  app.get("/304-checked", (event) => (handleCacheHeaders(event, { etag: ETAG }) ? null : data()));
  const server = serve(app, { port: 0, hostname: "127.0.0.1", silent: true });
  await server.ready();
  return server.node.server.address().port;
}

async function offprint() {
  const { createApp, serve, useFastResponse } = await import("../../dist/index.js");
  useFastResponse();
  const { fileURLToPath } = await import("node:url");
  const app = await createApp({ root: fileURLToPath(new URL(".", import.meta.url)) });
  from = performance.now();
  return (await serve(app.fetch, { port: 0, hostname: "127.0.0.1" })).port;
}

/** When listening began: for our own, after the routes and fonts were read. */
let from = performance.now();
const port = await { raw, srvx, h3, offprint }[process.argv[2]]();
await (await fetch(`http://127.0.0.1:${port}/data.json`)).text();
process.send({ port, firstAnswer: performance.now() - from, sinceStart: performance.now() });
process.on("message", () => process.send({ cpu: process.cpuUsage() }));
process.on("disconnect", () => process.exit(0));
