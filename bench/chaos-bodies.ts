// Bodies that come at the wrong time, in the wrong form or not at all: every kind, for every thing that a handler may do
// with a body, cut after each byte, through each layer.
//
//   npm run chaos -- bodies [--rounds 3] [--json]
//
// Passes when no error reaches the process, no connection is left open, and nothing is held: what the heap keeps after
// the last round is what it kept after the first.

import { cutAtEachByte, HANDLERS, illTimed } from "../test/port/ill-timed.ts";
import { playAll, startLayer, type Layer } from "../test/port/layers.ts";
import { mib, option, report, sleep } from "./chaos/harness.ts";

const rounds = option("rounds", 3);
const LAYERS: Layer[] = ["bare", "cache", "pool", "mounted"];
/** Bytes by which a heap may differ between two rounds of the same. */
const SLACK = 4 * 1024 * 1024;

const cases = HANDLERS.flatMap((handler) => illTimed(handler).concat(cutAtEachByte(handler)));
const figures: Record<string, unknown> = { "requests for each layer": cases.length * rounds };
const verdicts: Record<string, boolean> = {};

for (const layer of LAYERS) {
  const server = await startLayer(layer, "quick");
  const heaps: number[] = [];
  const forgotten: string[] = [];
  let open = 0;
  for (let round = 0; round < rounds && server.alive(); round++) {
    forgotten.push(...(await playAll(server.port, cases)));
    if (!server.alive()) break;
    // The last connections are closed a moment later.
    for (let tries = 0; tries < 100; tries++) {
      ({ open } = await server.resources());
      if (open === 0) break;
      await sleep(100);
    }
    heaps.push((await server.resources()).heap);
  }
  figures[layer] = {
    "heap after each round, MB": heaps.map(mib),
    "still open": open,
    forgotten: forgotten.slice(0, 5),
    uncaught: server.uncaught.slice(0, 1),
  };
  verdicts[`${layer}: no error reached the process`] = server.alive() && server.uncaught.length === 0;
  verdicts[`${layer}: every connection was closed`] = open === 0 && forgotten.length === 0;
  verdicts[`${layer}: nothing was kept`] = heaps.at(-1)! - heaps[0]! < SLACK;
  server.stop();
}
report("ill-timed bodies", figures, verdicts);
