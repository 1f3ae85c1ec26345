// One range of bytes, read from a header that anybody may have written.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRange } from "../../src/http/range.ts";

describe("Range", () => {
  it.each([
    ["bytes=0-0", { start: 0, end: 0 }],
    ["bytes=5-", { start: 5, end: 9 }],
    ["bytes=-3", { start: 7, end: 9 }],
    ["bytes=-30", { start: 0, end: 9 }],
    ["bytes=2-99", { start: 2, end: 9 }],
    ["Bytes= 2-3 ", { start: 2, end: 3 }],
    [`bytes=0-${"9".repeat(400)}`, { start: 0, end: 9 }],
    ["bytes=10-", "unsatisfiable"],
    ["bytes=-0", "unsatisfiable"],
    [`bytes=${"9".repeat(400)}-`, "unsatisfiable"],
    ["bytes=3-2", "whole"],
    ["bytes=-", "whole"],
    ["bytes=a-b", "whole"],
    ["bytes = 0-1", "whole"],
    ["bytes=0 - 1", "whole"],
    ["bytes=0-1,2-3", "whole"],
    ["lines=0-1", "whole"],
  ])("%s of 10", (field, expected) => {
    expect(parseRange(field, 10)).toEqual(expected);
  });

  it("is always inside the body", () => {
    fc.assert(
      fc.property(fc.nat(30), fc.nat(30), fc.nat(20), fc.constantFrom("", "-"), (a, b, size, sign) => {
        const part = parseRange(`bytes=${sign === "" ? a : ""}-${b}`, size);
        if (typeof part === "string") return;
        expect(part.start >= 0 && part.start <= part.end && part.end < size).toBe(true);
      }),
    );
  });
});
