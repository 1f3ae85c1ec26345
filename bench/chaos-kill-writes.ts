// kill -9 the server while it writes to the disk cache, 200 times: no byte served that is not of a whole render.
//
//   npm run chaos -- kill-writes [--lives 200] [--json]
//
// One folder outlives every server. Each life gets requests for assets that are cold, that were being
// written when the last one was killed, and that are stored; it is killed at a moment that changes from
// life to life. What was received is compared with what the asset's bytes must be.

import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { get, mib, report, startSite } from "./cache/chaos.ts";
import { bytesOf } from "./cache/site/_made.ts";
import { option } from "./chaos/harness.ts";

const lives = option("lives", 200);
const ASSETS = 400;
const directory = mkdtempSync(join(tmpdir(), "offprint-kill-"));
const right = new Map<string, string>();

function hashOf(id: string): string {
  let known = right.get(id);
  if (!known) {
    known = createHash("sha256")
      .update(bytesOf(id, 20_000 + ((Number(id) * 7_919) % 700_000)))
      .digest("hex");
    right.set(id, known);
  }
  return known;
}

let whole = 0;
let hits = 0;
let broken = 0;
let wrong = 0;
let odd = 0;
try {
  for (let life = 0; life < lives; life++) {
    const site = await startSite({ directory, memoryBytes: 4_000_000, diskBytes: 60_000_000 });
    const agent = new Agent({ keepAlive: true, maxSockets: 16 });
    const now = { over: false };
    const clients = Array.from({ length: 16 }, async (_, client) => {
      for (let turn = 0; !now.over; turn++) {
        // Every third request is for something asked for lately, so that reads meet writes.
        const id = String((life * 3 + (turn % 3 === 0 ? client : client * 7 + turn * 13)) % ASSETS);
        const got = await get(`${site.url}/${id}.bin`, agent);
        if (got.broken) broken++;
        else if (got.status !== 200) odd++;
        else if (got.sha256 !== hashOf(id)) wrong++;
        else {
          whole++;
          if (got.cache.includes("hit")) hits++;
        }
        if (got.broken) return;
      }
    });
    // From almost at once to a quarter of a second, in no order.
    await new Promise((done) => setTimeout(done, 30 + ((life * 97) % 220)));
    now.over = true;
    const killed = site.stop("SIGKILL");
    await Promise.all([killed, ...clients]);
    agent.destroy();
    if (!process.argv.includes("--json") && life % 20 === 19)
      console.error(`  life ${life + 1}: ${whole} whole answers`);
  }
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => statSync(join(item.parentPath, item.name)).size);
  const bytes = files.reduce((sum, size) => sum + size, 0);
  report(
    "kill-writes",
    {
      "servers killed": lives,
      "whole answers": whole,
      "of them from the cache": hits,
      "broken off by a kill": broken,
      "wrong bytes": wrong,
      "other statuses": odd,
      "folder at the end": `${files.length} files, ${mib(bytes)}`,
    },
    {
      "no byte that differs from a whole render": wrong === 0,
      "every whole answer a 200": odd === 0,
      "stored answers were served": hits > 0,
      "the folder within its quota": bytes < 60_000_000 * 1.1,
    },
  );
} finally {
  rmSync(directory, { recursive: true, force: true });
}
