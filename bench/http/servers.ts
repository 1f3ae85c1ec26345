// One server of the http benchmark, by name; tells its URL to the parent.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { H3, serve as serveH3 } from "h3";
import { createApp, serve, useFastResponse } from "offprint";
import { CARD, CHUNK, CHUNKS, ETAG, TINY } from "./bodies.ts";

async function start(name: string | undefined): Promise<string> {
  if (name === "raw node:http") return startRaw();
  useFastResponse();
  return name === "h3" ? startH3() : startOurs();
}

async function startRaw(): Promise<string> {
  const server = createServer((request, response) => {
    if (request.url === "/tiny.json") {
      const body = JSON.stringify(TINY);
      response
        .writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) })
        .end(body);
    } else if (request.url === "/card.png") {
      if (request.headers["if-none-match"]) response.writeHead(304, { etag: ETAG }).end();
      else
        response
          .writeHead(200, { "content-type": "image/png", "content-length": CARD.byteLength, etag: ETAG })
          .end(CARD);
    } else {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      let left = CHUNKS;
      const write = () => {
        while (left > 0) {
          left--;
          if (!response.write(CHUNK)) return response.once("drain", write);
        }
        response.end();
      };
      write();
    }
  });
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startH3(): Promise<string> {
  const app = new H3()
    .get("/tiny.json", () => Response.json(TINY))
    .get("/card.png", (event) =>
      event.req.headers.has("if-none-match")
        ? new Response(null, { status: 304, headers: { etag: ETAG } })
        : new Response(CARD, { headers: { "content-type": "image/png", etag: ETAG } }),
    )
    .get("/long.bin", () => {
      let left = CHUNKS;
      const body = new ReadableStream({
        pull: (controller) => (left-- > 0 ? controller.enqueue(CHUNK) : controller.close()),
      });
      return new Response(body, { headers: { "content-type": "application/octet-stream" } });
    });
  const server = serveH3(app, { port: 0, hostname: "127.0.0.1", silent: true, gracefulShutdown: false });
  await server.ready();
  return server.url!.replace(/\/$/, "");
}

async function startOurs(): Promise<string> {
  const app = await createApp({
    root: fileURLToPath(new URL("./site", import.meta.url)),
    origin: "http://127.0.0.1",
  });
  return (await serve(app.fetch, { port: 0, hostname: "127.0.0.1" })).url;
}

process.send?.(await start(process.argv[2]));
