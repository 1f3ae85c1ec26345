import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { httpDate } from "../../src/http/http-date.ts";

describe("an HTTP date", () => {
  it("is read in its three forms, in any case", () => {
    const time = Date.UTC(1994, 10, 6, 8, 49, 37);
    for (const text of [
      "Sun, 06 Nov 1994 08:49:37 GMT",
      "SUN, 06 nov 1994 08:49:37 gmt",
      "Sunday, 06-Nov-94 08:49:37 GMT",
      "Sun Nov  6 08:49:37 1994",
    ])
      expect(httpDate(text), text).toBe(time);
    expect(httpDate("Thursday, 18-Aug-50 02:01:18 GMT")).toBe(Date.UTC(2050, 7, 18, 2, 1, 18));
    expect(httpDate("Sat, 31 Dec 2016 23:59:60 GMT")).toBe(Date.UTC(2017, 0, 1));
  });

  it("is what toUTCString writes, to the second", () => {
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    fc.assert(fc.property(seconds, (s) => httpDate(new Date(s * 1000).toUTCString()) === s * 1000));
  });

  it("is in no other zone and no other form", () => {
    for (const text of [
      "",
      "0",
      "-1",
      "2050-08-18T02:01:18Z",
      "Thu, 18 Aug 2050 02:01:18 UTC",
      "Thu, 18 Aug 2050 02:01:18 +0000",
      "Thu, 18 Aug 2050 02:01:18",
      "Thu, 18 Aug 50 02:01:18 GMT",
      "Thu 18 Aug 2050 02:01:18 GMT",
      "Thu, 18  Aug  2050 02:01:18 GMT",
      "Thu, 18-Aug-2050 02:01:18 GMT",
      "Thu, 18 Aug 2050 02.01.18 GMT",
      "Thu, 18 Aug 2050 2:01:18 GMT",
      "Thu, 18 Agu 2050 02:01:18 GMT",
      "Thu, 31 Feb 2050 02:01:18 GMT",
      "Thu, 18 Aug 2050 24:01:18 GMT",
      "Thu, 18 Aug 2050 02:01:18 GMT, Thu, 18 Aug 2050 02:01:19 GMT",
    ])
      expect(httpDate(text), text).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => httpDate(`${text}!`) === undefined));
  });
});
