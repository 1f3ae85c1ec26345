// The `securityTxt` kind: whom to tell of a vulnerability (RFC 9116).

import type { Asset } from "../asset.ts";
import { listOf, present, type Members, type Nullable } from "./text/input.ts";

/** The fields of a security.txt (RFC 9116 §2.5). URLs may be paths: they are resolved against the configured origin. */
export interface SecurityTxt {
  /** E-mail addresses, or `https:`, `mailto:` and `tel:` URLs, the preferred first. */
  contact: string | readonly string[];
  /** Until when this holds, at best less than a year away. */
  expires: Date | string;
  /** Keys for reports. */
  encryption?: string | readonly string[];
  acknowledgments?: string | readonly string[];
  policy?: string | readonly string[];
  hiring?: string | readonly string[];
  /** Advisories in CSAF: the provider's metadata. */
  csaf?: string | readonly string[];
  /** BCP 47 tags of the languages that are read. */
  preferredLanguages?: string | readonly string[];
  /** Where this file is. Default: its own URL. */
  canonical?: string | readonly string[];
}

const MEMBERS: Members<SecurityTxt> = {
  contact: true,
  expires: true,
  encryption: true,
  acknowledgments: true,
  policy: true,
  hiring: true,
  csaf: true,
  preferredLanguages: true,
  canonical: true,
};

/** Fields that hold URLs, in the order in which they are written. */
const URLS = {
  encryption: "Encryption",
  acknowledgments: "Acknowledgments",
  policy: "Policy",
  hiring: "Hiring",
  csaf: "CSAF",
} as const;

/**
 * A `security.txt`, for `routes/.well-known/security.txt.ts`.
 *
 * @throws TypeError for a member that is not known, a contact or a date that is missing, a URL that is none, and
 *   a language that is no tag.
 *
 * @example
 * export const GET = () => securityTxt({ contact: "security@example.com", expires: "2027-01-01" });
 */
export function securityTxt(value: Nullable<SecurityTxt>): Asset {
  const given = present<SecurityTxt>("securityTxt()", value, MEMBERS);
  const contacts = listOf(given.contact).map(contactOf);
  if (contacts.length === 0) throw new TypeError("securityTxt(): `contact` is missing.");
  const expires = new Date(given.expires ?? Number.NaN);
  if (Number.isNaN(expires.getTime()))
    throw new TypeError(`securityTxt(): expires is ${JSON.stringify(given.expires)}: not a date.`);
  const languages = listOf(given.preferredLanguages).flatMap((tag) => Intl.getCanonicalLocales(tag));
  return {
    types: ["text/plain; charset=utf-8"],
    key: { kind: "securityTxt", given },
    exact: true,
    render({ url }) {
      const line = (name: string, path: string) => `${name}: ${absolute(path, url, name)}\n`;
      return [
        ...contacts.map((contact) => line("Contact", contact)),
        `Expires: ${expires.toISOString()}\n`,
        ...Object.entries(URLS).flatMap(([member, name]) =>
          listOf(given[member as keyof typeof URLS]).map((path) => line(name, path)),
        ),
        ...(languages.length > 0 ? [`Preferred-Languages: ${languages.join(", ")}\n`] : []),
        ...listOf(given.canonical ?? url).map((path) => line("Canonical", path)),
      ].join("");
    },
  };
}

/** An address becomes a URL: the field takes nothing else (§2.5.3). */
function contactOf(contact: string): string {
  return typeof contact === "string" && /^[^\s:/@]+@[^\s:/@]+$/.test(contact) ? `mailto:${contact}` : contact;
}

function absolute(path: string, base: string, name: string): string {
  const url = typeof path === "string" && URL.canParse(path, base) ? new URL(path, base) : undefined;
  const isContact = name === "Contact" && (url?.protocol === "mailto:" || url?.protocol === "tel:");
  const isKey = name === "Encryption" && (url?.protocol === "dns:" || url?.protocol === "openpgp4fpr:");
  // Web addresses must be of https (§2.5), but for those of a server on this machine.
  if (!url || !(isContact || isKey || url.protocol === "https:" || url.origin === new URL(base).origin))
    throw new TypeError(`securityTxt(): ${name} ${JSON.stringify(path)} is not a path or an https URL.`);
  return url.href;
}
