// Answers without content, and the fields that the port adds: as they are on the wire.

import { expect, test } from "vitest";
import { head, openServer, raw } from "./open-server.ts";

test.each([
  ["a redirect", 307, true],
  ["a refusal", 404, true],
  ["no content", 204, false],
  ["not modified", 304, false],
])("%s (%i) is not sent in chunks", async (_what, status, sized) => {
  const server = await openServer(() => new Response(null, { status, headers: { location: "/" } }));
  const answer = await raw(server, head("GET / HTTP/1.1"));
  expect(answer).not.toMatch(/^transfer-encoding/im);
  expect(/^content-length: 0\r$/im.test(answer)).toBe(sized);
  expect(answer.endsWith("\r\n\r\n")).toBe(true);
});

test("a HEAD says no length that GET would not", async () => {
  const server = await openServer(() => new Response(null, { headers: { "content-type": "text/plain" } }));
  expect(await raw(server, head("HEAD / HTTP/1.1"))).not.toMatch(/^content-length/im);
});

test("a request has one id, though the answer names it too", async () => {
  const server = await openServer(
    ({ headers }) =>
      new Response("no", { status: 500, headers: { "x-request-id": headers.get("x-request-id")! } }),
  );
  expect((await raw(server, head("GET / HTTP/1.1"))).match(/^x-request-id:/gim)).toHaveLength(1);
});
