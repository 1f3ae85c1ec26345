// The `vcard` kind: contacts for address books (RFC 6350, and vCard 3.0 as RFC 2426 has it).

import type { Asset } from "../asset.ts";
import { unknownName } from "../did-you-mean.ts";
import { escapeValue, foldLine } from "./text/content-line.ts";
import { listOf, present, type Members, type Nullable } from "./text/input.ts";

/** A postal address: any of its parts. */
export interface VcardAddress {
  street?: string;
  city?: string;
  region?: string;
  postalCode?: string;
  country?: string;
  /** `home` or `work`. */
  type?: ContactType;
}

type ContactType = "home" | "work";

/** An e-mail address or a telephone number, with where it is. */
export interface VcardContact {
  value: string;
  /** `home`, `work` or, of telephones, `cell`. */
  type?: ContactType | "cell";
}

/** A contact. URLs may be paths: they are resolved against the configured origin. */
export interface Vcard {
  /** The name as it is shown. */
  name: string;
  /** Its parts. Default: all of the name as the family name, by which address books sort. */
  givenName?: string;
  familyName?: string;
  organization?: string;
  /** A position, such as "Editor". */
  title?: string;
  emails?: string | VcardContact | readonly (string | VcardContact)[];
  phones?: string | VcardContact | readonly (string | VcardContact)[];
  addresses?: VcardAddress | readonly VcardAddress[];
  urls?: string | readonly string[];
  /** The URL of a picture, which address books fetch. */
  photo?: string;
  /** `1990-04-12`. */
  birthday?: string;
  note?: string;
  categories?: readonly string[];
  /** The permanent identifier of the contact, such as `urn:uuid:…` (RFC 6350 §6.7.6). */
  uid?: string;
  /** When it last changed. */
  updated?: Date | string;
}

const MEMBERS: Members<Vcard> = {
  name: true,
  givenName: true,
  familyName: true,
  organization: true,
  title: true,
  emails: true,
  phones: true,
  addresses: true,
  urls: true,
  photo: true,
  birthday: true,
  note: true,
  categories: true,
  uid: true,
  updated: true,
};
const ADDRESS: Members<VcardAddress> = {
  street: true,
  city: true,
  region: true,
  postalCode: true,
  country: true,
  type: true,
};
const CONTACT: Members<VcardContact> = { value: true, type: true };

/** Options of `vcard()`. */
export interface VcardOptions {
  /** Default `3.0`, which every address book reads; `4.0` is the current one. */
  version?: "3.0" | "4.0";
  /** Name that it is saved under. */
  filename?: string;
}

const OPTIONS: Members<VcardOptions> = { version: true, filename: true };
const VERSIONS = ["3.0", "4.0"];

/**
 * A contact, or several, for an address book.
 *
 * @throws TypeError for a member that is not known, a name that is missing, a date, a type or a URL that is none
 *
 * @example
 * export const GET = () => vcard({ name: "Ada Lovelace", emails: "ada@example.com", organization: "Engines" });
 */
export function vcard(
  cards: Nullable<Vcard> | readonly Nullable<Vcard>[],
  options: Nullable<VcardOptions> = {},
): Asset {
  const { version = "3.0", filename } = present<VcardOptions>("vcard()", options, OPTIONS);
  if (!VERSIONS.includes(version))
    throw new TypeError(`vcard(): version: ${unknownName(String(version), VERSIONS)}`);
  const given = listOf(cards);
  if (given.length === 0) throw new TypeError("vcard(): there is no contact.");
  const write = given.map((card, index) =>
    writer(given.length > 1 ? `vcard(): contact ${index + 1}` : "vcard()", card, version),
  );
  return {
    types: ["text/vcard; charset=utf-8"],
    key: { kind: "vcard", cards: given, version },
    exact: true,
    filename,
    render: ({ url }) => write.map((one) => one(url)).join(""),
  };
}

/** Checks a contact at once, and writes it when its URL is known. */
function writer(what: string, card: Nullable<Vcard>, version: "3.0" | "4.0"): (base: string) => string {
  const given = present<Vcard>(what, card, MEMBERS);
  if (typeof given.name !== "string" || given.name.trim() === "")
    throw new TypeError(`${what}: \`name\` is missing.`);
  const { birthday, givenName = "", photo } = given;
  if (birthday !== undefined && !isDay(birthday))
    throw new TypeError(`${what}: birthday is ${JSON.stringify(birthday)}: not a day such as 1990-04-12.`);
  const updated = given.updated === undefined ? undefined : new Date(given.updated);
  if (updated && Number.isNaN(updated.getTime()))
    throw new TypeError(`${what}: updated is ${JSON.stringify(given.updated)}: not a date.`);
  const contacts = (name: "emails" | "phones", types: readonly string[]) =>
    listOf(given[name]).map((one) => {
      const contact = present<VcardContact>(
        `${what}: ${name}`,
        typeof one === "string" ? { value: one } : one,
        CONTACT,
      );
      if (typeof contact.value !== "string" || contact.value.trim() === "")
        throw new TypeError(`${what}: ${name} has one without a value.`);
      return [parameter(`${what}: ${name}`, contact.type, types), contact.value] as const;
    });
  const emails = contacts("emails", ["home", "work"]);
  const phones = contacts("phones", ["home", "work", "cell"]);
  const addresses = listOf(given.addresses).map((one) => {
    const { street, city, region, postalCode, country, type } = present<VcardAddress>(
      `${what}: addresses`,
      one,
      ADDRESS,
    );
    const parts = ["", "", street, city, region, postalCode, country];
    return [
      parameter(`${what}: addresses`, type, ["home", "work"]),
      parts.map((part) => escapeValue(part ?? "")).join(";"),
    ] as const;
  });
  const family = given.familyName ?? (given.givenName === undefined ? given.name : "");
  return (base) => {
    const lines: string[] = [];
    const raw = (name: string, value: string) => void lines.push(foldLine(`${name}:${value}`));
    const text = (name: string, value: string | undefined) => {
      if (value !== undefined) raw(name, escapeValue(value));
    };
    raw("BEGIN", "VCARD");
    raw("VERSION", version);
    text("FN", given.name);
    raw("N", `${escapeValue(family)};${escapeValue(givenName)};;;`);
    text("ORG", given.organization);
    text("TITLE", given.title);
    for (const [type, value] of emails) text(`EMAIL${type}`, value);
    for (const [type, value] of phones) text(`TEL${type}`, value);
    for (const [type, value] of addresses) raw(`ADR${type}`, value);
    for (const url of listOf(given.urls)) raw("URL", absolute(what, url, base));
    if (photo !== undefined)
      raw(version === "3.0" ? "PHOTO;VALUE=uri" : "PHOTO", absolute(what, photo, base));
    if (birthday !== undefined) raw("BDAY", version === "3.0" ? birthday : birthday.replaceAll("-", ""));
    text("NOTE", given.note);
    if (given.categories?.length) raw("CATEGORIES", given.categories.map(escapeValue).join(","));
    text("UID", given.uid);
    if (updated) raw("REV", updated.toISOString().replace(/[-:]|\.\d+/g, ""));
    raw("END", "VCARD");
    return lines.join("");
  };
}

/** `;TYPE=work`, or nothing. */
function parameter(what: string, type: string | null | undefined, known: readonly string[]): string {
  if (type === undefined || type === null) return "";
  if (!known.includes(type)) throw new TypeError(`${what}: type: ${unknownName(String(type), known)}`);
  return `;TYPE=${type}`;
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true;
}

function absolute(what: string, path: string, base: string): string {
  const url = typeof path === "string" && URL.canParse(path, base) ? new URL(path, base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError(`${what}: ${JSON.stringify(path)} is not a path or an http(s) URL.`);
  return url.href;
}
