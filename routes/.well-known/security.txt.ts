// GET /.well-known/security.txt: whom to tell of a vulnerability.

import { type CachePolicy, securityTxt } from "offprint";

export const cache: CachePolicy = { maxAge: "1d" };

export const GET = () =>
  securityTxt({ contact: "security@atlas.example", expires: "2027-12-01", preferredLanguages: "en" });
