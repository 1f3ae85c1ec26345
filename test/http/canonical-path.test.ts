// One spelling of a path, whoever writes it.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalPath, refusePath } from "../../src/http/canonical-path.ts";

describe("the canonical form of a path", () => {
  it.each([
    ["/admin/x", "/admin/x"],
    ["/%61dmin/%78", "/admin/x"],
    ["/%41%5A%61%7a%30%39%2D%2e%5f%7E", "/AZaz09-._~"],
    ["/%40a%2Bb%3bc%2C%3D", "/@a+b;c,="],
    ["/caf%c3%a9", "/caf%C3%A9"],
    ["/café", "/caf%C3%A9"],
    ["/a%2fb%2F", "/a%2Fb%2F"],
    ["/%2561", "/%2561"],
    ["/%25%36%31", "/%2561"],
    ["/%3f%23%20%22%3c%3e%5c%5e%60%7b%7d%7f", "/%3F%23%20%22%3C%3E%5C%5E%60%7B%7D%7F"],
    [`/"<>^\`{}`, "/%22%3C%3E%5E%60%7B%7D"],
    ["/a%zz%61", "/a%zz%61"],
    ["/%%361", "/%%361"],
    ["/%2", "/%2"],
    ["/Admin", "/Admin"],
  ])("of %s is %s", (path, canonical) => {
    expect(canonicalPath(path)).toBe(canonical);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      "/",
      "a",
      "Z",
      ".",
      "%",
      "%61",
      "%2f",
      "%2F",
      "%25",
      "%2541",
      "%c3%a9",
      "%ff",
      "é",
      "{",
      "\\",
      ";",
    ),
    fc.string({ unit: "binary" }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.string({ unit: "binary-ascii" }).map((text) => text.replace(/[?#\t\n\r]/g, "")),
  );
  const paths = fc.array(piece).map((pieces) => `/${pieces.join("")}`);

  it("is settled, names the same segments, and is what a URL makes of it", () => {
    fc.assert(
      fc.property(paths, (path) => {
        const canonical = canonicalPath(path);
        expect(canonicalPath(canonical)).toBe(canonical);
        if (refusePath(canonical)) return;
        const decoded = (text: string) => text.split("/").map(decodeURIComponent);
        expect(decoded(canonical)).toEqual(decoded(path.toWellFormed()));
        expect(new URL(canonical, "http://test").pathname).toBe(canonical);
      }),
      { numRuns: 2_000 },
    );
  });

  it("is the same for every way to escape its characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.infiniteStream(fc.nat(2)), (text, how) => {
        const segment = text.toWellFormed();
        const spelled = [...Buffer.from(segment)].map((byte) => {
          const hex = byte.toString(16).padStart(2, "0");
          const way = how.next().value;
          const plain =
            way === 0 && byte > 0x20 && byte < 0x7f && !"%/?#\\".includes(String.fromCharCode(byte));
          return plain ? String.fromCharCode(byte) : `%${way === 1 ? hex : hex.toUpperCase()}`;
        });
        expect(canonicalPath(`/${spelled.join("")}`)).toBe(canonicalPath(`/${encodeURIComponent(segment)}`));
      }),
    );
  });
});

it.each([
  ["/.well-known/x", undefined],
  ["/a/...", undefined],
  ["/a;/..;/b", undefined],
  ["/a%2F..%2Fb", undefined],
  ["/a/../b", 400],
  ["/a/.", 400],
  ["/a\\b", 400],
  ["/a%00", 400],
  ["/a%zz", 400],
  ["/a%", 400],
  ["/a%FF", 400],
  ["/a%C0%AF", 400],
  ["/a%ED%A0%80", 400],
  ["/a//b", 404],
  ["//a", 404],
])("%s is refused with %s", (path, status) => {
  expect(refusePath(path)?.status).toBe(status);
});
