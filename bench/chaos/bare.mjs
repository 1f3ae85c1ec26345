// A process that does a child's work without the server: the same routes, one image after the other, for as long as it is told.

import { setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { createApp, useFastResponse } from "../../dist/index.js";

useFastResponse();
const { fetch } = await createApp({ root: fileURLToPath(new URL("./site", import.meta.url)) });
const [first] = process.argv.slice(2).map(Number);
let image = first;

async function draw() {
  const response = await fetch(new Request(`http://localhost/card/${image++}.png`));
  if (response.status !== 200) throw new Error(`A card was answered with ${response.status}`);
  await response.arrayBuffer();
}

setPriority(10);
process.once("disconnect", () => process.exit());
process.on("message", async ({ images = Infinity, ms = Infinity }) => {
  const until = performance.now() + ms;
  let done = 0;
  while (done < images && performance.now() < until) {
    await draw();
    done++;
    // What comes from outside has its turn, as in a child.
    await new Promise((resolve) => setImmediate(resolve));
  }
  process.send(done);
});
process.send("ready");
