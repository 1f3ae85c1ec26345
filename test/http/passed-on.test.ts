// A handler that returns what fetch() gave it: how it came here is no matter of the client's.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, it, onTestFinished } from "vitest";
import { serve, useFastResponse } from "offprint";
import { appOf } from "../project.ts";

beforeAll(useFastResponse);

/** A server whose routes pass on what another one answers. */
async function open(): Promise<string> {
  const upstream = createServer((request, response) => {
    if (request.method === "POST") request.pipe(response);
    else {
      const encoded = { "content-type": "text/plain", "content-encoding": "gzip" };
      response.writeHead(203, { ...encoded, "x-own": "1", connection: "X-Hop, close", "x-hop": "1" });
      response.end(gzipSync("from upstream"));
    }
  });
  await new Promise<void>((resolve) => upstream.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void upstream.close());
  const url = JSON.stringify(`http://127.0.0.1:${(upstream.address() as AddressInfo).port}`);
  const app = await appOf({
    "direct.ts": `export const GET = () => fetch(${url});
      export const POST = ({ request }: any) => fetch(new Request(${url}, request));`,
    "by-hand.ts": `export const GET = () => new Response("whole", { headers: { "transfer-encoding": "chunked", connection: "keep-alive", "keep-alive": "timeout=1" } });`,
  });
  const server = await serve(app.fetch, { port: 0, hostname: "127.0.0.1" });
  onTestFinished(() => server.close());
  return server.url;
}

it("is sent as it was decoded", async () => {
  const url = await open();
  const answer = await fetch(`${url}/direct`, { headers: { "accept-encoding": "identity" } });
  expect([answer.status, answer.headers.get("x-own"), await answer.text()]).toEqual([
    203,
    "1",
    "from upstream",
  ]);
  expect(answer.headers.get("content-encoding")).toBeNull();
  // A field that its server named as one of the connection (RFC 9110 §7.6.1).
  expect(answer.headers.get("x-hop")).toBeNull();
});

it("has one length, whether or not it came in chunks", async () => {
  const url = await open();
  const answer = await fetch(`${url}/direct`, { method: "POST", body: "sent" });
  expect([answer.headers.get("content-length"), await answer.text()]).toEqual(["4", "sent"]);
  const byHand = await fetch(`${url}/by-hand`);
  expect([byHand.headers.get("content-length"), await byHand.text()]).toEqual(["5", "whole"]);
  expect(byHand.headers.get("keep-alive")).not.toBe("timeout=1");
});
