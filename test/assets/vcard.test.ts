// Contacts, judged by Python's vobject.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as fc from "fast-check";
import { vcard, type Vcard } from "offprint";
import { describe, expect, it } from "vitest";
import { hasPython, python } from "../judges.ts";
import { appOf, writeProject } from "../project.ts";
import { keepsContract, textOf } from "./contract.ts";

const canRead = hasPython("vobject");

/** Of each card: its properties with their parameters and values. */
const READ = `
import sys, json, vobject
def value(v):
  if hasattr(v, "family"): return [v.family, v.given]
  if hasattr(v, "street"): return [v.street, v.city, v.region, v.code, v.country]
  return v
text = open(sys.argv[1], encoding="utf-8", newline="").read()
print(json.dumps([[[c.name, c.params, value(c.value)] for c in card.getChildren()] for card in vobject.readComponents(text)]))`;
type Property = [name: string, parameters: Record<string, string[]>, value: unknown];
async function read(text: string): Promise<Property[][]> {
  const file = join(await writeProject({}), "a.vcf");
  await writeFile(file, text);
  return python(READ, file) as Property[][];
}

keepsContract(
  "vcard",
  () => vcard({ name: "Ada" }),
  () => vcard({ name: "Bea" }),
);

const ada: Vcard = {
  name: "Ada Lovelace",
  givenName: "Ada",
  familyName: "Lovelace",
  organization: "Engines; Analytical, Ltd.",
  title: "Programmer",
  emails: ["ada@example.com", { value: "a@work.example", type: "work" }],
  phones: { value: "+44 20 7946 0000", type: "cell" },
  addresses: {
    street: "1 St James's Square",
    city: "London",
    postalCode: "SW1Y",
    country: "UK",
    type: "home",
  },
  urls: "/ada",
  photo: "/ada.jpg",
  birthday: "1815-12-10",
  note: "Line one\nLine two, with a comma; and a \\ — and much more of it, so that the line is folded. 日本日本日本日本日本日本",
  categories: ["a,b", "c"],
  uid: "urn:uuid:1",
  updated: new Date("2026-11-20T09:00:00.5Z"),
};

describe("a contact", () => {
  it.skipIf(!canRead)("has all that it was given, to a reader", async () => {
    const text = await textOf(vcard(ada));
    const [card] = await read(text);
    expect(card).toEqual(
      expect.arrayContaining([
        ["VERSION", {}, "3.0"],
        ["FN", {}, ada.name],
        ["N", {}, ["Lovelace", "Ada"]],
        ["ORG", {}, [ada.organization]],
        ["TITLE", {}, "Programmer"],
        ["EMAIL", {}, "ada@example.com"],
        ["EMAIL", { TYPE: ["work"] }, "a@work.example"],
        ["TEL", { TYPE: ["cell"] }, "+44 20 7946 0000"],
        ["ADR", { TYPE: ["home"] }, ["1 St James's Square", "London", "", "SW1Y", "UK"]],
        ["URL", {}, "https://example.org/ada"],
        ["PHOTO", { VALUE: ["uri"] }, "https://example.org/ada.jpg"],
        ["BDAY", {}, "1815-12-10"],
        ["NOTE", {}, ada.note],
        ["UID", {}, "urn:uuid:1"],
        ["REV", {}, "20261120T090000Z"],
      ]),
    );
    const four = await textOf(vcard(ada, { version: "4.0" }));
    expect(four).toContain("VERSION:4.0\r\n");
    expect(four).toContain("BDAY:18151210\r\n");
    for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  });

  it.skipIf(!canRead)("takes any text, and has no line that a value has put there", async () => {
    const hostile = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({
        unit: fc.constantFrom(...'\r\n;,:\\ abEND"\t\u0085\u2028🗾'.split(/(?:)/u)),
        maxLength: 120,
      }),
      fc.constantFrom("x\r\nEND:VCARD\r\nBEGIN:VCARD", "a\nTEL:1", "\\n", "\\"),
    );
    const cards: Vcard[] = [];
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, note, city) => {
        cards.push({ name: `x${name}`, familyName: "F", note: `x${note}`, addresses: { city: `x${city}` } });
      }),
      { numRuns: 200 },
    );
    const found = await read(await textOf(vcard(cards)));
    expect(found).toHaveLength(cards.length);
    const plain = (text: string) =>
      text
        .toWellFormed()
        .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
        .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/g, "");
    for (const [index, card] of found.entries()) {
      const { name, note } = cards[index]!;
      expect(card.map(([property]) => property).sort()).toEqual(["ADR", "FN", "N", "NOTE", "VERSION"]);
      expect(card.find(([property]) => property === "FN")![2]).toBe(plain(name));
      expect(card.find(([property]) => property === "NOTE")![2]).toBe(plain(note!));
    }
  });

  it("refuses what it does not know or cannot place", async () => {
    const bad = (more: object, options?: object) => () => vcard({ name: "A", ...more } as Vcard, options);
    expect(bad({ email: "a@b.c" })).toThrow("Did you mean `emails`?");
    expect(bad({ addresses: { steet: "x" } })).toThrow("Did you mean `street`?");
    expect(bad({ emails: { value: "a", type: "wrk" } })).toThrow("Did you mean `work`?");
    expect(bad({ emails: "" })).toThrow("without a value");
    expect(bad({ name: " " })).toThrow("`name` is missing");
    expect(bad({ birthday: "1990-02-30" })).toThrow("not a day");
    expect(bad({ updated: "soon" })).toThrow("not a date");
    expect(bad({}, { version: "2.1" })).toThrow("`2.1` is not known");
    expect(() => vcard([])).toThrow("there is no contact");
    expect(() => vcard([ada, { name: "A", nte: 1 } as object as Vcard])).toThrow("contact 2");
    await expect(textOf(bad({ photo: "javascript:1" })())).rejects.toThrow("not a path or an http(s) URL");
    expect(await textOf(vcard({ name: "A", note: null, emails: null }))).toBe(
      "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nN:A;;;;\r\nEND:VCARD\r\n",
    );
  });

  it("is served by its extension", async () => {
    const app = await appOf({
      "ada.vcf.ts":
        'import { vcard } from "offprint"; export const GET = () => vcard({ name: "Ada", urls: "/a" }, { filename: "ada" });',
    });
    const answer = await app.get("/ada.vcf");
    expect(answer.headers.get("content-type")).toBe("text/vcard; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain('filename="ada.vcf"');
    expect(await answer.text()).toContain("URL:http://test/a\r\n");
  });
});
