// Where one request ends and the next begins: what two servers could read in two ways is refused, and the connection closed.

import { expect, test } from "vitest";
import { openServer, raw, statusOf } from "./open-server.ts";

const CHUNKS = "2\r\n{}\r\n0\r\n\r\n";
const NEXT = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
const post = (fields: string, body: string) => `POST / HTTP/1.1\r\nHost: a\r\n${fields}\r\n\r\n${body}`;

test.each([
  ["a length and chunks", post("Content-Length: 2\r\nTransfer-Encoding: chunked", CHUNKS)],
  ["chunks and a length", post("Transfer-Encoding: chunked\r\nContent-Length: 2", CHUNKS)],
  ["two lengths", post("Content-Length: 2\r\nContent-Length: 3", "{}")],
  ["two lengths that agree", post("Content-Length: 2\r\nContent-Length: 2", "{}")],
  ["a list of lengths", post("Content-Length: 2, 2", "{}")],
  ["a length with a sign", post("Content-Length: +2", "{}")],
  ["a negative length", post("Content-Length: -2", "{}")],
  ["a length in hexadecimal", post("Content-Length: 0x2", "{}")],
  ["a length beyond all numbers", post(`Content-Length: ${"9".repeat(30)}`, "{}")],
  ["a space before the colon", post("Content-Length : 2", "{}")],
  ["a field that goes on in the next line", post("X-A: b\r\n Content-Length: 2", "{}")],
  ["a first field that begins with a space", `POST / HTTP/1.1\r\n Host: a\r\nContent-Length: 2\r\n\r\n{}`],
  ["lines that end with a line feed alone", `POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\n{}`],
  ["a line that ends with a carriage return alone", post("X-A: b\rContent-Length: 2", "{}")],
  ["another coding than chunked", post("Transfer-Encoding: gzip", CHUNKS)],
  ["chunked, and then another coding", post("Transfer-Encoding: chunked, gzip", CHUNKS)],
  ["chunked twice", post("Transfer-Encoding: chunked, chunked", CHUNKS)],
  ["chunked in two fields", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", CHUNKS)],
  ["chunked with a tail", post("Transfer-Encoding: chunkedx", CHUNKS)],
  ["chunked behind a vertical tab", post("Transfer-Encoding: \x0bchunked", CHUNKS)],
  ["a size of a chunk in 0x", post("Transfer-Encoding: chunked", "0x2\r\n{}\r\n0\r\n\r\n")],
  ["a chunk that ends with a line feed alone", post("Transfer-Encoding: chunked", "2\n{}\n0\n\n")],
  ["a space in a name", post("X A: b", "")],
  ["a zero byte in a value", post("X-A: b\0c", "")],
  ["a name in no ASCII", post("X-\xe9: b", "")],
  ["no version", "GET /\r\nHost: a\r\n\r\n"],
  ["another version", "GET / HTTP/3.7\r\nHost: a\r\n\r\n"],
])("%s", async (_what, bytes) => {
  const asked: string[] = [];
  const server = await openServer(async (request) => {
    await request.text();
    asked.push(new URL(request.url).pathname);
    return new Response("answered");
  });
  // Both answers of the first request are right that leave nothing behind it to be read in two ways.
  const answer = await raw(server, bytes + NEXT);
  expect(statusOf(answer)).toBe(400);
  expect(asked).not.toContain("/smuggled");
  expect((await server.get("/good")).status).toBe(200);
});

test("a field that cannot be sent is a 500 for its request alone, and the log names it", async () => {
  const server = await openServer(() => {
    const response = new Response("x");
    return Object.assign(response, {
      _toNodeResponse: () => ({ status: 200, statusText: "", headers: ["x-bad", "a\r\nb"], body: "x" }),
    });
  });
  const response = await server.get("/a");
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("x-bad");
  expect(JSON.stringify(server.logged)).toContain("x-bad");
});
