// GET /contact.vcf: whom to write to, for an address book.

import { type CachePolicy, vcard } from "offprint";

export const cache: CachePolicy = { maxAge: "1d" };

export const GET = () =>
  vcard(
    {
      name: "The Offprint Atlas",
      organization: "The Offprint Atlas",
      emails: { value: "atlas@example.com", type: "work" },
      urls: "/",
      photo: "/icons/512.png",
      note: "250 countries and 135,233 cities, printed on demand.",
    },
    { filename: "atlas.vcf" },
  );
