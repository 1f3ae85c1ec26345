import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contentDisposition } from "../../src/http/disposition.ts";

const PDF = "application/pdf";

describe("contentDisposition", () => {
  it.each([
    ["report", `inline; filename="report.pdf"`],
    ["report.pdf", `inline; filename="report.pdf"`],
    ["日本 2026", `inline; filename="2026.pdf"; filename*=UTF-8''%E6%97%A5%E6%9C%AC%202026.pdf`],
    ["日本", `inline; filename="file.pdf"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.pdf`],
    ["Côte d'Ivoire", `inline; filename="Cote d'Ivoire.pdf"; filename*=UTF-8''C%C3%B4te%20d%27Ivoire.pdf`],
    ["../../etc/passwd", `inline; filename="-..-etc-passwd.pdf"`],
    ['a"b\\c\r\nSet-Cookie: x=1', `inline; filename="a-b-cSet-Cookie- x=1.pdf"`],
    [
      "Japan – cities",
      `inline; filename="Japan - cities.pdf"; filename*=UTF-8''Japan%20%E2%80%93%20cities.pdf`,
    ],
    ["", `inline; filename="file.pdf"`],
    ["\u202Efdp.exe", `inline; filename="fdp.exe.pdf"`],
  ])("%j", (name, header) => {
    expect(contentDisposition(name, PDF, "inline")).toBe(header);
  });

  it("is a valid header that gives the name back, for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (name) => {
        const header = contentDisposition(name, PDF, "attachment");
        expect(() => new Headers({ "content-disposition": header })).not.toThrow();
        expect(header).toMatch(
          /^attachment; filename="[^"\\\r\n]*\.pdf"(?:; filename\*=UTF-8''[\w!#$&+.^`|~%-]+)?$/,
        );
        const encoded = /filename\*=UTF-8''(.+)$/.exec(header)?.[1];
        if (encoded) expect(decodeURIComponent(encoded)).not.toMatch(/[\\/\u0000-\u001F\u202A-\u202E]/);
      }),
    );
  });

  it.each([
    "‥／‥／x.pdf",
    "．．／．．／x.pdf",
    "a＼b.pdf",
    "x.pdf／．．",
    "﹒﹒∕x.pdf",
    "\u200b.\u200b./x.pdf",
    "…x.pdf",
    "C：x.pdf",
    "．",
    "x.／.pdf",
  ])("of %j leads to no other folder, in whatever normal form it is read", (name) => {
    const header = contentDisposition(name, PDF, "inline");
    const [, fallback = ""] = /filename="([^"]*)"/.exec(header)!;
    for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) {
      expect(fallback.normalize(form)).not.toMatch(/[\\/:*?"<>|]|^\.|^$/);
      expect(fallback.normalize(form)).toMatch(/\.pdf$/);
    }
  });
});
