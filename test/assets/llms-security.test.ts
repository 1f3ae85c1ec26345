// llms.txt and security.txt: read again by a Markdown parser, and line by line.

import * as fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { llms, securityTxt, type SecurityTxt } from "offprint";
import { appOf } from "../project.ts";
import { keepsContract, textOf } from "./contract.ts";

keepsContract(
  "llms",
  () => llms({ title: "A", sections: { Docs: [{ title: "B", url: "/b" }] } }),
  () => llms({ title: "B" }),
);
keepsContract(
  "securityTxt",
  () => securityTxt({ contact: "a@b.c", expires: "2027-01-01" }),
  () => securityTxt({ contact: "a@b.c", expires: "2028-01-01" }),
);

describe("llms", () => {
  it("is a title, a summary, details and lists of links", async () => {
    const text = await textOf(
      llms({
        title: "Atlas",
        summary: "All\ncountries.",
        details: "Some *Markdown*.\n",
        sections: {
          Docs: [{ title: "The [API]", url: "/api_(v2).md?a=1", note: "use it" }],
          Optional: [{ title: "Old", url: "https://old.example/", note: null }],
        },
      }),
    );
    expect(text).toBe(
      "# Atlas\n\n> All countries.\n\nSome *Markdown*.\n\n## Docs\n\n" +
        "- [The \\[API\\]](https://example.org/api_%28v2%29.md?a=1): use it\n\n## Optional\n\n- [Old](https://old.example/)\n",
    );
  });

  it("shows any text as text, to a parser of Markdown", async () => {
    const hostile = fc
      .string({ unit: fc.constantFrom(..."[]()<>*`\\#-+_!a\n ".split("")), minLength: 1 })
      .filter((text) => text.trim() !== "");
    await fc.assert(
      fc.asyncProperty(hostile, async (title) => {
        const text = await textOf(llms({ title: "T", sections: { S: [{ title: `x${title}`, url: "/u" }] } }));
        const links: string[] = [];
        marked.walkTokens(marked.lexer(text), (token) => {
          if (token.type === "link") links.push(token.href as string);
          expect(["html", "image", "code", "codespan"]).not.toContain(token.type);
        });
        expect(links).toEqual(["https://example.org/u"]);
      }),
      { numRuns: 200 },
    );
  });

  it("refuses what it does not know or cannot place", async () => {
    expect(() => llms({ title: "A", summry: "x" } as object as { title: string })).toThrow(
      "Did you mean `summary`?",
    );
    expect(() => llms({ title: "A", details: "## B" })).toThrow("has a heading");
    expect(() => llms({ title: " " })).toThrow("`title` is missing");
    await expect(
      textOf(llms({ title: "A", sections: { S: [{ title: "B", url: "javascript:1" }] } })),
    ).rejects.toThrow("not a path or an http(s) URL");
  });
});

describe("securityTxt", () => {
  it("has the fields of RFC 9116", async () => {
    const asset = securityTxt({
      contact: ["security@example.org", "/report", "tel:+1-201-555-0123"],
      expires: new Date("2027-01-01"),
      encryption: "openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f",
      policy: "/policy",
      hiring: null,
      preferredLanguages: ["en", "pt-br"],
    });
    expect(await textOf(asset, undefined, { url: "https://example.org/.well-known/security.txt" })).toBe(
      [
        "Contact: mailto:security@example.org",
        "Contact: https://example.org/report",
        "Contact: tel:+1-201-555-0123",
        "Expires: 2027-01-01T00:00:00.000Z",
        "Encryption: openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f",
        "Policy: https://example.org/policy",
        "Preferred-Languages: en, pt-BR",
        "Canonical: https://example.org/.well-known/security.txt",
        "",
      ].join("\n"),
    );
  });

  it("has no line that a value has put there, and refuses what it does not know", async () => {
    const text = await textOf(
      securityTxt({ contact: "https://e.org/a\nPolicy: https://evil", expires: "2027-01-01" }),
    );
    expect(text.split("\n").map((line) => line.split(":")[0])).toEqual([
      "Contact",
      "Expires",
      "Canonical",
      "",
    ]);
    const bad = (more: object) => () =>
      securityTxt({ contact: "a@b.c", expires: "2027-01-01", ...more } as SecurityTxt);
    expect(bad({ expire: 1 })).toThrow("Did you mean `expires`?");
    expect(bad({ expires: "soon" })).toThrow("not a date");
    expect(bad({ contact: [] })).toThrow("`contact` is missing");
    expect(bad({ preferredLanguages: "en_US" })).toThrow();
    await expect(textOf(bad({ policy: "http://e.org/" })())).rejects.toThrow("not a path or an https URL");
  });

  it("is served where it must be", async () => {
    const app = await appOf({
      ".well-known/security.txt.ts":
        'import { securityTxt } from "offprint"; export const GET = () => securityTxt({ contact: "a@b.c", expires: "2027-01-01" });',
    });
    const response = await app.get("/.well-known/security.txt");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/plain; charset=utf-8",
    ]);
    expect(await response.text()).toContain("Contact: mailto:a@b.c");
  });
});
