// Starts the built command on the example site: its help, an image, a document and a feed, and a stop with exit code 0.
// A warning that something of Node's is deprecated is an error.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const node = ["--throw-deprecation", `${root}dist/cli/main.js`];

/** Paths, their types, and what their bytes begin with. */
const ASKED = [
  ["/og/JP.png", "image/png", "\x89PNG"],
  ["/reports/JP.pdf", "application/pdf", "%PDF-"],
  ["/rss.xml", "application/rss+xml", "<?xml"],
];

assert.match(execFileSync(process.execPath, [...node, "--help"], { encoding: "utf8" }), /offprint start/);

const server = spawn(process.execPath, [...node, "start", root, "--port", "0"], {
  stdio: ["ignore", "pipe", "pipe"],
});
const ended = once(server, "close");
let output = "";
/** Resolves with the URL that the command says. */
const url = new Promise((resolve, reject) => {
  for (const stream of [server.stdout, server.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
      const said = /on (http:\/\/localhost:\d+)/.exec(output);
      if (said) resolve(said[1]);
    });
  server.once("close", (code) => reject(new Error(`It ended with code ${code}.\n${output}`)));
});
try {
  for (const [path, type, start] of ASKED) {
    const answer = await fetch((await url) + path);
    const bytes = Buffer.from(await answer.arrayBuffer());
    assert.equal(answer.status, 200, `${path}\n${output}`);
    assert.ok(answer.headers.get("content-type").startsWith(type), path);
    assert.ok(bytes.toString("latin1").startsWith(start), path);
    console.log(`  ok    ${path}: ${bytes.length} bytes`);
  }
} finally {
  server.kill("SIGTERM");
}
assert.deepEqual(await ended, [0, null]);
