// What must survive when Offprint is mounted in another framework, asserted over HTTP.

import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";

const settle = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A request whose answer can be left in the middle. */
function open(url) {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, resolve);
    sent.on("error", reject);
    sent.end();
  });
}

const STEPS = {
  async "JSON, query and cookies"(base) {
    const answer = await fetch(`${base}/assets/hello.json?name=Ada`, { headers: { cookie: "a=1" } });
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get("content-type"), /^application\/json/);
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
    assert.deepEqual(await answer.json(), { hello: "Ada", cookie: "1" });
  },
  async "POST with a body; every Set-Cookie arrives"(base) {
    const answer = await fetch(`${base}/assets/hello.json`, {
      method: "POST",
      body: '{"x":"ü"}',
      headers: { "content-type": "application/json" },
    });
    assert.equal(answer.status, 201);
    assert.deepEqual(await answer.json(), { got: { x: "ü" } });
    const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    assert.deepEqual(cookies.sort(), ["first=1%202", "own=3", "second=2"]);
  },
  async "a body that is no JSON is 400"(base) {
    const answer = await fetch(`${base}/assets/hello.json`, {
      method: "POST",
      body: "{",
      headers: { "content-type": "application/json" },
    });
    assert.equal(answer.status, 400);
  },
  async "405 with Allow, 404"(base) {
    const answer = await fetch(`${base}/assets/hello.json`, { method: "DELETE" });
    assert.equal(answer.status, 405);
    assert.equal(answer.headers.get("allow"), "GET, HEAD, POST, OPTIONS");
    assert.equal((await fetch(`${base}/assets/none.json`)).status, 404);
  },
  async "an asset: tag, 304, HEAD, Range, filename; as a named route"(base) {
    const answer = await fetch(`${base}/report.txt`);
    const etag = answer.headers.get("etag");
    assert.match(etag, /^(?:W\/)?"/);
    assert.equal((await answer.text()).length, 100);
    assert.match(answer.headers.get("content-disposition"), /filename\*=UTF-8''Bericht%20%C3%BC\.txt/);
    const again = await fetch(`${base}/report.txt`, { headers: { "if-none-match": etag } });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), "");
    const head = await fetch(`${base}/report.txt`, { method: "HEAD" });
    assert.equal(head.status, 200);
    assert.equal(head.headers.get("etag"), etag);
    assert.equal(await head.text(), "");
    const part = await fetch(`${base}/report.txt`, {
      headers: { range: "bytes=2-7", "accept-encoding": "identity" },
    });
    assert.equal(part.status, 206);
    assert.equal(await part.text(), "report");
  },
  async "a stream arrives while it is made, and stops when its reader leaves"(base) {
    const before = await (await fetch(`${base}/assets/streams.json`)).json();
    const answer = await open(`${base}/assets/ticks.txt`);
    let text = "";
    for await (const chunk of answer) {
      text += chunk;
      if (text.includes("tick 3")) break;
    }
    answer.destroy();
    for (let tries = 0; tries < 30; tries++) {
      await settle(100);
      const now = await (await fetch(`${base}/assets/streams.json`)).json();
      if (now.cancelled > before.cancelled) return;
    }
    assert.fail("the stream was never cancelled");
  },
  async "HEAD of a stream leaves nothing running"(base) {
    const before = await (await fetch(`${base}/assets/streams.json`)).json();
    assert.equal((await fetch(`${base}/assets/ticks.txt`, { method: "HEAD" })).status, 200);
    await settle(300);
    const now = await (await fetch(`${base}/assets/streams.json`)).json();
    assert.equal(now.opened - now.cancelled <= before.opened - before.cancelled + 1, true);
    assert.equal((await fetch(`${base}/assets/hello.json`)).status, 200);
  },
  async "a reader that waits holds the source back"(base) {
    const answer = await open(`${base}/assets/flood.bin`);
    answer.pause();
    await settle(700);
    const first = (await (await fetch(`${base}/assets/streams.json`)).json()).pulled;
    await settle(500);
    const second = (await (await fetch(`${base}/assets/streams.json`)).json()).pulled;
    answer.destroy();
    assert.equal(second, first);
    assert.ok(first < 1000, `${first} chunks were pulled for nobody`);
  },
};

/** Where the app cannot be made: pages go on, before and after a request for an asset. */
const BROKEN = {
  async "a mistake in the assets is their 500, and ends no page"(base) {
    const seen = [];
    for (const path of ["/", "/assets/hello.json", "/assets/hello.json", "/"])
      seen.push((await fetch(base + path)).status);
    assert.deepEqual(seen, [200, 500, 500, 200]);
  },
};

/** @returns {Promise<number>} how many steps failed */
export const check = (base) => checkSteps(base, STEPS);

/** The same, of a server whose assets have a mistake. */
export const checkBroken = (base) => checkSteps(base, BROKEN);

async function checkSteps(base, steps) {
  let failed = 0;
  for (const [name, step] of Object.entries(steps)) {
    try {
      await step(base);
      console.log(`  ok    ${name}`);
    } catch (error) {
      failed++;
      console.log(`  FAIL  ${name}\n        ${error.message.replaceAll("\n", "\n        ")}`);
    }
  }
  return failed;
}
