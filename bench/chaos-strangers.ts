// Nobody gets another's answer: random apps in each convention behind the cache, asked by visitors who differ.
//
//   npm run chaos -- strangers [--json] [--count 1000000] [--seed 1] [--shown 3] [--layer cache]
//
// Every answer is held against a model of the bare app, so that nothing need be run twice. Layers: `cache`, `two` (a
// second cache outside, which goes by the fields that leave), `pool` (a cache before children), `port` (both behind
// the port, by HTTP), `bare` (the model itself is tried). The first fault of a kind is shown with its app and the
// two requests, and whether these alone show it again.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count, option, report } from "./chaos/harness.ts";
import { useFastResponse } from "../src/http/fast-response.ts";
import type { Layer } from "./strangers/layers.ts";
import { strangers } from "./strangers/strangers.ts";

const COUNT = option("count", 1_000_000);
const SEED = option("seed", 1);
const SHOWN = option("shown", 3);
const at = process.argv.indexOf("--layer");
const LAYER = at < 0 ? undefined : [process.argv[at + 1] as Layer];

useFastResponse();

const folder = mkdtempSync(join(tmpdir(), "offprint-strangers-"));
const from = performance.now();
const kinds: Record<string, number> = {};
let shown = 0;
let first: number | undefined;
try {
  const { asked, apps, turnedAway, askedOf } = await strangers({
    folder,
    count: COUNT,
    seed: SEED,
    layers: LAYER,
    onFault(fault) {
      first ??= fault.after;
      const kind = `${fault.layer}: ${fault.what}`;
      count(kinds, kind);
      if (kinds[kind] === 1 && shown++ < SHOWN)
        console.error(JSON.stringify({ ...fault, rounds: undefined }));
    },
  });
  const faults = Object.values(kinds).reduce((sum, one) => sum + one, 0);
  report(
    "strangers",
    {
      seed: SEED,
      requests: asked,
      apps,
      "turned away": turnedAway,
      ...Object.fromEntries(Object.entries(askedOf).sort()),
      seconds: Math.round((performance.now() - from) / 1000),
      faults,
      ...(first === undefined ? {} : { "first fault after": first }),
      ...Object.fromEntries(Object.entries(kinds).sort(([, a], [, b]) => b - a)),
    },
    { "no answer that the bare app would not have given": faults === 0 },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
