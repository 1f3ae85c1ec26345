// Which origin a host chooses: one that was named, or the default.

import { expect, test } from "vitest";
import { createOriginFinder, type Origins } from "../../src/http/origins.ts";

const find = (origins: Origins, host: string) =>
  createOriginFinder(origins, "https://default.test", "test")(host);

test.each([
  ["acme.example.com", "https://acme.example.com"],
  ["ACME.Example.com", "https://acme.example.com"],
  ["acme.example.com.", "https://acme.example.com"],
  ["acme.example.com:443", "https://acme.example.com"],
  ["a.b.example.com", "https://a.b.example.com"],
  ["acme.example.com:8443", "https://default.test"],
  ["example.com", "https://default.test"],
  ["evilexample.com", "https://default.test"],
  ["acme.example.com.evil.test", "https://default.test"],
  [".example.com", "https://default.test"],
  ["one.test", "http://one.test:81"],
  ["one.test:81", "http://one.test:81"],
  ["one.test:80", "https://default.test"],
  ["", "https://default.test"],
])("%s: %s", (host, origin) => {
  expect(find(["https://*.example.com", "http://one.test:81"], host)).toBe(origin);
});

test("a function decides, and must know the host of what it gives", () => {
  const tenants = (host: string) =>
    /^(?:www\.)?[a-z]+\.shop$/.test(host) ? `https://${host.replace("www.", "")}` : undefined;
  expect(find(tenants, "www.acme.shop")).toBe("https://acme.shop");
  expect(find(tenants, "other")).toBe("https://default.test");
  expect(() => find((host) => (host === "a" ? "https://b" : undefined), "a")).toThrow(/must give it for b/);
  expect(() => find(() => "nonsense", "a")).toThrow(/must be like https:/);
});

test("texts that are no origins", () => {
  for (const wrong of [["example.com"], ["https://*.example.com/x"], ["https://a.*.com"], "https://a.b", [1]])
    expect(() => find(wrong as string[], "a")).toThrow(/test:/);
});
