// Who takes an answer as it is: told by the names of fields, in any case, and never where somebody may have changed them.

import { expect, test } from "vitest";
import { takesAsItIs } from "../../src/http/sent.ts";

function asked(rawHeaders: readonly string[], isTouched = false): Request {
  return {
    sent: isTouched ? undefined : {},
    runtime: { node: { req: { rawHeaders } } },
  } as unknown as Request;
}

test.each([
  "If-None-Match",
  "If-Modified-Since",
  "If-Match",
  "If-Unmodified-Since",
  "If-Range",
  "Range",
  "Cache-Control",
  "Pragma",
  "Authorization",
])("%s asks for something else", (name) => {
  for (const spelled of [name, name.toLowerCase(), name.toUpperCase()])
    expect(takesAsItIs(asked(["Host", "localhost", spelled, "x"]))).toBe(false);
});

test("a browser's other fields do not", () => {
  const fields = [
    "Host",
    "Connection",
    "User-Agent",
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Referer",
  ];
  const sent = [
    ...fields,
    "Cookie",
    "Content-Type",
    "Content-Length",
    "Upgrade-Insecure-Requests",
    "Priority",
  ];
  expect(takesAsItIs(asked(sent.flatMap((name) => [name, "x"])))).toBe(true);
});

test("nothing is known where the request's headers may have been changed, or were never sent", () => {
  expect(takesAsItIs(asked(["Host", "localhost"], true))).toBe(false);
  expect(takesAsItIs(new Request("http://localhost/"))).toBe(false);
});
