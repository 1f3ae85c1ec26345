// A field that cannot be sent is named, wherever it is found.

import { expect, test } from "vitest";
import { useFastResponse } from "../../src/http/fast-response.ts";

test("a value that cannot be sent names its header", () => {
  useFastResponse();
  useFastResponse();
  const wrong = new Response("x", { headers: { "x-good": "1", "x-bad": "a\nb" } });
  expect(() => wrong.headers).toThrow('The header "x-bad" cannot have the value "a\\nb".');
  expect(new Response("x", { headers: { "x-good": "1" } }).headers.get("x-good")).toBe("1");
});
