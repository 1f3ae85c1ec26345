// A child process that makes cards with one engine over HTTP: GET /CARD/SEED/SIZES; GET /rss.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { createLoader } from "../loader.mjs";

const jiti = await createLoader("og");
const { open } = await jiti.import(fileURLToPath(new URL("./engines.ts", import.meta.url)));
const draw = await open(process.argv[2]);
const server = createServer((request, response) => {
  if (request.url === "/rss") return void response.end(String(process.memoryUsage().rss));
  const [, card, seed, sizes] = request.url.split("/");
  draw(card, Number(seed), sizes ? sizes.split(",").map(Number) : []).then(
    (png) => response.writeHead(200, { "content-type": "image/png" }).end(png),
    (error) => response.writeHead(500).end(String(error?.stack ?? error)),
  );
});
// Peers wait for their turn longer than the usual five seconds.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));
process.on("disconnect", () => process.exit());
