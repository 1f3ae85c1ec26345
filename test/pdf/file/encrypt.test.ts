// Encrypted documents: who may open them, and what those may do.
import { describe, expect, it } from "vitest";
import { field, heading, paragraph } from "../../../src/pdf/template/blocks.ts";
import type { Encryption } from "../../../src/pdf/template/options.ts";
import { draw } from "../draw.ts";
import { Objects } from "../objects.ts";
import { has, judge } from "../read.ts";

const make = (encrypt: Encryption) =>
  draw(
    [
      heading(1, "Hidden heading", { id: "x" }),
      paragraph("Secret words."),
      field("name", "Name", { value: "Ada" }),
    ],
    {
      title: "Hidden title",
      author: "Hidden author",
      attachments: [{ name: "hidden.txt", data: "Hidden data" }],
      encrypt,
    },
  );
const text = (bytes: Uint8Array, ...args: string[]) =>
  judge(bytes, "pdftotext", (file) => [...args, file, "-"]);

/** All that qpdf can be told is allowed: nothing but reading aloud, unless it is asked for. */
const NOTHING = {
  accessibility: true,
  extract: false,
  modify: false,
  modifyannotations: false,
  modifyassembly: false,
  modifyforms: false,
  modifyother: false,
  printhigh: false,
  printlow: false,
};
const PERMISSIONS: [Encryption["permissions"], Partial<typeof NOTHING>][] = [
  [undefined, {}],
  [{}, {}],
  [{ print: true }, { printhigh: true, printlow: true }],
  [{ print: "low" }, { printlow: true }],
  [{ print: false, copy: true }, { extract: true }],
  [{ modify: true }, { modifyother: true }],
  [{ annotate: true }, { modifyannotations: true }],
  [{ fillForms: true }, { modifyforms: true }],
  [{ assemble: true }, { modifyassembly: true }],
  [
    { print: true, modify: true, copy: true, annotate: true, fillForms: true, assemble: true },
    {
      extract: true,
      modify: true,
      modifyannotations: true,
      modifyassembly: true,
      modifyforms: true,
      modifyother: true,
      printhigh: true,
      printlow: true,
    },
  ],
];

describe.skipIf(!["qpdf", "pdftotext"].every(has))("an encrypted document", () => {
  it.each(PERMISSIONS)("with the permissions %j allows %j and nothing else", async (permissions, allowed) => {
    const bytes = await make({
      userPassword: "user",
      ownerPassword: "owner",
      ...(permissions && { permissions }),
    });
    const objects = new Objects(bytes, ["--password=user"]);
    expect(objects.listing.encrypt.capabilities).toEqual({ ...NOTHING, ...allowed });
    expect(objects.listing.encrypt).toMatchObject({ userpasswordmatched: true, ownerpasswordmatched: false });
    expect(objects.listing.encrypt).toMatchObject({ parameters: { R: 6, V: 5, bits: 256, method: "AESv3" } });
  });

  it("opens with either password, and with no other", async () => {
    const bytes = await make({ userPassword: "üser", ownerPassword: "öwner" });
    for (const args of [
      ["-upw", "üser"],
      ["-opw", "öwner"],
    ])
      expect(text(bytes, ...args)).toContain("Secret words.");
    for (const args of [[], ["-upw", "user"], ["-opw", "üser"], ["-upw", ""]])
      expect(() => text(bytes, ...args)).toThrow();
    const owner = new Objects(bytes, ["--password=öwner"]).listing.encrypt;
    expect(owner).toMatchObject({ ownerpasswordmatched: true });
  });

  it("opens for everybody with only an owner's, and has a secret one without", async () => {
    const open = await make({ ownerPassword: "owner" });
    expect(text(open)).toContain("Secret words.");
    expect(new Objects(open).listing.encrypt).toMatchObject({
      capabilities: NOTHING,
      ownerpasswordmatched: false,
    });
    // Whoever may open it is not its owner.
    const closed = await make({ userPassword: "user" });
    expect(new Objects(closed, ["--password=user"]).listing.encrypt).toMatchObject({
      ownerpasswordmatched: false,
    });
  });

  it("hides all of its words, and says them to those who open it", async () => {
    const bytes = await make({ userPassword: "user", permissions: { copy: true } });
    for (const word of ["Hidden", "Secret", "Ada", "factur"]) expect(bytes.includes(word)).toBe(false);
    const objects = new Objects(bytes, ["--password=user"]);
    expect(objects.listing.outlines[0]!.title).toBe("Hidden heading");
    expect(objects.listing.acroform.fields[0]).toMatchObject({ value: "u:Ada", fullname: "name" });
    const shown = judge(bytes, "qpdf", (file) => ["--password=user", "--show-attachment=hidden.txt", file]);
    expect(shown).toBe("Hidden data");
    const info = judge(bytes, "pdfinfo", (file) => ["-upw", "user", file]);
    expect(info).toMatch(/Title: +Hidden title/);
    expect(info).toMatch(/Author: +Hidden author/);
    expect(judge(bytes, "qpdf", (file) => ["--password=user", "--check", file])).toContain(
      "No syntax or stream encoding errors",
    );
  });

  it("is another with another password, and takes 127 bytes of one", async () => {
    const long = "x".repeat(127);
    const bytes = await make({ userPassword: `${long}and more` });
    expect(new Objects(bytes, [`--password=${long}`]).listing.encrypt).toMatchObject({
      userpasswordmatched: true,
    });
    expect(bytes.equals(await make({ userPassword: long.replace("x", "y") }))).toBe(false);
    expect(bytes.equals(await make({ userPassword: `${long}and more` }))).toBe(true);
  });

  it("needs a password", async () => {
    for (const encrypt of [{}, { userPassword: "" }, { permissions: { print: true } }])
      await expect(make(encrypt)).rejects.toThrow(
        "`encrypt` needs a userPassword, an ownerPassword or both.",
      );
  });
});
